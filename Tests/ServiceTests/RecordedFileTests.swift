import Foundation
import MarkerMotion
import Recordings
import Service
import Testing
import Wire

/// What a file of messages tells of its streams.
@Suite struct RecordedFileTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "mc-\(UUID().uuidString)").path
  private static let start: Int64 = 1_764_140_000_000_000_000

  private func read(
    only: String? = nil, _ messages: [(seconds: Double, topic: String, payload: [UInt8])]
  ) throws -> RecordedFile {
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      var writer = try MessageWriter(path: path)
      for message in messages {
        try writer.write(
          Array(message.topic.utf8), message.payload, received: Self.start + Int64(message.seconds * 1e9))
      }
      try writer.flush()
    }
    return try RecordedFile(path: path, only: only)
  }

  private func frame(_ n: UInt64, at seconds: Double, _ stream: String = "s") -> (Double, String, [UInt8]) {
    let frame = Frame(
      sequence: n, stamp: Stamp(seconds: Double(n) / 10)!, markers: [Marker(name: "m", position: [1, 2, 3])])
    return (seconds, "markers/\(stream)", encodeFrame(frame, stream: stream, as: .protobuf))
  }

  private func forecast(
    _ n: UInt64, at seconds: Double, _ state: ForecastState = .tracking, _ conditions: TickConditions = [],
    latency: Double = 0.001
  ) -> (Double, String, [UInt8]) {
    let forecast = Forecast(
      sequence: n, stamp: Stamp(seconds: Double(n) / 10)!, tick: Int(n), model: "rls", state: state,
      conditions: conditions,
      horizons: state == .lost
        ? []
        : [
          HorizonForecast(
            seconds: 0.5, stamp: Stamp(seconds: Double(n) / 10 + 0.5)!,
            markers: [MarkerForecast(name: "m", position: [1, 2, 3], radii: [1])])
        ], coverages: state == .lost ? [] : [0.9])
    let envelope = ForecastEnvelope(
      stream: "s", receivedNanoseconds: 0, publishedNanoseconds: 0, latency: latency, sampleAge: nil,
      isWithinBudget: latency <= 0.01)
    return (seconds, "forecast/s", encodeForecast(forecast, envelope: envelope, as: .json))
  }

  private func statistics(
    at seconds: Double, shed: UInt64 = 0, outcomes: [String: UInt64] = [:], rejected: [String: UInt64] = [:]
  ) -> (Double, String, [UInt8]) {
    var stats = Markercast_V1_Stats()
    stats.schemaVersion = 1
    stats.stream = "s"
    stats.learningShed = shed
    stats.outcomes = outcomes
    stats.rejected = rejected
    return (seconds, "stats/s", encodeStats(stats, as: .protobuf))
  }

  private func events(_ course: StreamCourse) -> [String] {
    course.events.map { event in
      "\(Int((event.time - Double(Self.start) / 1e9).rounded())) \(event.event) \(event.count)"
    }
  }

  @Test func eachStreamIsCounted() throws {
    let file = try read(
      (0..<30).map { frame($0, at: Double($0) / 10) } + (0..<30).map { forecast($0, at: 3 + Double($0) / 10) }
        + [frame(0, at: 7, "t"), (8, "markers/s", [1]), (8, "nothing", [])])
    #expect(file.messages == 63 && file.strangers == 1 && file.passedOver == 0)
    #expect(file.streams.map(\.stream) == ["s", "t"])
    let course = try #require(file.streams.first)
    #expect(course.frames == 30 && course.forecasts == 30 && course.rate == 10)
    #expect(course.markers == ["m"] && course.horizons == [0.5] && course.coverages == [0.9])
    #expect(course.states == ["tracking": 30] && course.models == ["rls": 30])
    #expect(course.unreadable.values.reduce(0, +) == 1 && course.end - course.start == 8)
    #expect(file.streams[1].frames == 1 && file.streams[1].latency == nil)
    #expect(try read(only: "t", [frame(0, at: 0), frame(0, at: 7, "t")]).streams.map(\.stream) == ["t"])
  }

  @Test func missingNumbersAndNewBeginningsAreCountedAndToldWithTheirTime() throws {
    let numbers: [UInt64] = [7, 8, 11, 12, 0, 1, 3]
    let file = try read(
      numbers.enumerated().map { frame($1, at: Double($0)) }
        + [5, 9].map { forecast($0, at: Double($0)) })
    let course = file.streams[0]
    #expect(course.missingFrames.gaps == 2 && course.missingFrames.missing == 3)
    #expect(course.missingFrames.restarts == 1)
    #expect(course.missingForecasts.gaps == 1 && course.missingForecasts.missing == 3)
    #expect(
      events(course) == [
        "2 frames_missed 2", "6 frames_missed 1", "5 state_tracking 1", "9 forecasts_missed 3",
      ])
  }

  @Test func whatLastsIsOneEvent() throws {
    let file = try read([
      forecast(0, at: 0, .warmingUp, [.sessionStarted]), forecast(1, at: 1),
      forecast(2, at: 2, .degraded, [.markerOccluded]),
      forecast(3, at: 3, .degraded, [.markerOccluded, .gapBridged], latency: 0.02),
      forecast(4, at: 4, latency: 0.02), forecast(5, at: 5, .degraded, [.markerOccluded]),
      forecast(5, at: 6, .lost), forecast(5, at: 7, .lost),
    ])
    let course = file.streams[0]
    #expect(
      events(course) == [
        "0 state_warming_up 1", "0 session_started 1", "1 state_tracking 1", "2 state_degraded 1",
        "2 marker_occluded 2", "3 gap_bridged 1", "3 budget_missed 2", "4 state_tracking 1",
        "5 state_degraded 1", "5 marker_occluded 1", "6 state_lost 1",
      ])
    #expect(course.states == ["warming up": 1, "tracking": 2, "degraded": 3, "lost": 2])
    #expect(course.latency?.late == 2 && course.latency?.count == 6)
  }

  /// Of a recorder that came later, the first statistics tell what was before; else all that they count is told.
  @Test(arguments: [0, 4] as [UInt64]) func statisticsTellWhatForecastsDoNot(first: UInt64) throws {
    let file = try read([
      forecast(first, at: 0),
      statistics(at: 1, shed: 2, outcomes: ["out_of_order_frame": 1, "gap_bridged": 3]),
      statistics(at: 2, shed: 2, outcomes: ["out_of_order_frame": 3], rejected: ["no_stamp": 1]),
      statistics(at: 3, shed: 1),
    ])
    let before = first == 0 ? ["1 learning_shed 2", "1 out_of_order_frame 1"] : []
    #expect(
      events(file.streams[0]) == ["0 state_tracking 1"] + before + [
        "2 out_of_order_frame 2", "2 rejected_no_stamp 1", "3 learning_shed 1",
      ])
  }

  @Test func latenciesAreOfEachMinute() throws {
    let file = try read(
      (0..<300).map { n in
        forecast(UInt64(n), at: Double(n) / 2, latency: n < 120 ? 0.001 : 0.02)
      })
    let minutes = file.streams[0].minutes
    // The first minute of the clock began 20 seconds before.
    #expect(minutes.map(\.count) == [80, 120, 100])
    #expect(minutes.map(\.late) == [0, 80, 100])
    #expect(minutes.map { Int($0.start) % 60 } == [0, 0, 0])
    #expect(abs(minutes[0].max - 0.001) < 2e-5 && abs(minutes[2].p50 - 0.02) < 4e-4)
    let text = file.latency.percentileText
    #expect(
      text.contains("Value") && text.contains("1/(1-Percentile)")
        && text.contains("Total count    =          300]"))
  }

  @Test func linesOfForecastsAreReadToo() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let lines = (0..<5).map { forecast($0, at: 0).2 + [10] } + [Array("{\"x\": 1}\n".utf8)]
    try Data(lines.joined()).write(to: URL(fileURLWithPath: path))
    #expect(RecordedMessage.areIn(path))
    let file = try RecordedFile(path: path)
    #expect(file.streams.map(\.forecasts) == [5] && file.passedOver == 8)
  }
}
