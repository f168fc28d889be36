/// Forecasts from what the motion did before when it was as it is now: `analogue` and `local-ridge`, and, where another
/// forecaster says what the motion is like as well, `guided-analogue`.
package struct NeighbourForecaster<Rule: NeighbourRule>: Forecaster {
  private var search: NeighbourSearch
  private var tape: Tape
  private var rule: Rule
  private var weights: [Double]
  private var guide: Guarded?
  private var guidance: Matrix<Double>
  private let warmUp: Int
  private var count = 0

  package init(
    _: Rule.Type, search: NeighbourSearch, guide: Guarded? = nil, context: ForecasterContext
  ) {
    self.search = search
    tape = Tape(context)
    self.guide = guide
    rule = Rule(search, rate: context.rate)
    weights = Array(repeating: 0, count: NeighbourSearch.count(Rule.count, rate: context.rate))
    guidance = Matrix(rows: context.horizons.count, columns: context.dimension, repeating: 0)
    warmUp = context.warmUp.count
  }

  package var isReady: Bool { search.isReady }
  package var learnedThrough: Int? {
    guard let own = search.learnedThrough, let other = guide?.learnedThrough else {
      return search.learnedThrough ?? guide?.learnedThrough
    }
    return max(own, other)
  }

  package var innerRestarts: Int { guide?.restarts ?? 0 }

  package mutating func observe(_ tick: borrowing Tick) {
    count += 1
    guide?.observe(tick)
    // What the guide says of the warm-up, knowing its scales, is not what it would have said.
    let isGuided = guide != nil && count >= warmUp
    if isGuided { guide?.forecast(into: &guidance) }
    tape.append(tick)
    search.observe(tick, on: tape, guide: isGuided ? guidance : nil)
  }

  package mutating func forecast(into forecast: inout Matrix<Double>) {
    rule.weigh(search, into: &weights)
    search.forecast(weights, from: tape, into: &forecast)
  }

  package mutating func learn() { guide?.learn() }
  package mutating func skipLearning() { guide?.skipLearning() }

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&tape)
    archive.transfer(&search)
    search.check(tape, in: &archive)
    guide?.transfer(with: &archive)
    archive.transfer(count: &count)
  }
}

extension NeighbourForecaster {
  /// A forecaster without guide.
  package init(_ rule: Rule.Type, context: ForecasterContext) {
    self.init(rule, search: NeighbourSearch(context, count: Rule.count), context: context)
  }
}

extension NeighbourSearch {
  /// The search of the guided analogues: by lags up to 5 s, and by what a network foresees.
  ///
  /// On the five development recordings, the mixture with them has 1 % less error than without.
  static func guided(_ context: ForecasterContext) -> NeighbourSearch {
    NeighbourSearch(
      context, count: Analogues.count, lags: DifferenceInput.usualLags + [3.6, 5], isGuided: true)
  }
}

/// Analogues guided by the recurrent network.
func makeGuidedAnalogue(_ context: ForecasterContext) -> NeighbourForecaster<Analogues> {
  NeighbourForecaster(
    Analogues.self, search: .guided(context),
    guide: Guarded(keeps: true, context: context) { makeUORO(Float.self, HyperParameters(), context) },
    context: context)
}
