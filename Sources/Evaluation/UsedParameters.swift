import Forecasting

extension EvaluationPlan {
  /// What a unit's model really computes with: what is set, and the preset's own values of what is not; nothing that the
  /// model does not have.
  func usedParameters(of unit: Unit) -> HyperParameters {
    unit.model.completed(parameters(of: unit), under: preset(under: unit.protocol))
  }
}

extension EvaluatedModel {
  /// What the model computes with where `parameters` are set.
  package func completed(_ parameters: HyperParameters, under preset: Preset) -> HyperParameters {
    switch self {
    case .served(let model): parameters.completed(for: model, preset)
    case .firstRTRL: parameters.completed(for: .rtrl, .pohl2021)
    case .leak: HyperParameters()
    }
  }
}
