/// The papers' setting made causal: a recurrent network for each horizon h, from a window of positions to the position.
///
/// Each network's learner runs h ticks behind, where the target is known, and its live state on the newest window with the
/// learner's present weights. All learning waits for `learn`: the weights that forecast from tick n have learned y_{n-1}.
///
/// At the papers' high rate that tick matters: for RTRL on the five development recordings, five seeds, 1.80, 2.25, 3.68
/// and 5.75 mm at 1, 2, 5 and 10 ticks, where learning before the forecast gives 1.41, 1.82, 3.27 and 5.46.
package struct PublishedForecaster<Carried: Credit>: Forecaster {
  package typealias Scalar = Carried.Scalar

  package private(set) var isReady = false
  package private(set) var learnedThrough: Int?
  private let scales: Scales
  /// What each network takes.
  package let input: WindowInput
  /// The horizon of each network, in ticks.
  package let horizons: [Int]
  private var history: History
  /// The network of each horizon.
  package private(set) var learners: [PublishedLearner<Carried>]
  private var lives: [RecurrentState<Scalar>]
  private var inputs: Matrix<Scalar>
  private var present: [Double]
  private var target: [Scalar]

  /// A forecaster of the `learners`, one for each horizon of `context`.
  package init(learners: [PublishedLearner<Carried>], window: Int, context: ForecasterContext) {
    self.learners = learners
    scales = .perCoordinate(of: context.warmUp)
    input = WindowInput(window: window, dimension: context.dimension)
    horizons = context.horizons
    let delay = horizons.last ?? 0
    history = History(capacity: max(delay, input.reach) + 1, scales: scales)
    inputs = Matrix(rows: delay + 1, columns: input.count, repeating: 0)
    lives = learners.map { $0.state }
    present = Array(repeating: 0, count: input.count)
    target = Array(repeating: 0, count: context.dimension)
  }

  @specialized(where Carried == RankOneInfluence<Float>)
  @specialized(where Carried == ExactInfluence<Float>)
  @specialized(where Carried == DiagonalInfluence<Float>)
  @specialized(where Carried == SyntheticGradient<Float>)
  package mutating func observe(_ tick: borrowing Tick) {
    history.append(tick)
    let n = tick.index
    let slot = n % inputs.rows
    input.write(history, at: n, into: &present)
    inputs.setRow(slot, to: present)
    for i in lives.indices {
      if history.segmentStart(n) == n { lives[i].restart() }
      lives[i].advance(learners[i].weights, on: inputs, row: slot)
    }
  }

  @specialized(where Carried == RankOneInfluence<Float>)
  @specialized(where Carried == ExactInfluence<Float>)
  @specialized(where Carried == DiagonalInfluence<Float>)
  @specialized(where Carried == SyntheticGradient<Float>)
  package mutating func forecast(into forecast: inout Matrix<Double>) {
    let newest = history.newestSlot
    for row in horizons.indices {
      if isReady { learners[row].output.multiply(lives[row].state, into: &target) }
      for c in target.indices {
        let z = isReady ? Double(target[c]) : history.positions[newest, c]
        forecast[row, c] = scales.origin[c] + scales.unit[c] * z
      }
    }
  }

  package mutating func learn() { moveLearners(learning: true) }

  package mutating func skipLearning() { moveLearners(learning: false) }

  @specialized(where Carried == RankOneInfluence<Float>)
  @specialized(where Carried == ExactInfluence<Float>)
  @specialized(where Carried == DiagonalInfluence<Float>)
  @specialized(where Carried == SyntheticGradient<Float>)
  private mutating func moveLearners(learning: Bool) {
    let n = history.newest
    for (index, horizon) in horizons.enumerated() {
      let t = n - horizon
      guard history.contains(t) else { break }
      let age = t - history.segmentStart(t)
      if age == 0 { learners[index].restart() }
      // As in the papers, a learner's first input is the first whole window.
      guard age >= input.reach else { continue }
      if learning, history.isClean(t, reach: input.reach), history.isPair(t, n) {
        for c in target.indices { target[c] = Scalar(history.positions[history.slot(n), c]) }
        learners[index].learn(
          inputs, row: t % inputs.rows, next: (t + 1) % inputs.rows, target: target)
        learnedThrough = n
        isReady = isReady || index == horizons.count - 1
      } else {
        learners[index].advance(inputs, row: t % inputs.rows)
      }
    }
  }
}

extension PublishedForecaster {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&isReady)
    archive.transfer(tick: &learnedThrough)
    archive.transfer(&history)
    archive.transfer(&learners)
    archive.transfer(&lives)
    archive.transfer(&inputs)
  }
}
