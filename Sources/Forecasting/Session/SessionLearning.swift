extension ForecastSession {
  /// Does one slice of the learning that waits; false once nothing is left.
  public mutating func learn() -> Bool {
    switch step {
    case .idle: return false
    case .main:
      runs[0].forecaster.learn()
      step = .score
      noteRestarts()
    case .score:
      score(run: 0)
      step = runs.count > 1 ? .shadow(1) : .idle
    case .shadow(let i):
      for tick in ticks.dropLast() { runs[i].replay(tick, isBridged: true) }
      if let tick = ticks.last {
        runs[i].forecaster.observe(tick)
        if isForecast { runs[i].forecast() }
        runs[i].forecaster.learn()
        score(run: i)
      }
      step = i + 1 < runs.count ? .shadow(i + 1) : .idle
    case .warmUp(let done):
      step = replayWarmUp(done: done)
    }
    return step != .idle
  }

  /// Whose turn the next slice of learning is: an index to `configuration.models`; nil where none waits, or all share it.
  public var learningModel: Int? {
    switch step {
    case .idle, .warmUp: nil
    case .main, .score: 0
    case .shadow(let i): i
    }
  }

  /// Gives up the learning that is still waiting; every model's state moves on all the same.
  mutating func shedLearning() {
    switch step {
    case .idle, .warmUp: break
    case .main:
      learningShed += 1
      runs[0].forecaster.skipLearning()
      score(run: 0)
      shedShadows(from: 1)
    case .score:
      score(run: 0)
      shedShadows(from: 1)
    case .shadow(let i): shedShadows(from: i)
    }
    step = .idle
  }

  private mutating func shedShadows(from first: Int) {
    for i in runs.indices.dropFirst(first) {
      for tick in ticks { runs[i].replay(tick, isBridged: true) }
      if let tick = ticks.last { runs[i].score.pass(tick: tick.index) }
    }
  }

  private mutating func score(run i: Int) {
    guard let tick = ticks.last else { return }
    for bridged in ticks.dropLast() { runs[i].score.pass(tick: bridged.index) }
    runs[i].score.settle(truth)
    if isForecast, runs[i].forecaster.isReady, runs[i].isHealthy {
      runs[i].score.issue(
        runs[i].output, tick: tick.index, sample: tick.positions, isLost: grid.isLost)
    } else {
      runs[i].score.pass(tick: tick.index)
    }
  }

  private mutating func replayWarmUp(done: Int) -> Step {
    if runs.isEmpty {
      guard let rate, warmUp.isComplete(count: configuration.warmUpTicks(rate: rate)) else { return .idle }
      makeRuns(rate: rate)
      warmUp.begin(patience: configuration.warmUpTicks(rate: rate))
      return .warmUp(0)
    }
    let isShed = warmUp.isLate
    guard isShed || done < WarmUp.ticksPerSlice else { return .idle }
    guard let tick = warmUp.next() else {
      isLive = true
      warmUp = WarmUp()
      return .idle
    }
    for i in runs.indices { runs[i].replay(tick, isBridged: isShed) }
    if isShed { learningShed += 1 }
    return .warmUp(done + 1)
  }

  private mutating func makeRuns(rate: Double) {
    makeRuns(
      from: ForecasterContext(
        rate: rate, horizons: plan.ticks, warmUp: warmUp.ticks.map(\.positions), seed: configuration.seed))
  }

  /// Makes the models and the radii as `origin` wants them.
  mutating func makeRuns(from origin: ForecasterContext) {
    let markers = origin.dimension / 3
    self.origin = origin
    radii = makeRadii(rate: origin.rate, markers: markers)
    runs = configuration.models.map { model in
      let forecaster = Guarded(keeps: model.isKept, context: origin) { [makeForecaster] in
        makeForecaster(model, origin)
      }
      return ModelRun(model, forecaster: forecaster, plan: plan, markers: markers, rate: origin.rate)
    }
    restarts = (0, 0)
  }

  func makeRadii(rate: Double, markers: Int) -> ConformalRadii? {
    guard !configuration.coverages.isEmpty else { return nil }
    return ConformalRadii(coverages: configuration.coverages, plan: plan, markers: markers, rate: rate)
  }
}

extension SessionConfiguration {
  /// The learnable ticks that the scales are taken from.
  func warmUpTicks(rate: Double) -> Int {
    max(2, Int((model.warmUp(preset: preset) * rate).rounded()))
  }
}
