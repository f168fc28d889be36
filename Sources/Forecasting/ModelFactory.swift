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
///
/// Whoever has frames rather than ticks wants a `ForecastSession`, which drives forecasters and takes care of gaps.
/// Hyper-parameters that the model does not have are passed over.
public func makeForecaster(
  _ model: Model, preset: Preset, parameters: HyperParameters, context: ForecasterContext
) -> any Forecaster {
  switch (model, preset) {
  case (.persistence, _): Persistence(context: context)
  case (.linear, _): makeLinear(parameters, context)
  case (.rls, _): makeRLS(parameters, context)
  case (.lms, .standard): makeLMS(parameters, context)
  case (.lms, .pohl2021): makePublishedLMS(parameters, context)
  case (.uoro, .standard): makeUORO(Float.self, parameters, context)
  case (.uoro, .pohl2021): makePublishedUORO(Float.self, parameters, context)
  case (.rtrl, .standard): makeRTRL(Float.self, parameters, context)
  case (.rtrl, .pohl2021): makePublishedRTRL(Float.self, parameters, context)
  case (.snap1, .standard): makeSnAp1(Float.self, parameters, context)
  case (.snap1, .pohl2021): makePublishedSnAp1(Float.self, parameters, context)
  case (.dni, .standard): makeDNI(Float.self, parameters, context)
  case (.dni, .pohl2021): makePublishedDNI(Float.self, parameters, context)
  case (.mean, _): MovingMean(context: context)
  case (.features, _): makeFeatures(context)
  case (.analogue, _): NeighbourForecaster(Analogues.self, context: context)
  case (.guidedAnalogue, _): makeGuidedAnalogue(context)
  case (.localRidge, _): NeighbourForecaster(LocalRidge.self, context: context)
  case (.mixture, _): makeMixture(parameters, context)
  }
}

extension DifferenceInput {
  /// Positions and their differences over the `count` shortest lags: two are what the recurrent networks of the default
  /// preset see.
  package init(_ context: ForecasterContext, _ scales: Scales, lags count: Int = 2) {
    let lags = Self.lags(rate: context.rate).prefix(count)
    self.init(lags: Array(lags), warmUp: context.warmUp, scales: scales)
  }
}
