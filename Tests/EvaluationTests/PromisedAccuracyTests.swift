import Evaluation
import Forecasting
import Testing

/// What the documentation says of the default model's accuracy, on real recordings.
@Suite(.enabled(if: Shared.isHere, "the recordings are not here"))
struct PromisedAccuracyTests {
  /// Each recurrent network at the daemon's horizons: the mean RMSE over 0.1, 0.5, 1 and 2 s, in mm.
  @Test(arguments: [("uoro", 1.95), ("rtrl", 2.05), ("snap1", 1.95), ("dni", 1.95)])
  func everyRunIsAsGoodAsPromised(model: String, most: Double) throws {
    var plan = EvaluationPlan(recordings: try Shared.recordings())
    plan.models = [EvaluatedModel(name: model)!]
    for seed in 1...3 {
      plan.seed = UInt64(seed)
      let means = try evaluate(plan).means
      let errors = try [0.1, 0.5, 1, 2].map { horizon in
        try #require(means.first { $0.horizonSeconds == horizon }?.rmse)
      }
      #expect(errors.reduce(0, +) / 4 <= most, "seed \(seed): \(errors)")
    }
  }

  /// Of three seeds together, over all horizons: the RMSE in mm, and what radii of 90 % hold and how large they are.
  @Test(arguments: [("mixture", 2.07, 3.4), ("uoro", 2.16, 3.8)])
  func seedsTogetherAreAsGoodAsPromised(model: String, most: Double, radius: Double) throws {
    var plan = EvaluationPlan(recordings: try Shared.recordings())
    plan.models = [EvaluatedModel(name: model)!]
    plan.runs = 3
    let means = try evaluate(plan).means
    let errors = means.compactMap(\.rmse)
    #expect(errors.count == 20)
    #expect(errors.reduce(0, +) / 20 <= most, "\(errors)")
    let held = means.compactMap(\.coverage).reduce(0, +) / 20
    #expect(held >= 0.88 && held <= 0.92, "\(held)")
    #expect(means.compactMap(\.radius).reduce(0, +) / 20 <= radius)
  }
}
