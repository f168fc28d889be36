/// Several experts' forecasts in one, weighted at each horizon by how they have done.
///
/// The experts forecast in `observe`, as the weights are to be those of all their forecasts, asked for or not.
package struct Mixture: Forecaster {
  package private(set) var learnedThrough: Int?
  /// The forecasters inside.
  package private(set) var experts: [Expert]
  private var searches: [Search]
  private var tape: Tape
  private var losses: ExpertLosses
  private var isOut: [Bool]
  private var history: History
  private var reach: Reach
  private var output: Matrix<Double>
  private var spread: Matrix<Double>
  private let warmUp: Int
  private let settling: Int

  /// A search for neighbours, and the expert whose forecasts guide it.
  package struct Search: Sendable {
    package var search: NeighbourSearch
    package let guide: Int?
  }

  /// A mixture of `experts`, and the searches that the rules among them share.
  package init(
    _ experts: [Expert], searches: [Search], _ settings: MixtureSettings, _ context: ForecasterContext
  ) {
    self.experts = experts
    self.searches = searches
    tape = Tape(context)
    isOut = Array(repeating: false, count: experts.count)
    losses = ExpertLosses(experts: experts.count, settings, context)
    history = History(
      capacity: (context.horizons.last ?? 0) + 1, scales: .millimetres(from: context.warmUp))
    reach = Reach(context)
    output = Matrix(rows: context.horizons.count, columns: context.dimension, repeating: 0)
    spread = Matrix(rows: context.horizons.count, columns: context.dimension / 3, repeating: 0)
    warmUp = context.warmUp.count
    settling = context.settling
  }

  /// Once it has seen what its scales were taken from: its forecasts of those ticks would know the future.
  package var isReady: Bool { history.newest - history.first >= warmUp - 1 }

  /// The weights of the experts, a row each, at the horizons, a column each.
  package var weights: Matrix<Double> { losses.weights }

  /// The root mean square distance (mm) from the mixture to its experts of motion, a row a horizon, a column a marker.
  package var disagreement: Matrix<Double>? { spread }

  package var innerRestarts: Int { experts.reduce(0) { $0 + $1.restarts } }

  package mutating func observe(_ tick: borrowing Tick) {
    history.append(tick)
    reach.observe(tick)
    for index in experts.indices { experts[index].observe(tick) }
    let settled = losses.settle(history, truth: tick.positions)
    for index in experts.indices {
      if isReady || !experts[index].isOfMotion {
        experts[index].forecast()
      } else {
        experts[index].stay(at: tick.positions)
      }
    }
    if !searches.isEmpty { tape.append(tick) }
    for index in searches.indices {
      let guide = isReady ? searches[index].guide.map { experts[$0].output } : nil
      searches[index].search.observe(tick, on: tape, guide: guide)
    }
    if isReady {
      for index in experts.indices { experts[index].forecast(from: &searches, on: tape, within: reach) }
    }
    if isBelieved(tick.index) { losses.issue(experts, at: tick.index) }
    for index in experts.indices { isOut[index] = experts[index].isOut }
    losses.weigh(without: isOut)
    combine()
    noteLearning(settled: settled)
  }

  package mutating func forecast(into forecast: inout Matrix<Double>) {
    if isReady { forecast.setRows(from: 0, to: output) } else { forecast.fillRows(with: reach.newest) }
  }

  package mutating func learn() {
    for index in experts.indices { experts[index].learn() }
    noteLearning(settled: false)
  }

  package mutating func skipLearning() {
    for index in experts.indices { experts[index].skipLearning() }
    noteLearning(settled: false)
  }

  /// Whether forecasts from tick n are worth weighing: late enough in the session, and from nothing that may not be learned
  /// from.
  private func isBelieved(_ n: Int) -> Bool {
    n - history.first >= settling && history.isClean(n, reach: min(settling, n - history.segmentStart(n)))
  }

  private mutating func combine() {
    output.fill(with: 0)
    for index in experts.indices {
      output.addRows(of: experts[index].output, times: losses.weights, row: index)
    }
    spread.fill(with: 0)
    var judged = 0.0
    for index in experts.indices where experts[index].isOfMotion {
      spread.addSquaredDistances(of: experts[index].output, to: output)
      judged += 1
    }
    spread.takeRoots(of: 1 / max(1, judged))
  }

  private mutating func noteLearning(settled: Bool) {
    if settled { learnedThrough = history.newest }
    for index in searches.indices { noteLearning(through: searches[index].search.learnedThrough) }
    for index in experts.indices { noteLearning(through: experts[index].learnedThrough) }
  }

  private mutating func noteLearning(through tick: Int?) {
    if let tick { learnedThrough = max(tick, learnedThrough ?? tick) }
  }
}

extension Mixture {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(tick: &learnedThrough)
    archive.transfer(&experts)
    archive.transfer(&tape)
    archive.transfer(&searches)
    for index in searches.indices { searches[index].search.check(tape, in: &archive) }
    archive.transfer(&losses)
    archive.transfer(&history)
    archive.transfer(&reach)
    archive.transfer(&output)
    archive.transfer(&spread)
  }
}

extension Mixture.Search: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&search)
  }
}
