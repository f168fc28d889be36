import MarkerMotion

// The two presets of each recurrent network, each from its numbers. Weights are drawn from one stream of the seed, signs from
// another.

/// The default preset of UORO: 80 units, four estimates.
package func makeUORO<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> RecurrentForecaster<RankOneInfluence<Scalar>> {
  let hidden = max(1, parameters.hidden ?? 80)
  return makeStandard(parameters, context, hidden: hidden) { inputs in
    RankOneInfluence(
      count: 4, hidden: hidden, inputs: inputs, signs: Signs(Xoshiro256(seed: context.seed, stream: 1)),
      balance: .damped)
  }
}

/// The default preset of RTRL: the exact influence, and so fewer units.
///
/// On the five development recordings, three seeds, over 0.1 to 2 s: 2.31 mm with 24 units (2.51 where they do not
/// learn), 2.42 with 16, 2.28 with 32 at twice the cost. A rate of 5e-4 suits 10 to 20 units better (2.33 to 2.42) and
/// more units worse.
package func makeRTRL<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> RecurrentForecaster<ExactInfluence<Scalar>> {
  let hidden = max(1, parameters.hidden ?? 24)
  return makeStandard(parameters, context, hidden: hidden) { ExactInfluence(hidden: hidden, inputs: $0) }
}

/// The default preset of SnAp-1: as many units as UORO has, and a lower rate.
///
/// On the five development recordings, three seeds, over 0.1 to 2 s: 2.24 mm at 5e-5, 2.26 at 1e-4, 2.31 at 2e-4; 2.28
/// where nothing is learned.
package func makeSnAp1<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> RecurrentForecaster<DiagonalInfluence<Scalar>> {
  let hidden = max(1, parameters.hidden ?? 80)
  return makeStandard(parameters, context, hidden: hidden, rate: 5e-5) {
    DiagonalInfluence(hidden: hidden, inputs: $0)
  }
}

/// The default preset of DNI, with the rate of SnAp-1: 2.25 mm on the same at 5e-5, 2.27 at 1e-4, 2.36 at 2e-4.
package func makeDNI<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> RecurrentForecaster<SyntheticGradient<Scalar>> {
  let hidden = max(1, parameters.hidden ?? 80)
  return makeStandard(parameters, context, hidden: hidden, rate: 5e-5) {
    SyntheticGradient(
      hidden: hidden, targets: context.dimension, inputs: $0, sigma: 0.02,
      generator: Xoshiro256(seed: context.seed, stream: 1))
  }
}

private func makeStandard<Carried: Credit>(
  _ parameters: HyperParameters, _ context: ForecasterContext, hidden: Int, rate: Double = 2e-4,
  credit: (_ inputs: Int) -> Carried
) -> RecurrentForecaster<Carried> {
  let scales = Scales.pooled(of: context.warmUp)
  let input = DifferenceInput(context, scales)
  var generator = Xoshiro256(seed: context.seed, stream: 0)
  let weights: Matrix<Carried.Scalar> = generator.gaussian(rows: hidden, columns: hidden + input.count) {
    $0 < hidden ? 0.9 / Double(hidden).squareRoot() : parameters.sigma ?? 0.3
  }
  let learner = DisplacementLearner(
    weights: weights, credit: credit(input.count),
    rate: (parameters.learningRate ?? rate) * min(1, 10 / context.rate))
  return RecurrentForecaster(
    learner: learner, input: input, scales: scales, clip: parameters.clip ?? 10, context: context)
}

/// UORO as published, with the exact tangent: 90 units, a window of 50.
package func makePublishedUORO<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> PublishedForecaster<RankOneInfluence<Scalar>> {
  let hidden = max(1, parameters.hidden ?? 90)
  return makePublished(parameters, context, hidden: hidden, window: parameters.window ?? 50, order: .stale) {
    RankOneInfluence(
      count: 1, hidden: hidden, inputs: $0, signs: Signs(Xoshiro256(seed: context.seed, stream: $1)),
      balance: .published)
  }
}

/// RTRL as published with arXiv:2403.01607: 10 units, a window of 10. With another order, that of arXiv:2106.01100.
package func makePublishedRTRL<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext,
  order: PublishedLearner<ExactInfluence<Scalar>>.Order = .fresh
) -> PublishedForecaster<ExactInfluence<Scalar>> {
  let hidden = max(1, parameters.hidden ?? 10)
  return makePublished(parameters, context, hidden: hidden, window: parameters.window ?? 10, order: order) {
    inputs, _ in ExactInfluence(hidden: hidden, inputs: inputs)
  }
}

/// SnAp-1 as published with arXiv:2403.01607, with the size of the papers' UORO. Of .02, .05, .1 and .2 the rate .05 scores
/// best on the development recordings by the papers' own protocol, for DNI too.
package func makePublishedSnAp1<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> PublishedForecaster<DiagonalInfluence<Scalar>> {
  let hidden = max(1, parameters.hidden ?? 90)
  return makePublished(
    parameters, context, hidden: hidden, window: parameters.window ?? 50, order: .fresh, rate: 0.05
  ) {
    inputs, _ in DiagonalInfluence(hidden: hidden, inputs: inputs)
  }
}

/// DNI as published with arXiv:2403.01607, with the size of the papers' UORO.
package func makePublishedDNI<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> PublishedForecaster<SyntheticGradient<Scalar>> {
  let hidden = max(1, parameters.hidden ?? 90)
  return makePublished(
    parameters, context, hidden: hidden, window: parameters.window ?? 50, order: .fresh, rate: 0.05
  ) {
    SyntheticGradient(
      hidden: hidden, targets: context.dimension, inputs: $0, sigma: parameters.sigma ?? 0.02,
      generator: Xoshiro256(seed: context.seed, stream: $1))
  }
}

private func makePublished<Carried: Credit>(
  _ parameters: HyperParameters, _ context: ForecasterContext, hidden: Int, window: Int,
  order: PublishedLearner<Carried>.Order, rate: Double = 0.1,
  credit: (_ inputs: Int, _ stream: UInt64) -> Carried
) -> PublishedForecaster<Carried> {
  let inputs = WindowInput(window: window, dimension: context.dimension).count
  let sigma = parameters.sigma ?? 0.02
  let learners = context.horizons.indices.map { index in
    let stream = 2 * UInt64(index)
    var generator = Xoshiro256(seed: context.seed, stream: stream)
    let weights: Matrix<Carried.Scalar> = generator.gaussian(rows: hidden, columns: hidden + inputs) { _ in
      sigma
    }
    let output: Matrix<Carried.Scalar> = generator.gaussian(rows: context.dimension, columns: hidden) { _ in
      sigma
    }
    return PublishedLearner(
      weights: weights, output: output, credit: credit(inputs, stream + 1), order: order,
      rate: parameters.learningRate ?? rate, clip: parameters.clip ?? 2)
  }
  return PublishedForecaster(learners: learners, window: window, context: context)
}
