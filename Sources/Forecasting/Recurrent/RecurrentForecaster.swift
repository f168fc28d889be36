internal import RealModule

/// One recurrent network for all horizons: the default preset of the recurrent models.
///
/// Its live state runs on the newest input, and a least-squares readout forecasts displacements from it. Its weights are
/// learned where every target is known: by a learner the longest horizon behind, which runs the same network on the
/// delayed inputs, with its own state and the gradient of the readout's squared error. The learner waits for
/// `learn`; the readout settles in `observe`.
///
/// After an interruption the live state starts from zero, with lags held at the segment's first tick, and forecasts at
/// once: measured, it is no worse than persistence on the first tick and has 0.6 of its error on the second.
package struct RecurrentForecaster<Carried: Credit>: Forecaster {
  package typealias Scalar = Carried.Scalar

  package private(set) var learnedThrough: Int?
  /// The network H ticks behind.
  package private(set) var learner: DisplacementLearner<Carried>
  /// The network on the newest input, with the learner's weights.
  package private(set) var live: RecurrentState<Scalar>
  /// The forecasts from the live state.
  package private(set) var readout: DisplacementReadout<LeastSquaresGain>
  /// The ticks that the learner is behind.
  package let delay: Int
  private let scales: Scales
  private let input: DifferenceInput
  private let settling: Int
  private var clipping: Clipping
  private var history: History
  private var inputs: Matrix<Scalar>
  private var present: [Double]
  private var features: [Double]
  private var pull: [Double]
  private var gradient: [Scalar]
  private var farthest: [Double]
  private var target: [Scalar]

  /// A forecaster whose weights are those of `learner`.
  package init(
    learner: DisplacementLearner<Carried>, input: DifferenceInput, scales: Scales, clipping: Clipping,
    leakage: Double,
    context: ForecasterContext
  ) {
    self.learner = learner
    self.input = input
    self.scales = scales
    self.clipping = clipping
    delay = context.horizons.last ?? 0
    settling = context.settling
    let hidden = learner.weights.rows
    live = learner.state
    readout = DisplacementReadout(
      rule: LeastSquaresGain(
        count: hidden + 1, initial: 0.1, forgetting: .pow(0.9995, 10 / context.rate),
        leakage: leakage.squareRoot()),
      count: hidden + 1, dimension: context.dimension, horizons: context.horizons)
    history = History(capacity: max(delay, input.reach) + 1, scales: scales)
    inputs = Matrix(rows: delay + 1, columns: input.count, repeating: 0)
    present = Array(repeating: 0, count: input.count)
    features = Array(repeating: 1, count: hidden + 1)
    pull = Array(repeating: 0, count: hidden)
    gradient = Array(repeating: 0, count: hidden)
    farthest = Array(repeating: 0, count: context.dimension)
    target = Array(repeating: 0, count: context.dimension)
  }

  package var isReady: Bool { readout.hasLearned }

  @specialized(where Carried == RecentInfluence<Float>)
  @specialized(where Carried == ExactInfluence<Float>)
  @specialized(where Carried == DiagonalInfluence<Float>)
  @specialized(where Carried == SyntheticGradient<Float>)
  package mutating func observe(_ tick: borrowing Tick) {
    history.append(tick)
    let n = tick.index
    let slot = n % inputs.rows
    input.write(history, at: n, into: &present)
    inputs.setRow(slot, to: present)
    let settled = readout.settle(history)
    if history.segmentStart(n) == n {
      live.restart()
    } else {
      live.advance(learner.weights, on: inputs, row: slot)
    }
    for i in live.state.indices { features[i] = Double(live.state[i]) }
    let learning = isLesson(n)
    readout.take(features, at: n, learning: learning)
    if settled || learning { learnedThrough = n }
  }

  @specialized(where Carried == RecentInfluence<Float>)
  @specialized(where Carried == ExactInfluence<Float>)
  @specialized(where Carried == DiagonalInfluence<Float>)
  @specialized(where Carried == SyntheticGradient<Float>)
  package mutating func forecast(into forecast: inout Matrix<Double>) {
    readout.forecast(history, scales: scales, into: &forecast)
  }

  package mutating func learn() { moveLearner(learning: true) }

  package mutating func skipLearning() { moveLearner(learning: false) }

  /// Whether the state of tick t may be learned from: its input is believed, and it has had time to settle.
  private func isLesson(_ t: Int) -> Bool {
    history.isClean(t, reach: input.reach) && t - history.segmentStart(t) >= settling
  }

  @specialized(where Carried == RecentInfluence<Float>)
  @specialized(where Carried == ExactInfluence<Float>)
  @specialized(where Carried == DiagonalInfluence<Float>)
  @specialized(where Carried == SyntheticGradient<Float>)
  private mutating func moveLearner(learning: Bool) {
    readout.finish()
    let t = history.newest - delay
    guard history.contains(t) else { return }
    guard history.segmentStart(t) < t else {
      learner.restart()
      return
    }
    let believed = learning && history.isClean(t, reach: min(input.reach, t - history.segmentStart(t)))
    learner.advance(on: inputs, row: t % inputs.rows, learning: believed)
    guard believed, isLesson(t) else { return }
    for i in pull.indices { features[i] = Double(learner.state.state[i]) }
    guard readout.gradient(history, at: t, features: features, into: &pull) else { return }
    let shrink = clipping.factor(norm(pull))
    for i in pull.indices { gradient[i] = Scalar(shrink * pull[i]) }
    // Of the displacements that tick t was to forecast, the farthest stands for all.
    let isKnown = history.isPair(t, history.newest)
    history.displacement(from: t, to: history.newest, into: &farthest)
    for c in target.indices { target[c] = isKnown ? Scalar(farthest[c]) : 0 }
    learner.descend(gradient, target: target, before: inputs, next: (t + 1) % inputs.rows)
    if history.isClean(history.newest) { learnedThrough = history.newest }
  }
}

extension RecurrentForecaster {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(tick: &learnedThrough)
    archive.transfer(&learner)
    archive.transfer(&live)
    archive.transfer(&readout)
    archive.transfer(&clipping)
    archive.transfer(&history)
    archive.transfer(&inputs)
  }
}
