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
  private static let frames = SyntheticBreather.recording(BreathingPattern(), seconds: 40).frames

  /// What forecasts said from the fault on until all was well again, and what was counted.
  private struct Course {
    var forecasts: [Forecast] = []
    var events: [String: Int] = [:]
    var stream: [String: Any] = [:]
    var refused: [String: Int] = [:]

    /// Frames from the fault's first to the first that is tracking again, after one that was not.
    var untilTracking: Int? {
      guard let trouble = forecasts.firstIndex(where: { $0.state != .tracking }) else { return 0 }
      return forecasts[trouble...].firstIndex { $0.state == .tracking }.map { $0 - trouble }
    }
    var states: Set<ForecastState> { Set(forecasts.map(\.state)) }
    var conditions: TickConditions { forecasts.reduce(into: []) { $0.formUnion($1.conditions) } }
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

    func sendCalm() throws {
      for frame in FaultTests.frames.prefix(FaultTests.calm) {
        try send(frame)
        #expect(try served.forecast(of: "s") != nil)
      }
    }
  }

  /// Calm, then the frames behind it as `change` has them; `expected` forecasts are to come of these.
  private func course(
    _ fault: FaultProxy.Fault = .drop(0..<0), count: Int = 50, expecting expected: Int? = nil,
    flags: [String] = ["--rate", "10"], _ change: (Int, inout Frame) -> Void = { _, _ in }
  ) throws -> Course {
    let line = try Line.start(fault, flags)
    try line.sendCalm()
    for n in 0..<count {
      var frame = Self.frames[Self.calm + n]
      change(n, &frame)
      try line.send(frame)
    }
    var course = Course()
    for _ in 0..<(expected ?? count) {
      guard let forecast = try line.served.forecast(of: "s") else { break }
      course.forecasts.append(forecast)
    }
    #expect(course.forecasts.count == expected ?? count)
    line.proxy.end()
    let summary = try line.served.end()
    course.stream = try #require((summary["streams"] as? [String: [String: Any]])?["s"])
    course.events = course.stream["events"] as? [String: Int] ?? [:]
    course.events["session_started"]! -= 1
    course.events = course.events.filter { $0.value > 0 }
    course.refused = summary["refused"] as? [String: Int] ?? [:]
    return course
  }

  // MARK: - The network

  @Test func lostFramesAreBridged() throws {
    let course = try course(.drop(153..<156), expecting: 47)
    #expect(course.events == ["gap_bridged": 1, "tick_bridged": 3])
    #expect(course.conditions == .gapBridged && course.untilTracking == 1)
  }

  @Test func manyLostFramesBeginASegment() throws {
    let course = try course(.drop(153..<170), expecting: 33)
    #expect(course.events == ["stream_lost": 1, "segment_started": 1])
    #expect(course.states == [.tracking, .degraded] && course.untilTracking == 23)
  }

  @Test func delayedFramesAreForecastAll() throws {
    let course = try course(.hold(153..<158))
    #expect(course.events == [:] && course.states == [.tracking])
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
    let lost = try #require(try line.served.forecast(of: "s"))
    #expect(lost.state == .lost && lost.horizons.isEmpty)
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
    _ = try line.served.end()
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
    let course = try course(count: 150, flags: []) { n, frame in
      frame.stamp = start.advanced(by: Double(n) / 20)
    }
    #expect(course.events["rate_mismatched"] == 1 && course.events["session_started"] == 1)
    #expect(course.forecasts.last?.state == .warmingUp)
  }

  @Test func anotherMarkerBeginsASession() throws {
    let course = try course(count: 200) { n, frame in
      frame.markers.append(Marker(name: "new", position: [0, 0, Double(n % 7)]))
    }
    #expect(course.events == ["marker_added": 1, "session_started": 1])
    #expect((100...130).contains(course.untilTracking ?? 0))
  }

  @Test func metresAreNotBelieved() throws {
    let course = try course { n, frame in
      guard (3..<23).contains(n) else { return }
      for m in frame.markers.indices { frame.markers[m].position! /= 1000 }
    }
    #expect(course.events["scale_jumped"] == 1 && course.events["segment_started"] == 1)
    #expect(course.states == [.tracking, .degraded, .lost])
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
  func aClockThatIsSetBeginsASegment(seconds: Double, isNumbered: Bool) throws {
    let course = try course { n, frame in
      frame.stamp = frame.stamp.advanced(by: seconds)
      if !isNumbered { frame.sequence = nil }
    }
    // Set back between numbered neighbours it is one ordinary tick; forward and not numbered it can't be told from a gap.
    let isTick = isNumbered && seconds < 0
    let isGap = !isNumbered && seconds > 0
    #expect(course.untilTracking == (isTick ? 1 : 23))
    #expect(course.events[isGap ? "stream_lost" : "clock_jumped"] == 1)
  }

  /// The second that is put in is told twice.
  @Test(arguments: [true, false]) func aLeapSecondIsPassed(isNumbered: Bool) throws {
    let course = try course(expecting: isNumbered ? 50 : 40) { n, frame in
      if n >= 5 { frame.stamp = frame.stamp.advanced(by: -1) }
      if !isNumbered { frame.sequence = nil }
    }
    if isNumbered {
      #expect(course.events == ["clock_jumped": 1] && course.untilTracking == 1)
    } else {
      #expect(
        course.events == ["out_of_order_frame": 9, "duplicate_frame": 1] && course.states == [.tracking])
    }
  }
}
