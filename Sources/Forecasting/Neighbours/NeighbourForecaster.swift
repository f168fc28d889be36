/// Forecasts from what the motion did before when it was as it is now: `analogue` and `local-ridge`.
package struct NeighbourForecaster<Rule: NeighbourRule>: Forecaster {
  private var search: NeighbourSearch
  private var rule: Rule
  private var weights: [Double]

  package init(_: Rule.Type, context: ForecasterContext) {
    search = NeighbourSearch(context, count: Rule.count)
    rule = Rule(search, rate: context.rate)
    weights = Array(repeating: 0, count: NeighbourSearch.count(Rule.count, rate: context.rate))
  }

  package var isReady: Bool { search.isReady }
  package var learnedThrough: Int? { search.learnedThrough }

  package mutating func observe(_ tick: borrowing Tick) { search.observe(tick) }

  package mutating func forecast(into forecast: inout Matrix<Double>) {
    rule.weigh(search, into: &weights)
    search.forecast(weights, into: &forecast)
  }

  package mutating func learn() {}
  package mutating func skipLearning() {}
}
