import MarkerMotion

// The two presets of each recurrent network. Weights are drawn from one stream of the seed, signs and whatever else from
// another.

/// The default preset of UORO: the mean of two networks, one with the differences over a tenth and two tenths of a second as
/// input, the other with those over all lags.
package func makeUORO<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> Averaged<RecurrentForecaster<RecentInfluence<Scalar>>> {
  let near: RecurrentForecaster<RecentInfluence<Scalar>> = makeUORONetwork(parameters, context)
  let far: RecurrentForecaster<RecentInfluence<Scalar>> = makeUORONetwork(
    parameters, context, .init(lags: .max, spread: 2.0 / 3, stream: 2))
  return Averaged([near, far], context: context)
}

/// One network of the default preset of UORO.
package func makeUORONetwork<Scalar: Floating>(
  _ parameters: HyperParameters, _ context: ForecasterContext, _ variant: NetworkVariant = NetworkVariant()
) -> RecurrentForecaster<RecentInfluence<Scalar>> {
  let settings = NetworkSettings.standard
  return makeStandard(Numbers(.uoro, .standard, parameters), settings, context, variant) { gains, inputs in
    RecentInfluence(
      ticks: settings.exactTicks, gains: gains, inputs: inputs,
      older: RankOneInfluence(
        count: settings.estimates, hidden: gains.count, inputs: inputs,
        signs: Signs(Xoshiro256(seed: context.seed, stream: variant.stream + 1)), balance: .damped),
      weight: settings.olderWeight)
  }
}

/// UORO's network as the recipe's reference has it, from given weights and signs.
package func makePlainUORO<Scalar: Floating>(
  _ parameters: HyperParameters, _ context: ForecasterContext, weights: Matrix<Scalar>, signs: Signs<Scalar>
) -> RecurrentForecaster<RankOneInfluence<Scalar>> {
  let settings = NetworkSettings.plain
  let numbers = Numbers(.uoro, .standard, parameters)
  return makeStandard(numbers, settings, context, NetworkVariant(), weights: weights) {
    RankOneInfluence(
      count: settings.estimates, hidden: $0.count, inputs: $1, signs: signs, balance: .damped)
  }
}

/// The default preset of RTRL.
package func makeRTRL<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> RecurrentForecaster<ExactInfluence<Scalar>> {
  makeStandard(Numbers(.rtrl, .standard, parameters), .standard, context, NetworkVariant()) {
    ExactInfluence(hidden: $0.count, inputs: $1)
  }
}

/// The default preset of SnAp-1.
package func makeSnAp1<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> RecurrentForecaster<DiagonalInfluence<Scalar>> {
  makeStandard(Numbers(.snap1, .standard, parameters), .standard, context, NetworkVariant()) {
    DiagonalInfluence(hidden: $0.count, inputs: $1)
  }
}

/// The default preset of DNI.
package func makeDNI<Scalar: Floating>(
  _: Scalar.Type, _ parameters: HyperParameters, _ context: ForecasterContext
) -> RecurrentForecaster<SyntheticGradient<Scalar>> {
  makeStandard(Numbers(.dni, .standard, parameters), .standard, context, NetworkVariant()) {
    SyntheticGradient(
      hidden: $0.count, targets: context.dimension, inputs: $1, sigma: 0.02,
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
  order: LearningOrder = .fresh
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
  _ numbers: Numbers, _ settings: NetworkSettings, _ context: ForecasterContext, _ variant: NetworkVariant,
  weights given: Matrix<Carried.Scalar>? = nil,
  credit: (_ gains: [Carried.Scalar], _ inputs: Int) -> Carried
) -> RecurrentForecaster<Carried> {
  let hidden = numbers.hidden
  let scales = Scales.pooled(of: context.warmUp)
  let input = DifferenceInput(context, scales, lags: variant.lags)
  let sigma = variant.spread * numbers.sigma
  var generator = Xoshiro256(seed: context.seed, stream: variant.stream)
  let weights: Matrix<Carried.Scalar> =
    given
    ?? generator.gaussian(rows: hidden, columns: hidden + input.count) { column in
      if column < hidden { return 0.9 / Double(hidden).squareRoot() }
      return column == hidden + input.count - 1 ? settings.biasDeviation ?? sigma : sigma
    }
  let gains: [Carried.Scalar] = settings.gains(hidden, rate: context.rate)
  let learner = DisplacementLearner(
    weights: weights, gains: gains, credit: credit(gains, input.count),
    rate: numbers.rate * min(1, 10 / context.rate), ramp: Int((settings.ramp * context.rate).rounded()))
  return RecurrentForecaster(
    learner: learner, input: input, scales: scales, clipping: settings.clipping(numbers.clip),
    leakage: settings.leakage, context: context)
}

private func makePublished<Carried: Credit>(
  _ numbers: Numbers, _ context: ForecasterContext, order: LearningOrder,
  credit: (_ hidden: Int, _ inputs: Int, _ stream: UInt64) -> Carried
) -> PublishedForecaster<Carried> {
  let hidden = numbers.hidden
  let ownInputs = WindowInput(window: numbers.window, dimension: context.dimension).count
  // Rows of whole vector registers: the inputs beyond the window's are 0, and their weights stay 0.
  let inputs = wholeVectors(hidden + ownInputs) - hidden
  let learners = context.horizons.indices.map { index in
    let stream = 2 * UInt64(index)
    var generator = Xoshiro256(seed: context.seed, stream: stream)
    let drawn: Matrix<Carried.Scalar> = generator.gaussian(rows: hidden, columns: hidden + ownInputs) { _ in
      numbers.sigma
    }
    var weights = Matrix(rows: hidden, columns: hidden + inputs, repeating: Carried.Scalar.zero)
    for row in 0..<hidden {
      for column in 0..<drawn.columns { weights[row, column] = drawn[row, column] }
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
