internal import RealModule

// The models that are linear in their input, each from its hyper-parameters.

/// The papers' linear regression.
package func makeLinear(_ parameters: HyperParameters, _ context: ForecasterContext) -> LinearRegression {
  let own = parameters.completed(for: .linear, .pohl2021)
  return LinearRegression(window: own.window ?? 1, context: context)
}

/// Recursive least squares on a window: of the displacements, in one unit, forgetting .999 a tenth of a second.
func makeRLS(_ parameters: HyperParameters, _ context: ForecasterContext) -> some Forecaster {
  let own = parameters.completed(for: .rls, .standard)
  let input = WindowInput(window: own.window ?? 1, dimension: context.dimension)
  let rule = LeastSquaresGain(
    count: input.count, initial: 5, forgetting: .pow(0.999, 10 / context.rate), leakage: 0)
  return DisplacementForecaster(
    input: input, rule: rule, scales: .pooled(of: context.warmUp), horizons: context.horizons)
}

/// Recursive least squares on 150 random features: what the recurrent network is to be compared with.
func makeFeatures(_ context: ForecasterContext) -> some Forecaster {
  let scales = Scales.pooled(of: context.warmUp)
  let differences = DifferenceInput(context, scales, lags: .max)
  let input = CosineInput(differences, cosines: 150, seed: context.seed)
  let rule = LeastSquaresGain(
    count: input.count, initial: 0.1, forgetting: .pow(0.999, 10 / context.rate), leakage: 10.0.squareRoot())
  return DisplacementForecaster(input: input, rule: rule, scales: scales, horizons: context.horizons)
}

/// Normalised LMS on the input of the recurrent networks: on the five development recordings a window of ten positions
/// gives at best 3.00 mm where this gives 2.63.
func makeLMS(_ parameters: HyperParameters, _ context: ForecasterContext) -> some Forecaster {
  let own = parameters.completed(for: .lms, .standard)
  let scales = Scales.pooled(of: context.warmUp)
  let rule = NormalisedStep(rate: (own.learningRate ?? 0) * min(1, 10 / context.rate))
  return DisplacementForecaster(
    input: DifferenceInput(context, scales), rule: rule, scales: scales, horizons: context.horizons)
}

/// The papers' LMS.
func makePublishedLMS(_ parameters: HyperParameters, _ context: ForecasterContext) -> LMSForecaster {
  let own = parameters.completed(for: .lms, .pohl2021)
  return LMSForecaster(
    window: own.window ?? 1, rate: own.learningRate ?? 0, clip: own.clip ?? .infinity, context: context)
}
