import MarkerMotion

// The two presets of UORO and RTRL, each from its numbers. Weights are drawn from one stream of the seed, signs from
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

private func makeStandard<Carried: Influence>(
  _ parameters: HyperParameters, _ context: ForecasterContext, hidden: Int,
  influence: (_ inputs: Int) -> Carried
) -> RecurrentForecaster<Carried> {
  let scales = Scales.pooled(of: context.warmUp)
  let input = DifferenceInput(context, scales)
  var generator = Xoshiro256(seed: context.seed, stream: 0)
  let weights: Matrix<Carried.Scalar> = generator.gaussian(rows: hidden, columns: hidden + input.count) {
    $0 < hidden ? 0.9 / Double(hidden).squareRoot() : parameters.sigma ?? 0.3
  }
  let learner = DisplacementLearner(
    weights: weights, influence: influence(input.count),
    rate: (parameters.learningRate ?? 2e-4) * min(1, 10 / context.rate))
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

/// RTRL as published with arXiv:2403.01607: 10 units, a window of 10.
package func makePublishedRTRL<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> PublishedForecaster<ExactInfluence<Scalar>> {
  let hidden = max(1, parameters.hidden ?? 10)
  return makePublished(parameters, context, hidden: hidden, window: parameters.window ?? 10, order: .fresh) {
    inputs, _ in ExactInfluence(hidden: hidden, inputs: inputs)
  }
}

private func makePublished<Carried: Influence>(
  _ parameters: HyperParameters, _ context: ForecasterContext, hidden: Int, window: Int,
  order: PublishedLearner<Carried>.Order, influence: (_ inputs: Int, _ stream: UInt64) -> Carried
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
      weights: weights, output: output, influence: influence(inputs, stream + 1), order: order,
      rate: parameters.learningRate ?? 0.1, clip: parameters.clip ?? 2)
  }
  return PublishedForecaster(learners: learners, window: window, context: context)
}
