/// The mean of several forecasters' forecasts: networks that were drawn apart err apart.
package struct Averaged<Member: Forecaster>: Forecaster {
  /// The forecasters.
  package private(set) var members: [Member]
  private var output: Matrix<Double>

  /// The mean of `members`, at least one, made for `context`.
  package init(_ members: [Member], context: ForecasterContext) {
    self.members = members
    output = Matrix(rows: context.horizons.count, columns: context.dimension, repeating: 0)
  }

  package var isReady: Bool { members.allSatisfy { $0.isReady } }
  package var learnedThrough: Int? {
    var newest: Int?
    for index in members.indices {
      if let tick = members[index].learnedThrough { newest = max(tick, newest ?? tick) }
    }
    return newest
  }

  package mutating func observe(_ tick: borrowing Tick) {
    for index in members.indices { members[index].observe(tick) }
  }

  package mutating func forecast(into forecast: inout Matrix<Double>) {
    forecast.fill(with: 0)
    for index in members.indices {
      members[index].forecast(into: &output)
      forecast.scale(by: 1, adding: 1 / Double(members.count), times: output)
    }
  }

  package mutating func learn() {
    for index in members.indices { members[index].learn() }
  }

  package mutating func skipLearning() {
    for index in members.indices { members[index].skipLearning() }
  }

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&members)
  }
}
