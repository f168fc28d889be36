import MarkerMotion

/// Frames in, forecasts out: all that a stream's forecasting is, without input, output, clock or thread.
///
/// The daemon and the evaluation drive the same type the same way, so that what is evaluated is what is
/// served. For each frame:
///
///     if session.observe(frame) == .tick {
///       let forecast = session.forecast()      // unless nobody needs one
///     }
///     while session.learn() {}                 // after the forecast is out; may be cut short
///
/// A session is deterministic: the frames, and which calls were left out, give its forecasts bit for bit.
public struct ForecastSession: Sendable {
  /// What is forecast, and how.
  public let configuration: SessionConfiguration
  /// What a reader of the newest forecast may rely on.
  public private(set) var state = ForecastState.warmingUp
  /// Ticks whose learning was given up.
  public private(set) var learningShed: UInt64 = 0

  private var grid: TickGrid
  private var rateFinder = RateFinder()
  /// Frames held until the rate is known, and the events before them.
  private var held: [Frame] = []
  private var eventsBeforeHeld = EventCounts()

  private var plan: HorizonPlan
  private var runs: [ModelRun] = []
  private var warmUp = WarmUp()
  /// The main model's radii; nil until there is one, or where none are asked for.
  private var radii: ConformalRadii?
  private var isLive = false

  private var positions: [Double] = []
  private var ticks = TickBuffer()
  private var tickCount = 0
  private var segmentTicks = 0
  private var truth = TruthRing(markers: 0, longest: 1)
  private var output: Forecast
  private var isForecast = false
  private var step = Step.idle

  private let makeForecaster: @Sendable (Model, ForecasterContext) -> any Forecaster

  /// The learning that is left for the newest frame, in order.
  private enum Step: Hashable, Sendable {
    case main, score, shadow(Int), warmUp(Int), idle
  }

  /// A session of `configuration`.
  public init(_ configuration: SessionConfiguration) {
    self.init(configuration) { model, context in
      Forecasting.makeForecaster(
        model, preset: configuration.preset,
        parameters: model == configuration.model ? configuration.parameters : HyperParameters(),
        context: context)
    }
  }

  /// A session whose forecasters are made by the caller.
  package init(
    _ configuration: SessionConfiguration,
    makeForecaster: @escaping @Sendable (Model, ForecasterContext) -> any Forecaster
  ) {
    self.configuration = configuration
    self.makeForecaster = makeForecaster
    grid = TickGrid(rate: configuration.rate, limits: configuration.limits)
    plan = HorizonPlan(seconds: configuration.horizons, rate: configuration.rate ?? 1)
    output = Forecast(
      stamp: Stamp(nanoseconds: 0), tick: 0, model: Model.persistence.rawValue, state: .warmingUp)
  }

  /// Ticks a second: as given, or as found; nil until then.
  public var rate: Double? { grid.rate }
  /// The session's markers, sorted by name.
  public var markers: [String] { grid.markers }
  /// How often each event has happened.
  public var events: EventCounts { grid.events }

  /// The live accuracy of the main model, then of the shadows and of persistence, since the session began.
  public var accuracy: [ModelAccuracy] {
    runs.map {
      ModelAccuracy(
        model: $0.model.rawValue, seconds: plan.entries.map(\.seconds), accuracies: $0.score.accuracies)
    }
  }
}

// MARK: - Observing

extension ForecastSession {
  /// Takes the next frame. Only after `.tick` is there a forecast to be had.
  public mutating func observe(_ frame: Frame) -> Admission {
    if configuration.rate == nil, grid.rateIsMismatched { findRateAnew() }
    let eventsBefore = grid.rate == nil ? grid.events : nil
    let admission = grid.admit(frame)
    switch admission {
    case .duplicate, .outOfOrder:
      // The tick before is still the newest: its learning goes on.
      return admission
    case .unseen:
      shedLearning()
      state = .lost
    case .tick:
      shedLearning()
      if let eventsBefore {
        hold(frame, eventsBefore: eventsBefore)
      } else {
        take()
      }
    }
    output.stamp = frame.stamp
    output.sequence = frame.sequence
    return admission
  }

  private mutating func hold(_ frame: Frame, eventsBefore: EventCounts) {
    if grid.conditions.contains(.sessionStarted) {
      held = []
      eventsBeforeHeld = eventsBefore
      rateFinder = RateFinder()
      startSession()
    } else if held.count == RateFinder.mostFrames {
      // Stamps like these have shown no rate so far: what they began with need not be kept.
      held = []
      eventsBeforeHeld = eventsBefore
      rateFinder = RateFinder()
    }
    held.append(frame)
    guard let rate = rateFinder.add(frame.stamp) else {
      fillPositions()
      ticks.removeAll()
      ticks.append(index: held.count - 1, positions: positions, isLearnable: false, startsSegment: false)
      state = .warmingUp
      return
    }
    // Now that a gap can be told from an interval, the held frames are looked at once more.
    let counted = grid.events
    grid = TickGrid(rate: rate, limits: configuration.limits)
    grid.events = eventsBeforeHeld
    plan = HorizonPlan(seconds: configuration.horizons, rate: rate)
    for frame in held where grid.admit(frame) == .tick { take() }
    // Dropped frames are not held, and no count goes back.
    for event in StreamEvent.allCases { grid.events[event] = max(grid.events[event], counted[event]) }
    held = []
  }

  private mutating func findRateAnew() {
    let events = grid.events
    grid = TickGrid(rate: nil, limits: configuration.limits)
    grid.events = events
  }

  /// Takes the grid's newest tick, and the bridged ones before it.
  private mutating func take() {
    if grid.conditions.contains(.sessionStarted) { startSession() }
    let startsSegment = grid.conditions.contains(.segmentStarted)
    if startsSegment { segmentTicks = 0 }
    ticks.removeAll()
    for _ in 0..<grid.missedTicks {
      bridge()
      advance(isLearnable: false, startsSegment: false, isBridged: true)
    }
    if !grid.isSeen.allSatisfy({ $0 }) { bridge() }
    fillPositions()
    advance(isLearnable: grid.isLearnable, startsSegment: startsSegment, isBridged: false)
    state = judgedState()
    step = isLive ? .main : .warmUp(0)
    isForecast = false
  }

  private mutating func startSession() {
    plan = HorizonPlan(seconds: configuration.horizons, rate: grid.rate ?? 1)
    runs = []
    radii = nil
    warmUp = WarmUp()
    isLive = false
    tickCount = 0
    segmentTicks = 0
    positions = grid.places.flatMap { [$0.x, $0.y, $0.z] }
    truth = TruthRing(markers: grid.markers.count, longest: plan.longest)
    output.horizons = []
  }

  /// Moves `positions` one tick on by the main model's own forecast; holds them where it has none.
  private mutating func bridge() {
    guard isLive, runs[0].forecaster.isReady, segmentTicks > 0 else { return }
    runs[0].forecast()
    guard runs[0].isHealthy else { return }
    for m in grid.markers.indices where !grid.isLost[m] {
      for c in 3 * m..<3 * m + 3 { positions[c] = runs[0].output[0, c] }
    }
  }

  private mutating func fillPositions() {
    for m in grid.markers.indices where grid.isSeen[m] {
      for c in 0..<3 { positions[3 * m + c] = grid.places[m][c] }
    }
  }

  private mutating func advance(isLearnable: Bool, startsSegment: Bool, isBridged: Bool) {
    let tick = ticks.append(
      index: tickCount, positions: positions, isLearnable: isLearnable, startsSegment: startsSegment)
    tickCount += 1
    segmentTicks += 1
    truth.add(tick, isSeen: grid.isSeen, isBridged: isBridged)
    // What a frozen sensor repeats is no truth to learn from.
    if grid.conditions.contains(.sensorFrozen) { radii?.pass(tick: tick.index) } else { radii?.settle(truth) }
    if isLive {
      runs[0].forecaster.observe(tick)
      if isBridged { runs[0].forecaster.skipLearning() }
    } else if runs.isEmpty && grid.conditions.contains(.sensorFrozen) {
      // Scales taken from a sensor that does not move would be nonsense for ever after.
      warmUp = WarmUp()
    } else {
      warmUp.hold(tick, isReplaying: !runs.isEmpty)
    }
  }

  private func judgedState() -> ForecastState {
    guard isLive, runs[0].forecaster.isReady else { return .warmingUp }
    let troubles: TickConditions = [
      .gapBridged, .markerOccluded, .sensorFrozen, .positionJumped, .clockJumped, .segmentStarted,
      .rateMismatched,
    ]
    return isHistoryShort || !grid.conditions.isDisjoint(with: troubles) ? .degraded : .tracking
  }

  /// Whether an interruption is so near that inputs lagging behind would reach beyond it.
  private var isHistoryShort: Bool {
    segmentTicks < tickCount && Double(segmentTicks) < DifferenceInput.settling * (rate ?? 0)
  }
}

// MARK: - Forecasting

extension ForecastSession {
  /// The forecast from the newest frame that was not dropped; without horizons where the state is `lost`.
  ///
  /// Reuses the storage of the last forecast once the caller has let go of it, and then allocates nothing.
  public mutating func forecast() -> Forecast {
    describe(&output)
    guard state != .lost else {
      output.horizons.removeAll(keepingCapacity: true)
      output.coverages = []
      return output
    }
    var isModels = state != .warmingUp
    if isModels {
      runs[0].forecast()
      isModels = runs[0].isHealthy
      if isModels { issue() } else { beginAfresh() }
    }
    output.model = (isModels ? configuration.model : .persistence).rawValue
    if output.horizons.count != plan.entries.count || output.horizons[0].markers.count != markers.count {
      output.horizons = plan.entries.map { entry in
        HorizonForecast(
          seconds: entry.seconds, stamp: output.stamp,
          markers: markers.map {
            var marker = MarkerForecast(name: $0, position: nil)
            marker.radii.reserveCapacity(configuration.coverages.count)
            return marker
          })
      }
    }
    output.coverages = isModels ? configuration.coverages : []
    if configuration.explains { explain(isModels: isModels) }
    for (j, entry) in plan.entries.enumerated() {
      output.horizons[j].stamp = output.stamp.advanced(by: entry.seconds)
      for m in grid.markers.indices {
        output.horizons[j].markers[m].position =
          grid.isLost[m] ? nil : position(of: m, entry: entry, isModels: isModels)
        if isModels, !grid.isLost[m] {
          radii?.write(
            into: &output.horizons[j].markers[m].radii, marker: m, entry: j, tick: output.tick)
        } else {
          output.horizons[j].markers[m].radii.removeAll(keepingCapacity: true)
        }
      }
    }
    return output
  }

  /// The shares of a mixture's experts in the newest forecast, at each asked horizon; nothing where the main model is no
  /// mixture or not running yet.
  public var expertWeights: [(seconds: Double, experts: [ExpertWeight])] {
    guard isLive, let mixture = runs[0].forecaster as? Mixture else { return [] }
    return plan.entries.map { entry in
      (entry.seconds, mixture.experts.indices.map { mixture.share(of: $0, entry) })
    }
  }

  private mutating func explain(isModels: Bool) {
    let mixture = isModels ? runs[0].forecaster as? Mixture : nil
    for (j, entry) in plan.entries.enumerated() {
      output.horizons[j].experts.removeAll(keepingCapacity: true)
      guard let mixture else { continue }
      for index in mixture.experts.indices {
        output.horizons[j].experts.append(mixture.share(of: index, entry))
      }
    }
  }

  /// What is said of the newest frame when no other follows it: no horizons. Nothing in the session changes.
  public var lost: Forecast {
    var forecast = output
    describe(&forecast)
    forecast.model = (runs.isEmpty ? .persistence : configuration.model).rawValue
    forecast.state = .lost
    forecast.horizons = []
    forecast.coverages = []
    return forecast
  }

  /// Notes that the main model's forecast is given out, the first time in a tick with its radii.
  private mutating func issue() {
    guard !isForecast, let tick = ticks.last else { return }
    isForecast = true
    radii?.issue(
      runs[0].output, tick: tick.index, sample: positions, disagreement: runs[0].forecaster.disagreement,
      isLost: grid.isLost)
  }

  private func describe(_ forecast: inout Forecast) {
    forecast.tick = max(0, ticks.last?.index ?? 0)
    forecast.state = state
    forecast.conditions = grid.conditions
    if isHistoryShort { forecast.conditions.insert(.historyShort) }
    forecast.learnedThrough = runs.first?.forecaster.learnedThrough
  }

  /// The model's numbers have left the finite ones: it is made anew from a new warm-up, and persistence stands in.
  private mutating func beginAfresh() {
    grid.events[.modelFailed] += 1
    state = .warmingUp
    output.state = state
    output.conditions.insert(.modelFailed)
    runs = []
    radii = nil
    warmUp = WarmUp()
    isLive = false
    step = .idle
  }

  private func position(of marker: Int, entry: HorizonPlan.Entry, isModels: Bool) -> Position {
    let c = 3 * marker
    guard isModels else { return Position(positions[c], positions[c + 1], positions[c + 2]) }
    return Position(
      entry.value(of: runs[0].output, sample: positions, column: c),
      entry.value(of: runs[0].output, sample: positions, column: c + 1),
      entry.value(of: runs[0].output, sample: positions, column: c + 2))
  }
}

// MARK: - Learning

extension ForecastSession {
  /// Does one slice of the learning that waits; false once nothing is left.
  public mutating func learn() -> Bool {
    switch step {
    case .idle: return false
    case .main:
      runs[0].forecaster.learn()
      step = .score
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
  private mutating func shedLearning() {
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
    let context = ForecasterContext(
      rate: rate, horizons: plan.ticks, warmUp: warmUp.ticks.map(\.positions), seed: configuration.seed)
    if !configuration.coverages.isEmpty {
      radii = ConformalRadii(
        coverages: configuration.coverages, plan: plan, markers: markers.count, rate: rate)
    }
    runs = configuration.models.map {
      ModelRun(
        $0, forecaster: makeForecaster($0, context), plan: plan, markers: markers.count, rate: rate)
    }
  }
}

extension SessionConfiguration {
  /// The learnable ticks that the scales are taken from.
  func warmUpTicks(rate: Double) -> Int {
    max(2, Int((model.warmUp(preset: preset) * rate).rounded()))
  }
}

extension Mixture {
  /// The share of one expert at a horizon of the plan.
  fileprivate func share(of index: Int, _ entry: HorizonPlan.Entry) -> ExpertWeight {
    // At the sample itself nothing is weighed; the nearest horizon stands for it.
    let upper = weights[index, max(0, entry.upperRow)]
    let lower = entry.lowerRow < 0 ? upper : weights[index, entry.lowerRow]
    return ExpertWeight(
      model: experts[index].model.rawValue, weight: lower + (upper - lower) * entry.fraction)
  }
}
