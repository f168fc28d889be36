import MarkerMotion

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
    restoredTicks = max(0, restoredTicks - 1)
    if isRestored, startsSegment || grid.missedTicks > 0 {
      restoredTicks = Int(DifferenceInput.settling * (rate ?? 0))
    }
    isRestored = false
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
      .rateMismatched, .scaleJumped,
    ]
    return isHistoryShort || restoredTicks > 0 || !grid.conditions.isDisjoint(with: troubles)
      ? .degraded : .tracking
  }

  /// Whether an interruption is so near that inputs lagging behind would reach beyond it.
  var isHistoryShort: Bool {
    segmentTicks < tickCount && Double(segmentTicks) < DifferenceInput.settling * (rate ?? 0)
  }
}
