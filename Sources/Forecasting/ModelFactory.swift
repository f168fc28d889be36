extension Model {
  /// The seconds of positions that a forecaster's scales are taken from: ten, or, with the papers' setting,
  /// the 300 samples at 10 Hz of Pohl et al. 2022 (arXiv:2106.01100).
  package func warmUp(preset: Preset) -> Double {
    switch preset {
    case .standard: 10
    case .pohl2021: 30
    }
  }
}

/// A forecaster of `model`, made for `context`.
package func makeForecaster(
  _ model: Model, preset: Preset, parameters: HyperParameters, context: ForecasterContext
) -> any Forecaster {
  switch model {
  default: Persistence(context: context)
  }
}
