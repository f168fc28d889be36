import Forecasting
import Foundation
import Testing

/// The learners that are served, driven through the published code's own steps.
@Suite(.enabled(if: Shared.hasTrajectories, "the golden trajectories are not here"))
struct GoldenTests {
  @Test(
    arguments: ["small", "large_lowlr", "small_clip100"],
    ["UORO", "UORO_exactJVP", "RTRL", "RTRLv2", "SnAp1", "DNI", "LMS"])
  func doublesFollowThePublishedCode(configuration: String, method: String) throws {
    let entry = try #require(
      try Trajectory.index().first { $0.config == configuration && $0.method == method })
    let trajectory = try Trajectory.load(entry.file)
    let run = try replay(Double.self, method, trajectory)
    for step in 1...entry.comparable_up_to_step {
      for (ours, theirs) in zip(run.predictions[step - 1], trajectory.predictions[step - 1]) {
        #expect(abs(ours - theirs) <= entry.tolerance(step), "step \(step)")
      }
      if let norms = run.gradientNorms, method != "LMS" {
        let golden = trajectory.gradient_norm_before_clipping[step - 1]
        #expect(
          abs(norms[step - 1] - golden) <= 1e3 * entry.tolerance(step) * max(1, golden), "step \(step)")
      }
    }
    if entry.comparable_up_to_step == 200 {
      let golden: Matrix<Double> = matrix(try #require(trajectory.final_weights.inner))
      let tolerance = 100 * entry.tolerance(200)
      for (ours, theirs) in zip(run.weights.elements, golden.elements) {
        #expect(abs(ours - theirs) <= tolerance)
      }
    }
  }

  /// Single precision follows for as long as its rounding, a billion times that of doubles, has not been amplified.
  @Test(arguments: ["small", "large_lowlr"], ["UORO_exactJVP", "RTRL", "RTRLv2", "SnAp1", "DNI", "LMS"])
  func floatsFollowForAWhile(configuration: String, method: String) throws {
    let trajectory = try Trajectory.load("\(configuration)__\(method).json")
    let run = try replay(Float.self, method, trajectory)
    let steps = configuration == "small" ? 30 : 150
    for step in 1...steps {
      for (ours, theirs) in zip(run.predictions[step - 1], trajectory.predictions[step - 1]) {
        #expect(abs(Double(ours) - theirs) <= 1e-3, "step \(step)")
      }
    }
  }
}

private struct Run<Scalar: Floating> {
  var predictions: [[Scalar]] = []
  var gradientNorms: [Scalar]?
  var weights = Matrix(rows: 0, columns: 0, repeating: Scalar.zero)
}

private func replay<Scalar: Floating>(
  _: Scalar.Type, _ method: String, _ trajectory: Trajectory
) throws -> Run<Scalar> {
  let hidden = trajectory.config.q
  let inputs = 9 * trajectory.config.k + 1
  switch method {
  case "LMS": return replayLMS(trajectory)
  case "UORO", "UORO_exactJVP":
    let influence = RankOneInfluence<Scalar>(
      count: 1, hidden: hidden, inputs: inputs, signs: Signs(recorded: matrix(try #require(trajectory.nu))),
      balance: .published, tangent: method == "UORO" ? .difference : .exact)
    return try replay(trajectory, influence, .stale)
  case "SnAp1":
    return try replay(trajectory, DiagonalInfluence<Scalar>(hidden: hidden, inputs: inputs), .fresh)
  case "DNI":
    let credit = SyntheticGradient<Scalar>(
      predictor: matrix(try #require(trajectory.initial_weights.A?.rows)), inputs: inputs,
      rate: try #require(trajectory.config.learning_rate_A))
    return try replay(trajectory, credit, .fresh)
  default:
    let influence = ExactInfluence<Scalar>(hidden: hidden, inputs: inputs)
    return try replay(trajectory, influence, method == "RTRL" ? .beforeInput : .fresh)
  }
}

private func replay<Carried: Credit>(
  _ trajectory: Trajectory, _ credit: Carried, _ order: LearningOrder
) throws -> Run<Carried.Scalar> {
  let initial = trajectory.initial_weights
  var learner = PublishedLearner(
    weights: matrix(try #require(initial.inner)), output: matrix(try #require(initial.Wc?.rows)),
    credit: credit, order: order, rate: trajectory.config.learning_rate,
    clip: trajectory.config.grad_clip)
  let inputs: Matrix<Carried.Scalar> = trajectory.inputs()
  var run = Run<Carried.Scalar>()
  var norms: [Carried.Scalar] = []
  for step in 0..<inputs.rows {
    learner.learn(inputs, row: step, target: trajectory.target(step))
    run.predictions.append(learner.prediction)
    norms.append(learner.gradientNorm)
  }
  run.gradientNorms = norms
  run.weights = learner.weights
  return run
}

private func replayLMS<Scalar: Floating>(_ trajectory: Trajectory) -> Run<Scalar> {
  var filter = LMSFilter<Scalar>(
    outputs: 9, inputs: 9 * trajectory.config.k + 1, rate: trajectory.config.learning_rate,
    clip: trajectory.config.grad_clip)
  let inputs: Matrix<Scalar> = trajectory.inputs()
  var run = Run<Scalar>()
  for step in 0..<inputs.rows {
    filter.learn(Array(inputs[row: step]), target: trajectory.target(step))
    run.predictions.append(filter.prediction)
  }
  run.weights = filter.weights
  return run
}
