import Evaluation
import Forecasting
import Recordings
import Testing

/// The settings in the results are those that the forecasters compute with.
@Suite struct UsedParametersTests {
  static let kinds = EvaluatedModel.all.flatMap { model in
    EvaluationProtocol.allCases.filter(model.exists(under:)).flatMap { evaluated in
      Preset.allCases.map { (model.name, evaluated, $0) }
    }
  }

  private func forecasts(
    _ name: String, _ evaluated: EvaluationProtocol, _ preset: Preset, _ parameters: HyperParameters
  ) throws -> [Double] {
    var plan = EvaluationPlan(recordings: [breathing(seconds: 62)])
    plan.models = [EvaluatedModel(name: name)!]
    plan.protocols = [evaluated]
    plan.preset = preset
    plan.horizons = .ticks([3])
    plan.parameters.models[name] = parameters
    return try #require(try plan.evaluate(plan.units[0], keepsForecasts: true).forecasts)[0].forecasts
  }

  @Test(arguments: kinds)
  func whatIsSaidIsWhatIsUsed(name: String, evaluated: EvaluationProtocol, preset: Preset) throws {
    let model = try #require(EvaluatedModel(name: name))
    let said = model.completed(HyperParameters(), under: evaluated == .lookAhead ? .pohl2021 : preset)
    let used = try forecasts(name, evaluated, preset, HyperParameters())
    #expect(try forecasts(name, evaluated, preset, said) == used)
    // What is not said is not used: another value of it changes nothing.
    let other = HyperParameters(
      hidden: said.hidden ?? 7, window: said.window ?? 7, learningRate: said.learningRate ?? 0.007,
      clip: said.clip ?? 0.007, sigma: said.sigma ?? 0.007)
    #expect(try forecasts(name, evaluated, preset, other) == used)
  }
}
