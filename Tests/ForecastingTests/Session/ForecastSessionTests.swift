import Forecasting
import MarkerMotion
import Testing

@Suite struct ForecastSessionTests {
  private let log = CallLog()

  private func configuration(_ change: (inout SessionConfiguration) -> Void = { _ in })
    -> SessionConfiguration
  {
    var configuration = SessionConfiguration()
    configuration.rate = 10
    change(&configuration)
    return configuration
  }

  /// A session past its warm-up, and the frames that follow.
  private func liveSession(
    _ change: (inout SessionConfiguration) -> Void = { _ in }
  ) -> (ForecastSession, ArraySlice<Frame>) {
    var session = recordedSession(configuration(change), log: log)
    let frames = BreathingFrames().frames(400)
    _ = drive(&session, frames[..<120])
    log.clear()
    return (session, frames[120...])
  }

  // MARK: - Warm-up

  @Test func theWarmUpForecastsPersistenceAndSaysSo() {
    var session = recordedSession(configuration(), log: log)
    let frames = BreathingFrames().frames(100)
    for (frame, forecast) in zip(frames, drive(&session, frames)) {
      #expect(forecast.state == .warmingUp)
      #expect(forecast.model == "persistence")
      #expect(forecast.horizons.count == 20)
      for horizon in forecast.horizons {
        #expect(horizon.markers.map(\.position) == frame.markers.map(\.position))
      }
    }
  }

  @Test func heldFramesAreLearnedInOrderAndInSlices() {
    var session = recordedSession(configuration(), log: log)
    let frames = BreathingFrames().frames(130)
    var largest = 0
    for frame in frames {
      let before = log.calls.count
      _ = drive(&session, [frame])
      largest = max(largest, log.calls.count - before)
    }
    #expect(log.ticks.map(\.index) == Array(0..<130))
    #expect(log.ticks.map(\.positions[1]) == frames.map { $0.markers[0].position!.y })
    #expect(largest <= 2 * 8 + 1)
    #expect(session.state == .tracking)
  }

  /// Where turns to learn are rare, as among too many streams, the replay gives up learning and comes to its end.
  @Test func aReplayThatCannotCatchUpShedsTheRest() {
    var session = recordedSession(configuration(), log: log)
    let frames = BreathingFrames().frames(400)
    for (n, frame) in frames.enumerated() {
      _ = session.observe(frame)
      _ = session.forecast()
      if n % 40 == 39 { while session.learn() {} }
    }
    #expect(session.state == .tracking)
    #expect(log.ticks.map(\.index) == Array(0..<400))
    #expect(session.learningShed > 200)
  }

  @Test func aForecastSaysWhatItIs() throws {
    var (session, frames) = liveSession()
    let forecast = try #require(drive(&session, frames.prefix(2)).last)
    #expect(forecast.state == .tracking)
    #expect(forecast.model == "mixture")
    #expect(forecast.conditions == [])
    #expect(forecast.tick == 121)
    #expect(forecast.learnedThrough == 120)
    #expect(forecast.sequence == 121)
    #expect(forecast.horizons[4].stamp == forecast.stamp.advanced(by: 0.5))
    let source = frames[121].markers[2].position!
    #expect(forecast.horizons[4].markers[2].position == source + Position(repeating: 5))
  }

  @Test func horizonsBetweenTicksAreInterpolated() throws {
    var (session, frames) = liveSession { $0.horizons = [0.25, 0.04, 1] }
    let forecast = try #require(drive(&session, frames.prefix(1)).last)
    #expect(forecast.horizons.map(\.seconds) == [0.04, 0.25, 1])
    let ahead = forecast.horizons.map { $0.markers[0].position! - frames[120].markers[0].position! }
    for (step, expected) in zip(ahead, [0.4, 2.5, 10]) { #expect(abs(step.x - expected) < 1e-9) }
  }

  @Test func aFoundRateGivesTheSameForecastsAsAGivenOne() {
    var given = ForecastSession(configuration { $0.model = .rls })
    var found = ForecastSession(
      configuration {
        $0.model = .rls; $0.rate = nil
      })
    let frames = BreathingFrames().frames(200)
    let a = drive(&given, frames)
    let b = drive(&found, frames)
    #expect(found.rate == 10)
    #expect(Array(a.dropFirst(30)) == Array(b.dropFirst(30)))
  }

  @Test func aSensorThatNeverMovesIsNeverLearned() {
    var session = recordedSession(configuration(), log: log)
    let still = BreathingFrames().frames(1)[0]
    let frames = (0..<400).map { n in
      Frame(stamp: Stamp(seconds: Double(n) / 10)!, markers: still.markers)
    }
    #expect(drive(&session, frames).last?.state == .warmingUp)
    #expect(log.calls.isEmpty)
  }

  // MARK: - Interruptions

  @Test(arguments: [1, 3, 5])
  func aShortGapIsBridgedByOneStepForecastsAndNotLearned(missed: Int) throws {
    var (session, frames) = liveSession()
    let before = frames[120].markers[0].position!
    _ = drive(&session, frames.prefix(1))
    log.clear()
    let forecast = try #require(drive(&session, [frames[121 + missed]]).last)
    #expect(forecast.state == .degraded)
    #expect(forecast.conditions == .gapBridged)
    let bridged = log.ticks.dropLast()
    #expect(bridged.count == missed)
    for (k, tick) in bridged.enumerated() {
      #expect(!tick.isLearnable)
      #expect(tick.positions[0] == before.x + Double(k + 1))
    }
    #expect(log.ticks.last?.isLearnable == true)
    #expect(log.calls.filter { $0 == .skip }.count == missed)
    #expect(log.calls.filter { $0 == .learn }.count == 1)
  }

  @Test func aLongGapStartsASegmentAndKeepsTheForecaster() throws {
    var (session, frames) = liveSession()
    _ = drive(&session, frames.prefix(1))
    log.clear()
    let after = drive(&session, frames.dropFirst(30).prefix(40))
    #expect(log.ticks.first?.startsSegment == true)
    #expect(log.ticks.map(\.index) == Array(121..<161))
    #expect(!log.calls.contains(.make))
    #expect(after[0].state == .degraded)
    #expect(after[0].conditions == [.segmentStarted, .historyShort])
    #expect(after[22].state == .degraded)
    #expect(after[24].state == .tracking)
  }

  @Test func anOccludedMarkerIsBridgedThenMissing() throws {
    var (session, frames) = liveSession()
    _ = drive(&session, frames.prefix(1))
    log.clear()
    let hidden = frames.dropFirst().prefix(8).map { frame in
      var frame = frame
      frame.markers[1].position = nil
      return frame
    }
    let forecasts = drive(&session, hidden)
    #expect(forecasts.allSatisfy { $0.state == .degraded && $0.conditions == .markerOccluded })
    #expect(log.ticks.allSatisfy { !$0.isLearnable })
    let before = frames[120].markers[1].position!
    #expect(log.ticks[0].positions[3] == before.x + 1)
    #expect(log.ticks[1].positions[3] == before.x + 2)
    #expect(forecasts[0].horizons[0].markers[1].position?.x == before.x + 2)
    #expect(forecasts[7].horizons[0].markers[1].position == nil)
    #expect(forecasts[7].horizons[0].markers[0].position != nil)
  }

  @Test func nothingSeenIsLostWithoutHorizons() throws {
    var (session, frames) = liveSession()
    let blind = frames.prefix(8).map { frame in
      var frame = frame
      frame.markers = []
      return frame
    }
    let last = try #require(drive(&session, blind).last)
    #expect(last.state == .lost)
    #expect(last.horizons.isEmpty)
    let back = try #require(drive(&session, frames.dropFirst(8).prefix(1)).last)
    #expect(back.state == .degraded)
    #expect(back.horizons.count == 20)
  }

  @Test func aGlitchIsBridgedAndNotLearned() throws {
    var (session, frames) = liveSession()
    _ = drive(&session, frames.prefix(1))
    log.clear()
    var glitch = frames[121]
    glitch.markers[0].position! += Position(0, 90, 0)
    let forecast = try #require(drive(&session, [glitch]).last)
    #expect(forecast.state == .degraded)
    #expect(forecast.conditions == .positionJumped)
    #expect(log.ticks[0].positions[1] == frames[120].markers[0].position!.y + 1)
    #expect(log.ticks[0].isLearnable == false)
    #expect(drive(&session, [frames[122]]).last?.state == .tracking)
  }

  @Test func aFrozenSensorIsNotLearned() throws {
    var (session, frames) = liveSession()
    let still = (0..<15).map { n in
      Frame(stamp: frames[120].stamp.advanced(by: 0.1 * Double(n)), markers: frames[120].markers)
    }
    let forecast = try #require(drive(&session, still).last)
    #expect(forecast.state == .degraded)
    #expect(forecast.conditions == .sensorFrozen)
    #expect(log.ticks.map(\.isLearnable) == (0..<15).map { $0 <= 10 })
  }

  @Test(arguments: [true, false])
  func aNewSubjectStartsAfresh(isReset: Bool) throws {
    var (session, frames) = liveSession()
    var frame = frames[120]
    if isReset { frame.startsSession = true } else { frame.session = "another" }
    let forecast = try #require(drive(&session, [frame]).last)
    #expect(forecast.state == .warmingUp)
    #expect(forecast.conditions == .sessionStarted)
    #expect(forecast.tick == 0)
    _ = drive(&session, frames.dropFirst().prefix(150))
    #expect(log.calls.filter { $0 == .make }.count == 1)
    #expect(session.state == .tracking)
  }

  @Test func anotherRateStartsAfreshWhereTheRateWasFound() {
    var session = recordedSession(configuration { $0.rate = nil }, log: log)
    let slow = BreathingFrames().frames(200)
    _ = drive(&session, slow)
    let fast = BreathingFrames(rate: 30).frames(900).map { frame in
      var frame = frame
      frame.stamp = frame.stamp.advanced(by: 20)
      frame.sequence = nil
      return frame
    }
    var last: Forecast?
    for frame in fast {
      let before = session.events
      last = drive(&session, [frame]).last
      for event in StreamEvent.allCases { #expect(session.events[event] >= before[event], "\(event)") }
    }
    #expect(session.events[.sessionStarted] == 2 && session.events[.rateMismatched] == 1)
    #expect(session.rate == 30)
    #expect(last?.state == .tracking)
    #expect(log.calls.filter { $0 == .make }.count == 2)
  }

  /// A millisecond taken for a nanosecond, or worse: no horizon is a million ticks long, and nothing is kept for ever.
  @Test func stampsOfNoTrackerAreNoRate() {
    var session = recordedSession(configuration { $0.rate = nil }, log: log)
    let frames = BreathingFrames().frames(9300)
    let last = drive(
      &session,
      frames.enumerated().map { n, frame in
        var frame = frame
        frame.stamp = Stamp(nanoseconds: n < 9000 ? Int64(n) * 1000 : Int64(n - 8999) * 100_000_000)
        return frame
      }
    ).last
    #expect(session.rate == 10)
    #expect(last?.state == .tracking)
    #expect(log.ticks.count < 5000)
  }

  /// Forecasts positions until it has learned so often, and then nothing that is a number.
  private struct Diverging: Forecaster {
    var positions: [Double] = []
    var learned = 0
    var isReady: Bool { true }
    var learnedThrough: Int? { nil }
    mutating func observe(_ tick: borrowing Tick) { positions = tick.positions }
    mutating func forecast(into forecast: inout Matrix<Double>) {
      for row in 0..<forecast.rows {
        for c in 0..<forecast.columns { forecast[row, c] = learned > 150 ? .nan : positions[c] }
      }
    }
    mutating func learn() { learned += 1 }
    mutating func skipLearning() {}
    mutating func transfer(with archive: inout Archive) {
      archive.transfer(&positions, atMost: .max, filler: 0)
      archive.transfer(&learned)
    }
  }

  @Test func aModelThatDivergesBeginsAnewAndNothingNotFiniteGoesOut() {
    var session = ForecastSession(configuration()) { _, _ in Diverging() }
    let forecasts = drive(&session, BreathingFrames().frames(300))
    let failed = forecasts.filter { $0.conditions.contains(.modelFailed) }
    #expect(failed.count == 1 && failed[0].state == .degraded && failed[0].model == "persistence")
    let after = forecasts.drop { !$0.conditions.contains(.modelFailed) }.dropFirst().prefix(20)
    #expect(
      after.allSatisfy {
        $0.state == .degraded && $0.conditions == .historyShort && $0.model != "persistence"
      })
    #expect(session.events[.modelFailed] == 1)
    #expect(forecasts.last?.state == .tracking)
    for forecast in forecasts {
      for horizon in forecast.horizons {
        #expect(
          horizon.markers.allSatisfy {
            $0.position.map { $0.x.isFinite && $0.y.isFinite && $0.z.isFinite } ?? false
          })
      }
    }
  }

  @Test func droppedFramesAreNoTicks() {
    var (session, frames) = liveSession()
    _ = drive(&session, frames.prefix(3))
    let count = log.ticks.count
    #expect(session.observe(frames[122]) == .duplicate)
    #expect(session.observe(frames[121]) == .outOfOrder)
    #expect(log.ticks.count == count)
  }

  @Test func toSayThatFramesHaveStoppedLeavesTheSessionAlone() throws {
    var (session, frames) = liveSession()
    let last = try #require(drive(&session, frames.prefix(3)).last)
    log.clear()
    let lost = session.lost
    #expect(lost.state == .lost && lost.horizons.isEmpty)
    #expect(lost.stamp == last.stamp && lost.tick == last.tick && lost.model == last.model)
    #expect(log.calls.isEmpty && session.state == .tracking)
  }

  @Test func aDroppedFrameTakesNoLearningAway() {
    var (session, frames) = liveSession()
    let scored = session.accuracy[0].accuracies[0].count
    for frame in frames.prefix(5) {
      #expect(session.observe(frame) == .tick)
      _ = session.forecast()
      #expect(session.observe(frame) == .duplicate)
      while session.learn() {}
    }
    #expect(session.learningShed == 0)
    #expect(log.calls.filter { $0 == .learn }.count == 5)
    #expect(session.accuracy[0].accuracies[0].count == scored + 5 * 3)
  }

  // MARK: - Shedding and order

  @Test func learningIsShedWhereTheNextFrameComesFirst() {
    var (session, frames) = liveSession()
    for frame in frames.prefix(5) {
      _ = session.observe(frame)
      _ = session.forecast()
    }
    #expect(session.learningShed == 4)
    #expect(log.calls.filter { $0 == .skip }.count == 4)
    #expect(log.calls.filter { $0 == .learn }.count == 0)
    while session.learn() {}
    #expect(log.calls.filter { $0 == .learn }.count == 1)
  }

  @Test func askingForAForecastChangesNoLaterOne() {
    var asked = ForecastSession(configuration())
    var silent = ForecastSession(configuration())
    let frames = BreathingFrames().frames(260)
    let expected = drive(&asked, frames)
    for frame in frames.dropLast() {
      _ = silent.observe(frame)
      while silent.learn() {}
    }
    // But for radii, which come of forecasts that were given out.
    #expect(drive(&silent, frames.suffix(1)).last?.withoutRadii == expected.last?.withoutRadii)
  }

  @Test(arguments: Model.allCases)
  func theOrderOfMarkersChangesNothing(model: Model) {
    var sorted = ForecastSession(configuration { $0.model = model })
    var shuffled = ForecastSession(configuration { $0.model = model })
    let frames = BreathingFrames().frames(220)
    let other = frames.enumerated().map { n, frame in
      var frame = frame
      frame.markers.swapAt(n % 3, (n + 1) % 3)
      return frame
    }
    #expect(drive(&sorted, frames) == drive(&shuffled, other))
  }

  @Test(arguments: Model.allCases, Preset.allCases)
  func equalSeedsGiveEqualForecasts(model: Model, preset: Preset) {
    let configuration = configuration {
      $0.model = model; $0.preset = preset; $0.seed = 11
    }
    var a = ForecastSession(configuration)
    var b = ForecastSession(configuration)
    let frames = BreathingFrames().frames(400)
    #expect(drive(&a, frames) == drive(&b, frames))
  }
}
