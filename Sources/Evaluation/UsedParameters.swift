import Forecasting

extension EvaluationPlan {
  /// What a unit's model really computes with: what is set, and the preset's own values of what is not; nothing that the
  /// model does not have.
  func usedParameters(of unit: Unit) -> HyperParameters {
    let own = unit.model.defaults(under: preset(under: unit.protocol))
    let set = parameters(of: unit)
    return HyperParameters(
      hidden: own.hidden.map { set.hidden ?? $0 }, window: own.window.map { set.window ?? $0 },
      learningRate: own.learningRate.map { set.learningRate ?? $0 }, clip: own.clip.map { set.clip ?? $0 },
      sigma: own.sigma.map { set.sigma ?? $0 })
  }
}

extension EvaluatedModel {
  /// The values that the forecasters take where none is given, told again here; a test holds the two equal.
  package func defaults(under preset: Preset) -> HyperParameters {
    switch (name, preset) {
    case ("linear", _), ("rls", _): HyperParameters(window: 10)
    case ("lms", .standard): HyperParameters(learningRate: 0.015)
    case ("lms", .pohl2021): HyperParameters(window: 10, learningRate: 0.02, clip: 2)
    case ("uoro", .standard): HyperParameters(hidden: 80, learningRate: 2e-4, clip: 10, sigma: 0.3)
    case ("rtrl", .standard): HyperParameters(hidden: 24, learningRate: 2e-4, clip: 10, sigma: 0.3)
    case ("uoro", .pohl2021):
      HyperParameters(hidden: 90, window: 50, learningRate: 0.1, clip: 2, sigma: 0.02)
    case ("rtrl", .pohl2021), ("rtrl-v1", _):
      HyperParameters(hidden: 10, window: 10, learningRate: 0.1, clip: 2, sigma: 0.02)
    default: HyperParameters()
    }
  }
}
