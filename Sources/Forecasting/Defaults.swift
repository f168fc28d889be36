extension Model {
  /// The hyper-parameters that the model has in `preset`, with their values where none is given.
  package func defaults(_ preset: Preset) -> HyperParameters {
    switch (self, preset) {
    case (.persistence, _), (.mean, _), (.features, _), (.analogue, _), (.guidedAnalogue, _),
      (.localRidge, _):
      HyperParameters()
    case (.mixture, _):
      HyperParameters(experts: [.persistence, .mean, .rls, .uoro, .analogue, .localRidge, .guidedAnalogue])
    case (.linear, _), (.rls, _): HyperParameters(window: 10)
    // On the five development recordings, mean over 0.1 to 2 s: 2.63 mm; a rate of .005 gives 2.77, .05 gives 2.76.
    case (.lms, .standard): HyperParameters(learningRate: 0.015)
    case (.lms, .pohl2021): HyperParameters(window: 10, learningRate: 0.02, clip: 2)
    case (.uoro, .standard): HyperParameters(hidden: 80, learningRate: 1e-4, clip: 1, sigma: 0.3)
    // The influence is exact, and so there are fewer units. On the same, three seeds: 2.31 mm with 24 units (2.51 where they
    // do not learn), 2.42 with 16, 2.28 with 32 at twice the cost. A rate of 5e-4 suits 10 to 20 units better (2.33 to
    // 2.42) and more units worse.
    case (.rtrl, .standard): HyperParameters(hidden: 24, learningRate: 2e-4, clip: 1, sigma: 0.3)
    // On the same: SnAp-1 2.24 mm at 5e-5, 2.26 at 1e-4, 2.31 at 2e-4, DNI 2.25, 2.27 and 2.36; 2.28 where nothing is
    // learned.
    case (.snap1, .standard), (.dni, .standard):
      HyperParameters(hidden: 80, learningRate: 5e-5, clip: 1, sigma: 0.3)
    case (.uoro, .pohl2021):
      HyperParameters(hidden: 90, window: 50, learningRate: 0.1, clip: 2, sigma: 0.02)
    case (.rtrl, .pohl2021):
      HyperParameters(hidden: 10, window: 10, learningRate: 0.1, clip: 2, sigma: 0.02)
    // With the size of the papers' UORO; of .02, .05, .1 and .2 this rate scores best on the same by the papers' protocol.
    case (.snap1, .pohl2021), (.dni, .pohl2021):
      HyperParameters(hidden: 90, window: 50, learningRate: 0.05, clip: 2, sigma: 0.02)
    }
  }
}

extension HyperParameters {
  /// What `model` computes with in `preset`: these where they are set, its own where they are not, and nothing that it
  /// does not have.
  package func completed(for model: Model, _ preset: Preset) -> HyperParameters {
    let own = model.defaults(preset)
    return HyperParameters(
      hidden: own.hidden.map { hidden ?? $0 }, window: own.window.map { window ?? $0 },
      learningRate: own.learningRate.map { learningRate ?? $0 }, clip: own.clip.map { clip ?? $0 },
      sigma: own.sigma.map { sigma ?? $0 }, experts: own.experts.map { experts ?? $0 })
  }
}
