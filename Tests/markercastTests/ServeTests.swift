import Forecasting
import Foundation
import MarkerMotion
import Recordings
import Testing
import Wire
import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(10))) struct ServeTests {
  /// Rule 2: what is evaluated is what is served. A recording with lost frames, occlusions and a freeze goes through
  /// the real daemon and through a session in this process; the forecasts are the same to the bit.
  @Test(arguments: Wire.Encoding.allCases, ["uoro", "rls"])
  func theDaemonForecastsWhatASessionForecasts(encoding: Wire.Encoding, model: String) throws {
    let served = try Served.start([
      "--lossless", "--encoding", encoding.rawValue, "--model", model, "--workers", "2", "--coverage",
      "0.95,0.5",
    ])
    var pattern = BreathingPattern()
    pattern.dropOuts = 0.02
    pattern.dropOutLength = 3
    pattern.occlusions = 0.005
    pattern.freezes = 1
    let recording = SyntheticBreather.recording(pattern, seconds: 60)
    try recording.write(to: served.folder.path("hard.csv"))
    // What is replayed is what the file holds, its sequence numbers included.
    let frames = try Recording(path: served.folder.path("hard.csv")).frames
    var configuration = SessionConfiguration()
    configuration.model = try #require(Model(rawValue: model))
    configuration.coverages = [0.95, 0.5]
    var session = ForecastSession(configuration)
    let replay = try Program(
      [
        "replay", served.folder.path("hard.csv"), "--publish", served.folder.endpoint("replay"), "--speed",
        "max",
        "--encoding", encoding.rawValue,
      ], in: served.folder)
    var compared = 0
    for frame in frames {
      let admission = session.observe(frame)
      if admission == .tick || admission == .unseen {
        #expect(try served.forecast(of: "hard") == session.forecast())
        compared += 1
      }
      while session.learn() {}
    }
    #expect(replay.wait() == 0)
    #expect(compared > 500)
    let summary = try served.end()
    let streams = try #require(summary["streams"] as? [String: [String: Any]])
    #expect(streams["hard"]?["frames"] as? Int == frames.count)
    #expect(streams["hard"]?["forecasts"] as? Int == compared)
    #expect(streams["hard"]?["skipped"] as? Int == 0)
  }

  /// What a program in any other language sees, without our decoder: one message for each frame, JSON, every horizon.
  @Test func eachBareFrameYieldsOneForecastInJSON() throws {
    let served = try Served.start(["--lossless", "--encoding", "json"])
    for n in 0..<130 {
      try served.send(
        #"{"t": \#(Double(n) / 10), "markers": {"chest": [1, 2, \#(3 * sin(Double(n) / 6))]}}"#, to: "bare")
      let payload = try #require(try served.next("forecast/bare"))
      let forecast = try #require(try JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any])
      if n < 100 { #expect(forecast["state"] as? String == "STATE_WARMING_UP") }
      if n >= 120 { #expect(forecast["state"] as? String == "STATE_TRACKING") }
      let horizons = forecast["horizons"] as? [[String: Any]] ?? []
      #expect(horizons.count == 20)
      for (h, horizon) in horizons.enumerated() {
        #expect(abs((horizon["horizonS"] as? Double ?? 0) - Double(h + 1) / 10) < 1e-9)
        let markers = horizon["markers"] as? [[String: Any]] ?? []
        #expect(markers.map { $0["name"] as? String } == ["chest"])
        #expect((markers.first?["position"] as? [String: Double])?.values.allSatisfy(\.isFinite) == true)
      }
    }
    let summary = try served.end()
    let stream = try #require((summary["streams"] as? [String: [String: Any]])?["bare"])
    #expect(stream["frames"] as? Int == 130 && stream["forecasts"] as? Int == 130)
  }

  /// More frames than any queue holds: everybody waits for the slowest, and nothing is lost or mixed up.
  @Test func aFloodWithoutLossIsForecastWhole() throws {
    let served = try Served.start(["--lossless", "--rate", "10"], topics: ["forecast/probe"])
    let frames = SyntheticBreather.recording(BreathingPattern(), seconds: 600).frames
    for frame in frames { try served.send(frame, to: "s") }
    let summary = try served.end()
    let stream = try #require((summary["streams"] as? [String: [String: Any]])?["s"])
    #expect(stream["frames"] as? Int == 6000 && stream["forecasts"] as? Int == 6000)
    #expect(stream["rejected"] as? Int == 0 && (summary["refused"] as? [String: Int]) == [:])
    #expect((stream["events"] as? [String: Int]) == ["session_started": 1])
    #expect((stream["latency_seconds"] as? [String: Any])?["count"] as? Int == 6000)
  }

  @Test func severalStreamsAreServedApartAndTheirNumberIsLimited() throws {
    let served = try Served.start(["--lossless", "--workers", "2", "--max-streams", "4", "--rate", "10"])
    let motions = ["a", "b", "c"].map { name -> (String, [Frame]) in
      var pattern = BreathingPattern()
      pattern.seed = UInt64(name.utf8.first!)
      return (name, SyntheticBreather.recording(pattern, seconds: 15).frames)
    }
    for n in 0..<150 {
      for (name, frames) in motions { try served.send(frames[n], to: name) }
    }
    try served.send(motions[0].1[0], to: "one-too-many")
    var configuration = SessionConfiguration()
    configuration.rate = 10
    // Streams come in any order; each one's own order is kept.
    var sessions = Dictionary(uniqueKeysWithValues: motions.map { ($0.0, ForecastSession(configuration)) })
    var counts: [String: Int] = [:]
    var items = [served.reader.pollItem()]
    while counts.values.reduce(0, +) < 450, try poll(&items, timeout: .seconds(10)) > 0 {
      let parts = try #require(try served.reader.receiveParts())
      let name = String(decoding: parts[0].dropFirst("forecast/".utf8.count), as: UTF8.self)
      guard let frames = motions.first(where: { $0.0 == name })?.1 else { continue }
      let n = counts[name, default: 0]
      counts[name] = n + 1
      _ = sessions[name]!.observe(frames[n])
      #expect(try parts[1].withUnsafeBytes { try decodeForecast($0).forecast } == sessions[name]!.forecast())
      while sessions[name]!.learn() {}
    }
    #expect(counts == ["a": 150, "b": 150, "c": 150])
    let summary = try served.end()
    #expect((summary["refused"] as? [String: Int]) == ["too_many_streams": 1])
  }

  @Test func badMessagesAreCountedAndDoNoHarm() throws {
    let served = try Served.start(["--log-level", "warning"], topics: ["forecast/", "stats/"])
    let good = #"{"t":0,"markers":{"a":[1,2,3]}}"#
    try served.send(good, to: "s")
    #expect(try served.forecast(of: "s")?.state == .warmingUp)
    let bad = [
      "", "{", "garbage", #"{"t":1,"markers":{"a":[NaN,0,0]}}"#, #"{"t":1,"markers":{"a":null,"a":null}}"#,
      #"{"t":1,"markers":{}}"#, String(repeating: " ", count: 100_000),
    ]
    for text in bad { try served.send(text, to: "s") }
    try served.tracker.send(Array("markers/s".utf8))
    try served.tracker.send(Array("markers/s".utf8), Array(good.utf8), [1], [2])
    try served.tracker.send(Array("markers/bad name".utf8), Array(good.utf8))
    try served.send(String(repeating: " ", count: 10_000_000), to: "s")
    try served.send(#"{"t":0.1,"markers":{"a":[1,2,3]}}"#, to: "s")
    var last: Forecast?
    repeat { last = try served.forecast(of: "s") } while last?.state == .lost
    #expect(last?.stamp.nanoseconds == 100_000_000)
    let stats = try #require(try served.next("stats/s")).withUnsafeBytes { try decodeStats($0) }
    #expect(
      stats.rejected == [
        "empty": 1, "malformed": 2, "non_finite": 1, "duplicate_marker": 1, "no_markers": 1, "too_large": 1,
      ])
    let summary = try served.end()
    #expect(summary["refused"] as? [String: Int] == ["wrong_frame_count": 2, "bad_topic": 1, "too_large": 1])
    #expect(summary["rejected"] as? Int == 11)
    // One line for each reason, however many messages there were.
    #expect(served.daemon.errors.components(separatedBy: "refused a message").count - 1 == 9)
  }

  /// Whoever says that anybody may come lets anybody come.
  @Test(arguments: [[], ["--insecure-public-bind"]]) func aPublicBindIsAsked(flags: [String]) throws {
    let folder = try Workplace()
    let program = try Program(
      ["serve", "--http", "none", "--subscribe", folder.endpoint("tracker"), "--publish", "tcp://0.0.0.0:*"]
        + flags,
      in: folder)
    if flags.isEmpty {
      #expect(program.wait() != 0)
      #expect(
        program.errors.contains("tcp://0.0.0.0:* can be reached from other machines"), "\(program.errors)")
    } else {
      while program.isRunning, !program.errors.contains("publishing on tcp://0.0.0.0:") { usleep(10_000) }
      program.interrupt()
      #expect(program.wait() == 0, "\(program.errors)")
    }
  }

  @Test func framesThatStopAreSaidToBeLost() throws {
    let served = try Served.start()
    for n in 0..<5 { try served.send(#"{"t":\#(Double(n) / 10),"markers":{"a":[1,2,\#(n)]}}"#, to: "s") }
    var last: Forecast?
    repeat { last = try served.forecast(of: "s") } while last != nil && last?.state != .lost
    #expect(last?.state == .lost)
    #expect(last?.horizons.isEmpty == true)
    try served.send(#"{"t":9,"markers":{"a":[1,2,3]}}"#, to: "s")
    repeat { last = try served.forecast(of: "s") } while last != nil && last?.state == .lost
    #expect(last?.state == .warmingUp)
    _ = try served.end()
  }

  @Test func statisticsSayHowItGoes() throws {
    let served = try Served.start(
      ["--shadow", "rls", "--rate", "10", "--lossless"], topics: ["forecast/", "stats/"])
    let frames = SyntheticBreather.recording(BreathingPattern(), seconds: 30).frames
    for frame in frames { try served.send(frame, to: "s") }
    var stats = Markercast_V1_Stats()
    repeat {
      stats = try #require(try served.next("stats/s")).withUnsafeBytes { try decodeStats($0) }
    } while stats.frames < 300 || stats.latencyS.count < 299
    #expect(stats.rateHz == 10 && !stats.rateFound)
    #expect(stats.markers == ["M1", "M2", "M3"])
    #expect(stats.forecasts >= 300 && stats.outcomes["session_started"] == 1)
    #expect(stats.accuracy.map(\.model) == ["mixture", "rls", "persistence"])
    #expect(stats.accuracy.allSatisfy { $0.costS.count > 100 && $0.costS.p50 > 0 })
    #expect(stats.weights.count == 20 && stats.weights[9].experts.count == 7)
    #expect(stats.accuracy.allSatisfy { $0.horizons.count == 20 && $0.horizons[0].count > 100 })
    #expect(stats.accuracy[1].horizons[9].rmseMm < stats.accuracy[2].horizons[9].rmseMm)
    #expect(stats.latencyS.p50 > 0 && stats.latencyS.p50 <= stats.latencyS.max)
    _ = try served.end()
  }

  @Test func aSecondSignalEndsAtOnce() throws {
    let served = try Served.start()
    served.daemon.terminate()
    served.daemon.terminate()
    #expect([0, 130].contains(served.daemon.wait()))
  }

  @Test func theSummaryHasWhatScriptsNeed() throws {
    let served = try Served.start()
    let summary = try served.end()
    for key in ["frames", "forecasts", "skipped", "rejected", "budget_misses"] {
      #expect(summary[key] is Int)
    }
    for key in ["latency_seconds", "tick_seconds", "learn_seconds"] {
      let percentiles = try #require(summary[key] as? [String: Any])
      #expect(Set(percentiles.keys) == ["count", "p50", "p90", "p99", "p999", "max"])
    }
    #expect(served.daemon.output.contains("receipt to sent"))
  }
}
