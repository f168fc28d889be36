/// The forecast that every marker stays where it is.
package struct Persistence: Forecaster {
  private var newest: [Double]

  package init(context: ForecasterContext) {
    newest = Array(repeating: 0, count: context.dimension)
  }

  package var isReady: Bool { true }
  package var learnedThrough: Int? { nil }

  package mutating func observe(_ tick: borrowing Tick) {
    for c in newest.indices { newest[c] = tick.positions[c] }
  }

  package mutating func forecast(into forecast: inout Matrix<Double>) {
    forecast.fillRows(with: newest)
  }

  package mutating func learn() {}
  package mutating func skipLearning() {}

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&newest)
  }
}
