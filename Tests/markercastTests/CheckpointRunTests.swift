import Forecasting
import Foundation
import MarkerMotion
import Recordings
import Testing
import Wire

/// The real daemon, ended and started again.
@Suite(.serialized, .timeLimit(.minutes(10))) struct CheckpointRunTests {
  private static let published: [Model] = [.linear, .lms, .rtrl, .uoro, .snap1, .dni]

  private static let frames = SyntheticBreather.recording(BreathingPattern(), seconds: 65).frames

  private func flags(_ more: String...) -> [String] {
    ["--rate", "10", "--checkpoint", "state"] + more
  }

  private func files(_ folder: Workplace, _ stream: String = "s") -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path("state"))) ?? []
    return names.filter { $0.hasPrefix("\(stream).") && $0.hasSuffix(".checkpoint") }.sorted()
  }

  private func summaryOfStream(_ summary: [String: Any], _ name: String = "s") throws -> [String: Any] {
    try #require((summary["streams"] as? [String: [String: Any]])?[name])
  }

  /// When the daemon is ended: soon after the models are made, once they have learned for a while, and once more.
  private func ends(_ model: Model, _ preset: Preset) -> [Int] {
    // The published warm-up takes 300 ticks, and the first fit of `linear` 540.
    let first = preset == .pohl2021 ? 305 : 105
    return model == .linear ? [first, 560, 620] : [first, first + 145, first + 195]
  }

  @Test(arguments: Model.allCases.map { ($0, Preset.standard) } + published.map { ($0, Preset.pohl2021) })
  func goesOnToTheBit(model: Model, preset: Preset) throws {
    var configuration = SessionConfiguration()
    configuration.rate = 10
    configuration.model = model
    configuration.preset = preset
    var session = ForecastSession(configuration)
    var (sent, place) = (0, Workplace?.none)
    var last: Forecast?
    for end in ends(model, preset) {
      let served = try Served.start(
        flags("--lossless", "--model", model.rawValue, "--preset", preset.rawValue), in: place)
      for n in sent..<end {
        let frame = Self.frames[n]
        try served.send(frame, to: "s")
        _ = session.observe(frame)
        last = try served.forecast(of: "s")
        #expect(last == session.forecast(), "frame \(n)")
        while session.learn() {}
      }
      sent = end
      let summary = try summaryOfStream(try served.end())
      #expect(summary["frames"] as? Int == end && summary["checkpoints"] as? Int == 1)
      #expect(summary["checkpoints_failed"] as? Int == 0)
      place = served.folder
    }
    #expect(last?.state == .tracking && last?.model == model.rawValue)
    #expect(files(try #require(place)).count == 2)
  }

  /// Killed, the daemon goes on from what its interval has left on the disk, and marks what is missing.
  @Test func aKilledDaemonGoesOnFromItsLastCheckpoint() throws {
    let served = try Served.start(
      flags("--model", "rls", "--checkpoint-interval", "0.1s"), topics: ["forecast/", "stats/"])
    var published: Int64 = 0
    for frame in Self.frames.prefix(250) {
      try served.send(frame, to: "s")
      let message = try #require(try served.next("forecast/s"))
      published = try message.withUnsafeBytes { try decodeForecast($0).envelope.publishedNanoseconds }
    }
    // The checkpoint after the last of them; of a stream that has stopped there is no other.
    var checkpoints = Markercast_V1_Checkpoints()
    while checkpoints.newestNs <= published {
      let stats = try #require(try served.next("stats/s"))
      checkpoints = try stats.withUnsafeBytes { try decodeStats($0).checkpoints }
    }
    // One may have been taken before the newest tick was learned, and another after it.
    let written = try (0..<2).map { _ in
      try #require(try served.next("stats/s")).withUnsafeBytes { try decodeStats($0).checkpoints.written }
    }
    #expect(written[0] == written[1])
    served.daemon.kill()
    _ = served.daemon.wait()
    let place = served.folder
    _ = consume served
    let again = try Served.start(flags("--model", "rls"), in: place)
    try again.send(Self.frames[300], to: "s")
    let forecast = try #require(try again.forecast(of: "s"))
    #expect(forecast.state == .degraded && forecast.conditions.contains(.segmentStarted))
    #expect(forecast.tick == 250 && forecast.model == "rls")
    try again.send(Self.frames[301], to: "s")
    #expect(try again.forecast(of: "s")?.tick == 251)
    #expect(try summaryOfStream(try again.end())["frames"] as? Int == 252)
  }

  /// A tracker that only repeats its last frame adds nothing: what was learned is as old as that frame, and no older.
  @Test func repeatsLeaveACheckpointAsOldAsItsFrame() throws {
    var place: Workplace?
    for run in 0..<3 {
      let served = try Served.start(
        flags("--lossless", "--model", "rls", "--checkpoint-interval", "0.1s"),
        topics: ["forecast/", "stats/"],
        in: place)
      for frame in run == 0 ? Self.frames[..<150] : Self.frames[149..<150] { try served.send(frame, to: "s") }
      var stats = Markercast_V1_Stats()
      while stats.frames < 150 + run || stats.checkpoints.written == 0 {
        stats = try #require(try served.next("stats/s")).withUnsafeBytes { try decodeStats($0) }
      }
      let summary = try summaryOfStream(try served.end())
      #expect((summary["events"] as? [String: Int])?["duplicate_frame", default: 0] == run)
      place = served.folder
    }
  }

  /// The newest is damaged, the one before is whole; then both are; then they are of another configuration.
  @Test func whatIsRefusedIsPassedOver() throws {
    var place: Workplace?
    for end in [150, 200] {
      let served = try Served.start(flags("--lossless", "--model", "rls"), in: place)
      for n in end - 50..<end { try served.send(Self.frames[n], to: "s") }
      _ = try served.end()
      place = served.folder
    }
    let folder = try #require(place)
    let names = files(folder)
    func spoil(_ name: String, _ change: (inout Data) -> Void) throws {
      let url = URL(fileURLWithPath: folder.path("state/\(name)"))
      var bytes = try Data(contentsOf: url)
      change(&bytes)
      try bytes.write(to: url)
    }
    try spoil(names[1]) { $0[$0.count / 2] ^= 1 }
    try begins(
      in: folder, at: 50, saying: "state/\(names[1]) is passed over: its CRC",
      "goes on from state/\(names[0])")
    for name in files(folder) { try spoil(name) { $0 = Data("markercast".utf8) } }
    try begins(in: folder, at: 0, saying: "is passed over: it is no checkpoint")
    try begins(in: folder, at: 0, ["--seed", "2"], saying: "another configuration (seed)")
    try begins(
      in: folder, at: 0, ["--seed", "2", "--checkpoint-age", "0s"], saying: "--checkpoint-age allows 0 s")
  }

  /// Starts a daemon whose first tick of the stream is this one, and that says so.
  private func begins(
    in folder: Workplace, at tick: Int, _ more: [String] = [], saying lines: String...
  ) throws {
    let served = try Served.start(
      ["--rate", "10", "--checkpoint", "state", "--lossless", "--model", "rls"] + more, in: folder)
    try served.send(Self.frames[300], to: "s")
    #expect(try served.forecast(of: "s")?.tick == tick)
    _ = try served.end()
    for line in lines { #expect(served.daemon.errors.contains(line), "\(line): \(served.daemon.errors)") }
  }

  /// A disk without room: no file may have more than 8 blocks. Forecasts go on, the state tells, and with room it recovers.
  @Test func aFullDiskIsSurvivedShownAndRecoveredFrom() throws {
    let served = try Served.start(
      flags("--model", "rls", "--checkpoint-interval", "0.1s"), topics: ["forecast/", "stats/"],
      under: ["/bin/sh", "-c", "trap '' XFSZ; ulimit -S -f 8; exec \"$@\"", "sh"])
    // The models are made: a checkpoint wants more than there is.
    for frame in Self.frames.prefix(150) {
      try served.send(frame, to: "s")
      _ = try served.forecast(of: "s")
    }
    try untilStats(served) { $0.failed > 1 && $0.problem.contains("File too large") }
    let room = Process()
    room.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
    room.arguments = ["--pid", "\(served.daemon.number)", "--fsize=unlimited:unlimited"]
    try room.run()
    room.waitUntilExit()
    try untilStats(served) { $0.written > 0 && $0.problem.isEmpty && $0.hasNewestNs }
    let summary = try summaryOfStream(try served.end())
    #expect(summary["checkpoints"] as? Int ?? 0 > 0 && summary["checkpoints_failed"] as? Int ?? 0 > 1)
    #expect(served.daemon.errors.contains("no checkpoint: cannot write"))
    #expect(served.daemon.errors.contains("checkpoints are written again"))
  }

  @Test func aFolderThatIsGoneOrNoneIsSurvivedAndRecoveredFrom() throws {
    let served = try Served.start(
      flags("--model", "rls", "--checkpoint-interval", "0.1s"), topics: ["forecast/", "stats/"])
    try untilStats(served) { $0.written > 0 }
    let folder = served.folder.path("state")
    try FileManager.default.moveItem(atPath: folder, toPath: folder + ".away")
    try Data().write(to: URL(fileURLWithPath: folder))
    try untilStats(served) { $0.failed > 0 && $0.problem.contains("cannot make the folder") }
    try FileManager.default.removeItem(atPath: folder)
    try untilStats(served) { $0.problem.isEmpty }
    #expect(!files(served.folder).isEmpty)
    _ = try served.end()
  }

  /// It can't be written to, even by root, who has given that right away.
  @Test func aReadOnlyFolderIsSurvivedAndRecoveredFrom() throws {
    let humbly = getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"] : []
    let served = try Served.start(
      flags("--model", "rls", "--checkpoint-interval", "0.1s"), topics: ["forecast/", "stats/"],
      under: humbly)
    try untilStats(served) { $0.written > 0 }
    let folder = served.folder.path("state")
    #expect(chmod(folder, 0o500) == 0)
    try untilStats(served) { $0.failed > 0 && $0.problem.contains("Permission denied") }
    let before = files(served.folder)
    #expect(chmod(folder, 0o700) == 0)
    try untilStats(served) { $0.problem.isEmpty }
    #expect(files(served.folder) != before)
    _ = try served.end()
  }

  /// A restored stream has its markers of what all streams may have together, and where that is spent it is not restored; its
  /// checkpoint stays as it was.
  @Test func restoredStreamsStayWithinTheLimitOfMarkers() throws {
    let first = try Served.start(flags("--model", "rls", "--lossless"))
    for frame in Self.frames.prefix(150) { try first.send(frame, to: "s") }
    _ = try first.end()
    let place = first.folder
    let kept = files(place)
    _ = consume first
    // The stream that is there first has one.
    let markers = Self.frames[0].markers.count
    let again = try Served.start(
      flags("--model", "rls", "--max-markers", "\(markers)"), topics: ["forecast/", "stats/"], in: place)
    try again.send(Self.frames[150], to: "s")
    let stats = try #require(try again.next("stats/s")).withUnsafeBytes { try decodeStats($0) }
    #expect(stats.rejected == ["too_many_markers_in_all": 1] && stats.frames == 0)
    _ = try again.end()
    #expect(again.daemon.errors.contains("is passed over: "), "\(again.daemon.errors)")
    #expect(files(place) == kept)
  }

  /// Sends frames until the checkpoints of the stream are as they should.
  private func untilStats(
    _ served: borrowing Served, _ isSo: (Markercast_V1_Checkpoints) -> Bool
  ) throws {
    for frame in Self.frames.dropFirst(150).prefix(30) {
      try served.send(frame, to: "s")
      _ = try served.forecast(of: "s")
      let stats = try #require(try served.next("stats/s"))
      if try stats.withUnsafeBytes({ isSo(try decodeStats($0).checkpoints) }) { return }
    }
    Issue.record("the checkpoints never were as they should: \(served.daemon.errors)")
  }
}
