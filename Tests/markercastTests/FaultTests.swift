import Forecasting
import Foundation
import MarkerMotion
import Recordings
import Testing
import Wire
import ZeroMQ

/// What trackers and networks do wrong, through the real sockets: a row of docs/faults.md each.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FaultTests {
  /// Ticks of breathing before a fault, by which the model is tracking.
  private static let calm = 150
  private static let frames = SyntheticBreather.recording(BreathingPattern(), seconds: 60).frames

  private typealias Told = (forecast: Forecast, envelope: ForecastEnvelope)

  /// What forecasts said from the fault on until all was well again, and what was counted.
  private struct Course {
    /// The forecasts of frames, and their samples' ages.
    var forecasts: [Forecast] = []
    var ages: [Double] = []
    /// How often it was heard that frames had stopped.
    var losses = 0
    /// The states that were told, each once until another; of frames that had stopped too.
    var turns: [ForecastState] = []
    var events: [String: Int] = [:]
    /// The event that comes by the clock, and so is not among the others.
    var lostPublished = 0
    var stream: [String: Any] = [:]
    var refused: [String: Int] = [:]

    /// Frames from the fault's first to the first that is tracking again, after one that was not.
    var untilTracking: Int? {
      guard let trouble = forecasts.firstIndex(where: { $0.state != .tracking }) else { return 0 }
      return forecasts[trouble...].firstIndex { $0.state == .tracking }.map { $0 - trouble }
    }
    var states: Set<ForecastState> { Set(forecasts.map(\.state)) }
    var conditions: TickConditions { forecasts.reduce(into: []) { $0.formUnion($1.conditions) } }

    /// Adds what was told: where frames are being waited with, `LOST` is of no frame.
    mutating func add(_ told: Told, isWaiting: Bool) {
      if turns.last != told.forecast.state { turns.append(told.forecast.state) }
      if isWaiting, told.forecast.state == .lost {
        losses += 1
      } else {
        forecasts.append(told.forecast)
        ages.append(told.envelope.sampleAge ?? .nan)
      }
    }

    /// Takes what the daemon counted, but the session that calm began.
    mutating func close(_ summary: [String: Any]) throws {
      stream = try #require((summary["streams"] as? [String: [String: Any]])?["s"])
      events = stream["events"] as? [String: Int] ?? [:]
      events["session_started"]! -= 1
      lostPublished = events.removeValue(forKey: "lost_published") ?? 0
      events = events.filter { $0.value > 0 }
      refused = summary["refused"] as? [String: Int] ?? [:]
    }
  }

  /// A tracker, the proxy, and a daemon behind it.
  private struct Line: ~Copyable {
    let served: Served
    let source: Socket
    var proxy: FaultProxy

    private init(_ served: consuming Served, _ source: consuming Socket, _ proxy: FaultProxy) {
      self.served = served
      self.source = source
      self.proxy = proxy
    }

    static func start(_ fault: FaultProxy.Fault, _ flags: [String] = []) throws -> Line {
      let folder = try Workplace()
      let source = try Socket(.xpub, in: try Context())
      try source.setNoDrop(true)
      try source.bind(folder.endpoint("source"))
      let proxy = try FaultProxy(from: folder.endpoint("source"), to: folder.endpoint("replay"), fault)
      let served = try Served.start(
        ["--lossless", "--model", "rls", "--max-streams", "4"] + flags, in: folder)
      let line = Line(served, source, proxy)
      try #require(proxy.awaitReader())
      try line.awaitProxy()
      return line
    }

    /// Until the tracker has heard the proxy's subscription.
    func awaitProxy() throws {
      var items = [source.pollItem()]
      try #require(try poll(&items, timeout: .seconds(10)) > 0)
      while try source.receiveParts(wait: false) != nil {}
    }

    func send(_ frame: Frame) throws {
      try source.send(
        Array(Topic.markers.of("s").utf8), encodeFrame(frame, stream: "s", as: .protobuf))
    }

    /// The next message of the stream.
    func next() throws -> Told? {
      try served.next("forecast/s")?.withUnsafeBytes { try decodeForecast($0) }
    }

    func sendCalm() throws {
      for frame in FaultTests.frames.prefix(FaultTests.calm) {
        try send(frame)
        #expect(try served.forecast(of: "s") != nil)
      }
    }
  }

  /// Calm, then the frames behind it as `change` has them; `expected` forecasts are to come of these. Frame `pause` is
  /// sent once the stream is said to be lost.
  private func course(
    _ fault: FaultProxy.Fault = .drop(0..<0), count: Int = 50, expecting expected: Int? = nil,
    pausingAt pause: Int? = nil, flags: [String] = ["--rate", "10"],
    _ change: (Int, inout Frame) -> Void = { _, _ in }
  ) throws -> Course {
    let line = try Line.start(fault, flags)
    try line.sendCalm()
    var course = Course()
    for n in 0..<count {
      while n == pause, course.losses == 0, let told = try line.next() {
        course.add(told, isWaiting: true)
      }
      var frame = Self.frames[Self.calm + n]
      change(n, &frame)
      try line.send(frame)
    }
    while course.forecasts.count < expected ?? count, course.losses < 10, let told = try line.next() {
      course.add(told, isWaiting: pause != nil)
    }
    #expect(course.forecasts.count == expected ?? count)
    line.proxy.end()
    try course.close(line.served.end())
    #expect(course.lostPublished >= course.losses)
    return course
  }

  // MARK: - The network

  @Test func lostFramesAreBridged() throws {
    let course = try course(.drop(153..<156), expecting: 47)
    #expect(course.events == ["gap_bridged": 1, "tick_bridged": 3])
    #expect(course.conditions == .gapBridged && course.untilTracking == 1)
  }

  @Test func manyLostFramesAreToldAndBeginASegment() throws {
    let course = try course(.drop(153..<170), expecting: 33, pausingAt: 20)
    #expect(course.events == ["stream_lost": 1, "segment_started": 1])
    #expect(course.turns == [.tracking, .lost, .degraded, .tracking] && course.untilTracking == 23)
  }

  @Test func delayedFramesAreForecastAll() throws {
    let course = try course(
      .hold(153..<158), pausingAt: 7, flags: ["--rate", "10", "--clock", "shared"])
    #expect(course.events == [:] && course.turns == [.tracking, .lost, .tracking])
    // The recording's clock is not ours, so that only differences mean anything: 0.6 s of silence, less the 0.1 s
    // by which its sample is newer.
    #expect(course.ages[3] - course.ages[2] > 0.4)
  }

  @Test func aFrameThatIsOvertakenIsDropped() throws {
    let course = try course(.swap(153), expecting: 49)
    #expect(course.events == ["gap_bridged": 1, "tick_bridged": 1, "out_of_order_frame": 1])
    #expect(course.untilTracking == 1)
  }

  @Test(arguments: [3, 5000]) func repeatedFramesAreDropped(times: Int) throws {
    let course = try course(.again(153, times: times))
    #expect(course.events == ["duplicate_frame": times] && course.states == [.tracking])
  }

  @Test func damagedFramesAreRefused() throws {
    let course = try course(.damage(153..<155), expecting: 48)
    #expect(course.events == ["gap_bridged": 1, "tick_bridged": 2])
    #expect(course.stream["rejected"] as? Int == 2 && course.untilTracking == 1)
  }

  @Test func tenThousandStreamsAreNoMoreThanTheLimit() throws {
    let course = try course(.crowd(153, count: 10_000))
    #expect(course.events == [:] && course.states == [.tracking])
    #expect(course.refused == ["too_many_streams": 9998])
  }

  // MARK: - The tracker

  @Test func aTrackerThatVanishesIsLostAndComesBack() throws {
    var line = try Line.start(.drop(0..<0), ["--rate", "10"])
    try line.sendCalm()
    line.proxy.end()
    for _ in 0..<2 {
      let lost = try #require(try line.served.forecast(of: "s"))
      #expect(lost.state == .lost && lost.horizons.isEmpty)
    }
    line.proxy = try FaultProxy(
      from: line.served.folder.endpoint("source"), to: line.served.folder.endpoint("replay"), .drop(0..<0))
    try #require(line.proxy.awaitReader())
    // What is sent before the new proxy has subscribed is lost.
    var items = [line.served.reader.pollItem()]
    var states: [ForecastState] = []
    while states.isEmpty {
      try line.send(Self.frames[200])
      guard try poll(&items, timeout: .milliseconds(50)) > 0,
        let forecast = try line.served.forecast(of: "s"), forecast.state != .lost
      else { continue }
      states.append(forecast.state)
    }
    for n in 201..<240 {
      try line.send(Self.frames[n])
      var forecast = try #require(try line.served.forecast(of: "s"))
      while forecast.state == .lost { forecast = try #require(try line.served.forecast(of: "s")) }
      states.append(forecast.state)
    }
    #expect(
      states.prefix(23).allSatisfy { $0 == .degraded } && states.dropFirst(23).allSatisfy { $0 == .tracking })
    var course = Course()
    try course.close(line.served.end())
    // The frame that was sent until it arrived may have arrived more than once.
    course.events["duplicate_frame"] = nil
    #expect(course.events == ["stream_lost": 1, "segment_started": 1] && course.lostPublished >= 2)
  }

  /// Without `--lossless` nobody waits; the tracker's socket drops nothing, so that all can be accounted for.
  @Test func aFloodOfNewFramesIsAccountedFor() throws {
    let served = try Served.start(["--model", "rls", "--rate", "10", "--horizons", "1"])
    let frames = SyntheticBreather.recording(BreathingPattern(), seconds: 2100).frames
    // Made before, or the flood would be no faster than they are made.
    let messages = frames.map { encodeFrame($0, stream: "s", as: .protobuf) }
    let topic = Array(Topic.markers.of("s").utf8)
    var (sent, state) = (0, ForecastState.warmingUp)
    while state != .tracking, sent < 900 {
      try served.tracker.send(topic, messages[sent])
      sent += 1
      state = try #require(try served.forecast(of: "s")).state
    }
    #expect(state == .tracking)
    for message in messages[sent..<sent + 20_000] { try served.tracker.send(topic, message) }
    sent += 20_000
    // A frame that was refused is answered by nothing. Once the stream is lost all have been dealt with, and the newest that
    // was taken is the one that LOST names.
    var newest = try #require(try served.forecast(of: "s"))
    var last = newest
    while last.state != .lost {
      newest = last
      last = try #require(try served.forecast(of: "s"))
    }
    #expect(newest.stamp == last.stamp && newest.horizons.count == 1)
    try served.tracker.send(topic, messages[sent])
    sent += 1
    for _ in 0..<100 where last.state == .lost { last = try #require(try served.forecast(of: "s")) }
    #expect(last.stamp == frames[sent - 1].stamp && last.horizons.count == 1)
    #expect(last.state == .tracking || last.state == .degraded)
    var course = Course()
    try course.close(served.end())
    let taken = try #require(course.stream["frames"] as? Int)
    let rejected = try #require(course.stream["rejected"] as? Int)
    let forecasts = try #require(course.stream["forecasts"] as? Int)
    let skipped = try #require(course.stream["skipped"] as? Int)
    let shed = try #require(course.stream["learning_shed"] as? Int)
    #expect(taken + rejected + course.refused["overrun", default: 0] == sent)
    #expect(forecasts + skipped == taken && shed > 0)
  }

  /// What is not a tracker as it should be, for a while.
  enum Impostor: CaseIterable {
    case sendsTooMuch, isOfAnotherKind, usesKeys, isAnotherProgram
  }

  /// libzmq gives up what breaks its protocol, for ever; the daemon connects to it anew.
  @Test(arguments: Impostor.allCases) func whoBreaksTheProtocolIsConnectedToAnew(impostor: Impostor) throws {
    let folder = try Workplace()
    let place = folder.endpoint("replay")
    let served = try Served.start(["--model", "rls"], in: folder)
    let what = "the other end at \(place) broke the protocol"
    do {
      let bad = try Socket(impostor == .isOfAnotherKind ? .rep : .xpub, in: try Context())
      try bad.setLinger(.zero)
      if impostor == .usesKeys { try bad.setCurveServer(try CurveKeyPair.generate()) }
      let program = impostor == .isAnotherProgram ? try ForeignListener(at: folder.path("replay")) : nil
      if program == nil { try bad.bind(place) }
      let much = [UInt8](repeating: 0, count: 17 << 20)
      var items = [bad.pollItem()]
      while served.daemon.isRunning, !served.daemon.errors.contains(what) {
        program?.answer()
        _ = try poll(&items, timeout: .milliseconds(50))
        guard impostor == .sendsTooMuch, try bad.receiveParts(wait: false) != nil else { continue }
        try bad.send(Array("markers/s".utf8), much)
      }
    }
    // With its context all of the other is closed.
    let good = try Socket(.xpub, in: try Context())
    try good.bind(place)
    var items = [good.pollItem()]
    #expect(try poll(&items, timeout: .seconds(10)) > 0)
    while try good.receiveParts(wait: false) != nil {}
    try good.send(
      Array("markers/s".utf8), encodeFrame(Self.frames[0], stream: "s", as: .protobuf))
    #expect(try served.forecast(of: "s")?.state == .warmingUp)
    let refused = try #require(try served.end()["refused"] as? [String: Int])
    #expect(refused.keys.sorted() == ["broken_connection"])
  }

  @Test func sequenceNumbersMayBeginAgain() throws {
    let course = try course { n, frame in frame.sequence = UInt64(n) }
    #expect(course.events == [:] && course.states == [.tracking])
  }

  @Test func aTrackerThatBeginsAgainBeginsASegment() throws {
    let course = try course { n, frame in
      frame.sequence = UInt64(n)
      frame.stamp = Stamp(seconds: Double(n) / 10)!
    }
    #expect(course.events == ["clock_jumped": 1, "segment_started": 1] && course.untilTracking == 23)
  }

  @Test func anotherRateIsTold() throws {
    let start = Self.frames[Self.calm].stamp
    let course = try course { n, frame in frame.stamp = start.advanced(by: Double(n) / 20) }
    #expect(course.events == ["rate_mismatched": 1] && course.conditions.contains(.rateMismatched))
    #expect(course.forecasts.last?.state == .degraded)
  }

  @Test func anotherRateThatWasFoundBeginsASession() throws {
    let start = Self.frames[Self.calm].stamp
    let course = try course(count: 320, flags: []) { n, frame in
      frame.stamp = start.advanced(by: Double(n) / 20)
    }
    #expect(course.events == ["rate_mismatched": 1, "session_started": 1])
    // It is told with the frame by which it is seen; the next one begins the session.
    #expect(course.turns == [.tracking, .degraded, .warmingUp, .tracking])
    #expect((200...260).contains(course.untilTracking ?? 0))
  }

  @Test func anotherMarkerBeginsASession() throws {
    let course = try course(count: 200) { n, frame in
      frame.markers.append(Marker(name: "new", position: [0, 0, Double(n % 7)]))
    }
    #expect(course.events == ["marker_added": 1, "session_started": 1])
    #expect((100...130).contains(course.untilTracking ?? 0))
  }

  @Test func aMarkerThatIsTakenOffBeginsASession() throws {
    let course = try course(count: 250) { _, frame in frame.markers.removeLast() }
    #expect(
      course.events == [
        "marker_occluded": 1, "marker_lost": 1, "marker_removed": 1, "session_started": 1,
      ])
    #expect(course.turns == [.degraded, .warmingUp, .tracking])
    #expect((200...230).contains(course.untilTracking ?? 0))
  }

  @Test func metresAreNotBelieved() throws {
    let course = try course { n, frame in
      guard (3..<23).contains(n) else { return }
      for m in frame.markers.indices { frame.markers[m].position! /= 1000 }
    }
    let markers = Self.frames[0].markers.count
    #expect(
      course.events == [
        "scale_jumped": 1, "marker_lost": markers, "marker_returned": markers, "segment_started": 1,
      ])
    #expect(course.turns == [.tracking, .degraded, .lost, .degraded, .tracking])
    #expect(course.forecasts[3].conditions == .scaleJumped && course.forecasts[20].horizons.isEmpty)
    #expect(course.untilTracking == 20 + 23)
  }

  @Test func aFrozenSensorIsTold() throws {
    let still = Self.frames[Self.calm].markers
    let course = try course { n, frame in if n < 20 { frame.markers = still } }
    #expect(course.events == ["sensor_froze": 1] && course.conditions == .sensorFrozen)
    #expect(course.untilTracking == 9)
  }

  @Test func numbersThatAreNoneAreRefused() throws {
    let course = try course(expecting: 48) { n, frame in
      if (3..<5).contains(n) { frame.markers[0].position!.x = .nan }
    }
    #expect(course.stream["rejected"] as? Int == 2 && course.events == ["gap_bridged": 1, "tick_bridged": 2])
  }

  // MARK: - The clock

  @Test(arguments: [-7200.0, -3600, -2, 3600, 7200], [true, false])
  func aClockThatIsSetIsTold(seconds: Double, isNumbered: Bool) throws {
    let course = try course { n, frame in
      frame.stamp = frame.stamp.advanced(by: seconds)
      if !isNumbered { frame.sequence = nil }
    }
    // Set back between numbered neighbours it is one ordinary tick; forward and not numbered it can't be told from a gap.
    let isTick = isNumbered && seconds < 0
    let isGap = !isNumbered && seconds > 0
    var events = isGap ? ["stream_lost": 1] : ["clock_jumped": 1]
    if !isTick { events["segment_started"] = 1 }
    #expect(course.events == events && course.turns == [.degraded, .tracking])
    #expect(course.untilTracking == (isTick ? 1 : 23))
  }

  /// The second that is put in is told twice. Not numbered its ten frames are dropped, by which time the stream is lost.
  @Test(arguments: [true, false]) func aLeapSecondIsPassed(isNumbered: Bool) throws {
    let course = try course(
      expecting: isNumbered ? 50 : 40, pausingAt: isNumbered ? nil : 15
    ) { n, frame in
      if n >= 5 { frame.stamp = frame.stamp.advanced(by: -1) }
      if !isNumbered { frame.sequence = nil }
    }
    if isNumbered {
      #expect(course.events == ["clock_jumped": 1] && course.untilTracking == 1)
      #expect(course.turns == [.tracking, .degraded, .tracking])
    } else {
      #expect(course.events == ["out_of_order_frame": 9, "duplicate_frame": 1])
      #expect(course.turns == [.tracking, .lost, .tracking])
    }
  }
}
