import MarkerMotion

// The two presets of each recurrent network. Weights are drawn from one stream of the seed, signs and whatever else from
// another.

/// The default preset of UORO: four estimates. First weights and signs are drawn where none are given.
package func makeUORO<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext,
  weights: Matrix<Scalar>? = nil, signs: Signs<Scalar>? = nil
) -> RecurrentForecaster<RankOneInfluence<Scalar>> {
  let signs = signs ?? Signs(Xoshiro256(seed: context.seed, stream: 1))
  return makeStandard(Numbers(.uoro, .standard, parameters), context, weights: weights) { hidden, inputs in
    RankOneInfluence(count: 4, hidden: hidden, inputs: inputs, signs: signs, balance: .damped)
  }
}

/// The default preset of RTRL.
package func makeRTRL<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> RecurrentForecaster<ExactInfluence<Scalar>> {
  makeStandard(Numbers(.rtrl, .standard, parameters), context) { ExactInfluence(hidden: $0, inputs: $1) }
}

/// The default preset of SnAp-1.
package func makeSnAp1<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> RecurrentForecaster<DiagonalInfluence<Scalar>> {
  makeStandard(Numbers(.snap1, .standard, parameters), context) { DiagonalInfluence(hidden: $0, inputs: $1) }
}

/// The default preset of DNI.
package func makeDNI<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> RecurrentForecaster<SyntheticGradient<Scalar>> {
  makeStandard(Numbers(.dni, .standard, parameters), context) {
    SyntheticGradient(
      hidden: $0, targets: context.dimension, inputs: $1, sigma: 0.02,
      generator: Xoshiro256(seed: context.seed, stream: 1))
  }
}

/// UORO as published, with the exact tangent.
package func makePublishedUORO<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> PublishedForecaster<RankOneInfluence<Scalar>> {
  makePublished(Numbers(.uoro, .pohl2021, parameters), context, order: .stale) { hidden, inputs, stream in
    RankOneInfluence(
      count: 1, hidden: hidden, inputs: inputs, signs: Signs(Xoshiro256(seed: context.seed, stream: stream)),
      balance: .published)
  }
}

/// RTRL as published with arXiv:2403.01607; with another order, that of arXiv:2106.01100.
package func makePublishedRTRL<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext,
  order: PublishedLearner<ExactInfluence<Scalar>>.Order = .fresh
) -> PublishedForecaster<ExactInfluence<Scalar>> {
  makePublished(Numbers(.rtrl, .pohl2021, parameters), context, order: order) { hidden, inputs, _ in
    ExactInfluence(hidden: hidden, inputs: inputs)
  }
}

/// SnAp-1 as published with arXiv:2403.01607.
package func makePublishedSnAp1<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> PublishedForecaster<DiagonalInfluence<Scalar>> {
  makePublished(Numbers(.snap1, .pohl2021, parameters), context, order: .fresh) { hidden, inputs, _ in
    DiagonalInfluence(hidden: hidden, inputs: inputs)
  }
}

/// DNI as published with arXiv:2403.01607.
package func makePublishedDNI<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> PublishedForecaster<SyntheticGradient<Scalar>> {
  let numbers = Numbers(.dni, .pohl2021, parameters)
  return makePublished(numbers, context, order: .fresh) { hidden, inputs, stream in
    SyntheticGradient(
      hidden: hidden, targets: context.dimension, inputs: inputs, sigma: numbers.sigma,
      generator: Xoshiro256(seed: context.seed, stream: stream))
  }
}

/// The hyper-parameters of a recurrent network; the default preset has no window.
private struct Numbers {
  let hidden: Int
  let window: Int
  let rate: Double
  let clip: Double
  let sigma: Double

  init(_ model: Model, _ preset: Preset, _ set: HyperParameters) {
    let own = set.completed(for: model, preset)
    hidden = max(1, own.hidden ?? 1)
    window = own.window ?? 1
    rate = own.learningRate ?? 0
    clip = own.clip ?? .infinity
    sigma = own.sigma ?? 0
  }
}

private func makeStandard<Carried: Credit>(
  _ numbers: Numbers, _ context: ForecasterContext, weights given: Matrix<Carried.Scalar>? = nil,
  credit: (_ hidden: Int, _ inputs: Int) -> Carried
) -> RecurrentForecaster<Carried> {
  let hidden = numbers.hidden
  let scales = Scales.pooled(of: context.warmUp)
  let input = DifferenceInput(context, scales)
  var generator = Xoshiro256(seed: context.seed, stream: 0)
  let weights: Matrix<Carried.Scalar> =
    given
    ?? generator.gaussian(rows: hidden, columns: hidden + input.count) {
      $0 < hidden ? 0.9 / Double(hidden).squareRoot() : numbers.sigma
    }
  let learner = DisplacementLearner(
    weights: weights, credit: credit(hidden, input.count), rate: numbers.rate * min(1, 10 / context.rate))
  return RecurrentForecaster(
    learner: learner, input: input, scales: scales, clip: numbers.clip, context: context)
}

private func makePublished<Carried: Credit>(
  _ numbers: Numbers, _ context: ForecasterContext, order: PublishedLearner<Carried>.Order,
  credit: (_ hidden: Int, _ inputs: Int, _ stream: UInt64) -> Carried
) -> PublishedForecaster<Carried> {
  let hidden = numbers.hidden
  let inputs = WindowInput(window: numbers.window, dimension: context.dimension).count
  let learners = context.horizons.indices.map { index in
    let stream = 2 * UInt64(index)
    var generator = Xoshiro256(seed: context.seed, stream: stream)
    let weights: Matrix<Carried.Scalar> = generator.gaussian(rows: hidden, columns: hidden + inputs) { _ in
      numbers.sigma
    }
    let output: Matrix<Carried.Scalar> = generator.gaussian(rows: context.dimension, columns: hidden) { _ in
      numbers.sigma
    }
    return PublishedLearner(
      weights: weights, output: output, credit: credit(hidden, inputs, stream + 1), order: order,
      rate: numbers.rate, clip: numbers.clip)
  }
  return PublishedForecaster(learners: learners, window: numbers.window, context: context)
}
