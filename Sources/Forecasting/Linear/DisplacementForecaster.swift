/// Displacements at all horizons, linear in an input of the newest positions: `rls`, `features`, and `lms` by default.
package struct DisplacementForecaster<Input: InputMap, Rule: GainRule>: Forecaster {
  package private(set) var learnedThrough: Int?
  private let scales: Scales
  private let input: Input
  private var history: History
  private var features: [Double]
  /// What is learned.
  package private(set) var readout: DisplacementReadout<Rule>

  package init(input: Input, rule: Rule, scales: Scales, horizons: [Int]) {
    self.scales = scales
    self.input = input
    history = History(capacity: max(horizons.last ?? 0, input.reach) + 1, scales: scales)
    features = Array(repeating: 0, count: input.count)
    readout = DisplacementReadout(
      rule: rule, count: input.count, dimension: scales.origin.count, horizons: horizons)
  }

  package var isReady: Bool { readout.hasLearned }

  @specialized(where Input == WindowInput, Rule == LeastSquaresGain)
  @specialized(where Input == DifferenceInput, Rule == NormalisedStep)
  @specialized(where Input == CosineInput, Rule == LeastSquaresGain)
  package mutating func observe(_ tick: borrowing Tick) {
    history.append(tick)
    let n = tick.index
    let settled = readout.settle(history)
    let learning = history.isClean(n, reach: input.reach)
    input.write(history, at: n, into: &features)
    readout.take(features, at: n, learning: learning)
    if settled || learning { learnedThrough = n }
  }

  @specialized(where Input == WindowInput, Rule == LeastSquaresGain)
  @specialized(where Input == DifferenceInput, Rule == NormalisedStep)
  @specialized(where Input == CosineInput, Rule == LeastSquaresGain)
  package mutating func forecast(into forecast: inout Matrix<Double>) {
    readout.forecast(history, scales: scales, into: &forecast)
  }

  package mutating func learn() { readout.finish() }
  package mutating func skipLearning() { readout.finish() }

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(tick: &learnedThrough)
    archive.transfer(&history)
    archive.transfer(&readout)
  }
}
