import Forecasting
import MarkerMotion
import Testing

/// Learning in one pass along the weights means what the equations mean, one by one.
@Suite struct OnePassTests {
  private static let steps = 60
  private static let outputs = 3

  /// Sizes round the rows and the elements that a pass takes at once; odd and even numbers of units.
  @Test(arguments: [(1, 2), (2, 6), (5, 11), (8, 24), (9, 40)], [UInt64(1), 2])
  func uoroMeansTheSame(_ size: (hidden: Int, inputs: Int), seed: UInt64) {
    compare(size, seed, .stale) {
      RankOneInfluence<Double>(
        count: 1, hidden: size.hidden, inputs: size.inputs, signs: Signs(Xoshiro256(seed: seed, stream: 5)),
        balance: .published)
    }
  }

  @Test(arguments: [(1, 2), (2, 6), (5, 11), (8, 24), (9, 40)], [UInt64(1), 2])
  func snap1MeansTheSame(_ size: (hidden: Int, inputs: Int), seed: UInt64) {
    compare(size, seed, .fresh) { DiagonalInfluence<Double>(hidden: size.hidden, inputs: size.inputs) }
  }

  /// Both learn the same pairs. In between are steps that are not learned from, restarts, and steps whose next input is not
  /// told or turns out to be another.
  private func compare<Carried: Credit>(
    _ size: (hidden: Int, inputs: Int), _ seed: UInt64, _ order: LearningOrder, _ credit: () -> Carried
  ) where Carried.Scalar == Double {
    var generator = Xoshiro256(seed: seed, stream: 0)
    let weights: Matrix<Double> = generator.gaussian(rows: size.hidden, columns: size.hidden + size.inputs) {
      _ in 0.4
    }
    let output: Matrix<Double> = generator.gaussian(rows: Self.outputs, columns: size.hidden) { _ in 0.5 }
    let inputs: Matrix<Double> = generator.gaussian(rows: Self.steps + 1, columns: size.inputs) { _ in 1 }
    let targets: Matrix<Double> = generator.gaussian(rows: Self.steps, columns: Self.outputs) { _ in 1 }
    func learner(isFused: Bool) -> PublishedLearner<Carried> {
      PublishedLearner(
        weights: weights, output: output, credit: credit(), order: order, rate: 0.1, clip: 0.7,
        isFused: isFused)
    }
    var (fused, plain) = (learner(isFused: true), learner(isFused: false))
    for step in 0..<Self.steps {
      let target = Array(targets[row: step])
      switch step % 20 {
      case 7:
        fused.advance(inputs, row: step)
        plain.advance(inputs, row: step)
      case 11:
        fused.restart()
        plain.restart()
      default:
        let next = step % 20 == 15 ? 0 : step % 20 == 17 ? nil : step + 1
        fused.learn(inputs, row: step, next: next, target: target)
        plain.learn(inputs, row: step, target: target)
      }
      #expect(fused.weights.isNear(plain.weights, 1e-11), "step \(step), seed \(seed)")
      #expect(fused.output.isNear(plain.output, 1e-11), "step \(step), seed \(seed)")
      #expect(abs(fused.gradientNorm - plain.gradientNorm) < 1e-9, "step \(step), seed \(seed)")
    }
    #expect(!fused.weights.isNear(weights, 1e-3), "nothing was learned")
  }

  @Test(arguments: [(1, 2), (2, 6), (5, 11), (9, 40)], [UInt64(1), 2])
  func uoroOfTheDefaultPresetMeansTheSame(_ size: (hidden: Int, inputs: Int), seed: UInt64) {
    compareByAdam(size, seed) {
      RecentInfluence<Double>(
        ticks: 4, gains: Self.gains(size.hidden), inputs: size.inputs,
        older: RankOneInfluence(
          count: 1, hidden: size.hidden, inputs: size.inputs, signs: Signs(Xoshiro256(seed: seed, stream: 5)),
          balance: .damped), weight: 0.5)
    }
  }

  @Test(arguments: [(1, 2), (2, 6), (5, 11), (9, 40)], [UInt64(1), 2])
  func snap1OfTheDefaultPresetMeansTheSame(_ size: (hidden: Int, inputs: Int), seed: UInt64) {
    compareByAdam(size, seed) { DiagonalInfluence<Double>(hidden: size.hidden, inputs: size.inputs) }
  }

  @Test(arguments: [(2, 6), (5, 11)], [UInt64(1), 2])
  func rtrlOfTheDefaultPresetMeansTheSame(_ size: (hidden: Int, inputs: Int), seed: UInt64) {
    compareByAdam(size, seed) { ExactInfluence<Double>(hidden: size.hidden, inputs: size.inputs) }
  }

  private static func gains(_ hidden: Int) -> [Double] {
    (0..<hidden).map { $0.isMultiple(of: 3) ? 1 : 0.4 }
  }

  /// Both follow the same inputs. In between are steps that are followed and not learned from, steps that are not followed,
  /// restarts, and steps whose next input turns out to be another.
  private func compareByAdam<Carried: Credit>(
    _ size: (hidden: Int, inputs: Int), _ seed: UInt64, _ credit: () -> Carried
  ) where Carried.Scalar == Double {
    var generator = Xoshiro256(seed: seed, stream: 0)
    let weights: Matrix<Double> = generator.gaussian(rows: size.hidden, columns: size.hidden + size.inputs) {
      _ in 0.4
    }
    let inputs: Matrix<Double> = generator.gaussian(rows: Self.steps + 1, columns: size.inputs) { _ in 1 }
    let pulls: Matrix<Double> = generator.gaussian(rows: Self.steps, columns: size.hidden) { _ in 1 }
    func learner(isFused: Bool) -> DisplacementLearner<Carried> {
      DisplacementLearner(
        weights: weights, gains: Self.gains(size.hidden), credit: credit(), rate: 0.02, ramp: 5,
        isFused: isFused)
    }
    var (fused, plain) = (learner(isFused: true), learner(isFused: false))
    for step in 0..<Self.steps {
      if step % 20 == 11 {
        fused.restart()
        plain.restart()
      }
      let isFollowed = step % 20 != 7
      fused.advance(on: inputs, row: step, learning: isFollowed)
      plain.advance(on: inputs, row: step, learning: isFollowed)
      if isFollowed, ![3, 4, 16].contains(step % 20) {
        let next = step % 20 == 15 ? 0 : step + 1
        fused.descend(Array(pulls[row: step]), target: [], before: inputs, next: next)
        plain.descend(Array(pulls[row: step]), target: [], before: inputs, next: next)
      }
      #expect(fused.weights.isNear(plain.weights, 1e-9), "step \(step), seed \(seed)")
      #expect(
        zip(fused.state.state, plain.state.state).allSatisfy { abs($0 - $1) < 1e-9 },
        "step \(step), seed \(seed)")
    }
    #expect(!fused.weights.isNear(weights, 1e-3), "nothing was learned")
  }
}
