internal import RealModule

extension Model {
  /// The seconds of positions that a forecaster's scales are taken from: ten, or, with the papers' setting, the 300 samples
  /// at 10 Hz of Pohl et al. 2022 (arXiv:2106.01100).
  package func warmUp(preset: Preset) -> Double {
    switch preset {
    case .standard: 10
    case .pohl2021: 30
    }
  }
}

/// A forecaster of `model`, made for `context`. Recurrent networks compute in `Float`, all else in `Double`.
package func makeForecaster(
  _ model: Model, preset: Preset, parameters: HyperParameters, context: ForecasterContext
) -> any Forecaster {
  switch (model, preset) {
  case (.persistence, _): Persistence(context: context)
  case (.linear, _): LinearRegression(window: parameters.window ?? 10, context: context)
  case (.rls, _): makeRLS(parameters, context)
  case (.lms, .standard): makeLMS(parameters, context)
  case (.lms, .pohl2021):
    LMSForecaster(
      window: parameters.window ?? 10, rate: parameters.learningRate ?? 0.02, clip: parameters.clip ?? 2,
      context: context)
  case (.uoro, .standard): makeUORO(Float.self, parameters, context)
  case (.uoro, .pohl2021): makePublishedUORO(Float.self, parameters, context)
  case (.rtrl, .standard): makeRTRL(Float.self, parameters, context)
  case (.rtrl, .pohl2021): makePublishedRTRL(Float.self, parameters, context)
  case (.snap1, .standard): makeSnAp1(Float.self, parameters, context)
  case (.snap1, .pohl2021): makePublishedSnAp1(Float.self, parameters, context)
  case (.dni, .standard): makeDNI(Float.self, parameters, context)
  case (.dni, .pohl2021): makePublishedDNI(Float.self, parameters, context)
  }
}

/// Recursive least squares on a window: of the displacements, in one unit, forgetting .999 a tenth of a second.
private func makeRLS(_ parameters: HyperParameters, _ context: ForecasterContext) -> some Forecaster {
  let input = WindowInput(window: parameters.window ?? 10, dimension: context.dimension)
  let rule = LeastSquaresGain(
    count: input.count, initial: 5, forgetting: .pow(0.999, 10 / context.rate), leakage: 0)
  return DisplacementForecaster(
    input: input, rule: rule, scales: .pooled(of: context.warmUp), horizons: context.horizons)
}

/// Normalised LMS on the input of the recurrent networks. On the five development recordings a step of .015 gives 2.63 mm
/// over 0.1 to 2 s; .005 gives 2.77, .05 2.76, and a window of ten positions at best 3.00.
private func makeLMS(_ parameters: HyperParameters, _ context: ForecasterContext) -> some Forecaster {
  let scales = Scales.pooled(of: context.warmUp)
  let rule = NormalisedStep(rate: (parameters.learningRate ?? 0.015) * min(1, 10 / context.rate))
  return DisplacementForecaster(
    input: DifferenceInput(context, scales), rule: rule, scales: scales, horizons: context.horizons)
}

extension DifferenceInput {
  /// The input of the recurrent networks of the default preset.
  package init(_ context: ForecasterContext, _ scales: Scales) {
    self.init(lags: Self.lags(rate: context.rate), warmUp: context.warmUp, scales: scales)
  }
}
