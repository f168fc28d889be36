import Forecasting

extension SearchSpace {
  /// The hyper-parameters that `model` has under `preset`.
  package static func parameters(of model: EvaluatedModel, _ preset: Preset) -> [HyperParameters.CodingKeys] {
    let own = model.completed(HyperParameters(), under: preset)
    return HyperParameters.CodingKeys.numbers.filter { own[$0] != nil }
  }

  /// What is tried of `model` where nothing else is asked for.
  ///
  /// With the papers' setting the grids of Pohl et al. 2022 (arXiv:2106.01100) and 2024 (arXiv:2403.01607). With the default preset,
  /// whose rates and scales are others, values about the preset's own.
  package static func builtIn(_ model: EvaluatedModel, _ preset: Preset) -> SearchSpace {
    switch (model.name, preset) {
    case ("uoro", .pohl2021), ("snap1", .pohl2021), ("dni", .pohl2021):
      SearchSpace([
        .hidden: .list([10, 30, 50, 70, 90]), .window: .list([10, 30, 50, 70, 90]),
        .learningRate: .list([0.05, 0.1, 0.2]), .sigma: .list([0.02, 0.05]),
      ])
    case ("rtrl", .pohl2021), ("rtrl-v1", .pohl2021):
      SearchSpace([
        .hidden: .list([10, 25, 40, 55]), .window: .list([10, 25, 40, 55]),
        .learningRate: .list([0.02, 0.05, 0.1, 0.2]),
      ])
    case ("lms", .pohl2021):
      SearchSpace([
        .window: .list([10, 30, 50, 70, 90]),
        .learningRate: .list([0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]),
      ])
    case ("uoro", .standard), ("snap1", .standard), ("dni", .standard):
      SearchSpace([
        .hidden: .list([40, 80, 120]), .learningRate: .list([5e-5, 1e-4, 2e-4]),
        .sigma: .list([0.15, 0.3, 0.6]),
      ])
    case ("rtrl", .standard):
      SearchSpace([
        .hidden: .list([12, 24, 36]), .learningRate: .list([1e-4, 2e-4, 4e-4]),
        .sigma: .list([0.15, 0.3, 0.6]),
      ])
    case ("lms", .standard): SearchSpace([.learningRate: .list([0.005, 0.01, 0.015, 0.02, 0.03, 0.05])])
    case ("linear", _): SearchSpace([.window: .list([10, 30, 50, 70, 90])])
    case ("rls", _): SearchSpace([.window: .list([2, 5, 10, 20, 30])])
    default: SearchSpace()
    }
  }
}
