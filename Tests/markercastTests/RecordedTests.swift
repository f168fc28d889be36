import Foundation
import MarkerMotion
import Recordings
import Service
import Testing
import Wire

/// A night: a daemon that is recorded, and looked back at.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RecordedTests {
  private static let horizons = "0.1,0.5,1,2"

  private func course(_ stream: String, in folder: Workplace, _ file: String = "night") -> StreamCourse? {
    try? RecordedFile(path: folder.path(file), only: stream).streams.first
  }

  /// A recorder of all that passes, which is known to hear the tracker, or the daemon alone.
  private func recorder(
    of served: borrowing Served, _ endpoints: [String] = ["tracker", "out"], _ flags: [String] = []
  ) throws -> Program {
    let folder = served.folder
    let record = try Program(
      [
        "record", "--subscribe", endpoints.map { folder.endpoint($0) }.joined(separator: ","), "--out",
        "night",
      ] + flags, in: folder)
    let before = course("probe", in: folder)
    var n = 1e6
    while record.isRunning {
      let now = course("probe", in: folder)
      if (now?.forecasts ?? 0) > (before?.forecasts ?? 0),
        !endpoints.contains("tracker") || (now?.frames ?? 0) > (before?.frames ?? 0)
      {
        return record
      }
      try served.send(
        Frame(stamp: Stamp(seconds: n)!, markers: [Marker(name: "p", position: [1.1, 2.2, 3.3])]), to: "probe"
      )
      n += 0.1
      usleep(20_000)
    }
    Issue.record("the recorder did not begin: \(record.errors)")
    return record
  }

  /// Sends the frames of a recording, and ends the daemon and the recorder once all forecasts are in the file.
  private func finish(
    _ record: Program, _ served: borrowing Served, _ frames: [Frame], _ stream: String = "a"
  ) throws {
    for frame in frames { try served.send(frame, to: stream) }
    while record.isRunning, (course(stream, in: served.folder)?.forecasts ?? 0) < frames.count {
      usleep(50_000)
    }
    _ = try served.end()
    record.interrupt()
    #expect(record.wait() == 0, "\(record.errors)")
  }

  private func recording(in folder: Workplace, seconds: Int = 80) throws -> [Frame] {
    let made = try Program.run(
      "synth", "--duration", "\(seconds)s", "--sighs", "1", "--out", "a.csv", in: folder)
    #expect(made.status == 0, "\(made.errors)")
    return try Recording(path: folder.path("a.csv")).frames
  }

  private func evaluate(_ arguments: [String], in folder: Workplace) throws -> Program {
    let run = try Program(
      ["XDG_CACHE_HOME=\(folder.path("cache"))", Program.path, "evaluate"] + arguments, in: folder,
      executable: "/usr/bin/env")
    #expect(run.wait() == 0, "\(run.errors)")
    return run
  }

  private func scores(_ file: String, _ model: String, in folder: Workplace) throws -> [NSDictionary] {
    let results = try #require(folder.object(file)["results"] as? [[String: Any]])
    let plain = results.filter { $0["model"] as? String == model }.map { score in
      score.filter { !["recording", "protocol", "model"].contains($0.key) }
    }
    return plain.map { $0 as NSDictionary }
  }

  /// Rule 2, the morning after: what was published scores as evaluate scores the same model on the same frames.
  @Test(arguments: ["uoro", "lms"]) func aNightScoresAsItsEvaluation(model: String) throws {
    let served = try Served.start([
      "--lossless", "--rate", "10", "--model", model, "--horizons", Self.horizons, "--coverage", "0.9,0.5",
    ])
    let folder = served.folder
    let frames = try recording(in: folder)
    let record = try recorder(of: served)
    try finish(record, served, frames)
    for (from, published) in [("1", "published-any-state"), ("601", "published")] {
      _ = try evaluate(
        [
          "a.csv", "--model", "\(model),persistence", "--rate", "10", "--horizons", Self.horizons,
          "--coverage",
          "0.9,0.5", "--test-from", from, "--json", folder.path("evaluated.json"),
        ], in: folder)
      let run = try evaluate(
        [
          "--recorded", "night", "--stream", "a", "--test-from", from, "--json", folder.path("recorded.json"),
          "--report", folder.path("night.html"), "--csv", folder.path("night.csv"), "--percentiles",
          folder.path("night.hgrm"),
        ], in: folder)
      let expected = try scores("evaluated.json", model, in: folder)
      #expect(expected.count == 4)
      #expect(try scores("recorded.json", published, in: folder) == expected, "\(published)")
      let errors = expected.compactMap { $0["rmse_mm"] as? Double }.map { String(format: "%.3f", $0) }
      let rows = run.output.split(separator: "\n").filter {
        $0.hasPrefix("  published") && $0.contains("RMSE")
      }
      .map { $0.split(separator: " ").dropFirst(2).prefix(4).map(String.init) }
      #expect(rows.contains(errors), "\(errors) in \(run.output)")
      let still = try scores("evaluated.json", "persistence", in: folder).map { $0["rmse_mm"] as? Double }
      let persistence = published.replacing("published", with: "persistence")
      #expect(try scores("recorded.json", persistence, in: folder).map { $0["rmse_mm"] as? Double } == still)
    }
    let page = try String(contentsOfFile: folder.path("night.html"), encoding: .utf8)
    #expect(page.contains("Stream a") && page.contains("latency-0") && page.contains("state_tracking"))
    #expect(try String(contentsOfFile: folder.path("night.hgrm"), encoding: .utf8).contains("#[Mean"))
    #expect(try String(contentsOfFile: folder.path("night.csv"), encoding: .utf8).contains("recorded,"))
    let inspected = try Program.run("inspect", "night", in: folder)
    #expect(inspected.status == 0 && inspected.output.contains("Stream a: 800 frames, "))
    #expect(inspected.output.contains("state_tracking") && inspected.output.contains("Stream probe:"))
  }

  /// The lines of `record --forecasts` beside the recording of `record --markers`, as well.
  @Test func linesAndARecordingScoreTheSame() throws {
    let served = try Served.start([
      "--lossless", "--rate", "10", "--model", "lms", "--horizons", Self.horizons,
    ])
    let folder = served.folder
    let record = try recorder(
      of: served, ["tracker", "out"], ["--markers", "m.csv", "--forecasts", "f.jsonl"])
    // The first stream that comes is the one by which the recorder is known to hear: its marker now moves.
    let frames = try recording(in: folder, seconds: 30).map { frame in
      Frame(
        stamp: frame.stamp.advanced(by: 2e6),
        markers: [Marker(name: "p", position: frame.markers[0].position)])
    }
    try finish(record, served, frames, "probe")
    _ = try evaluate(
      ["--recorded", "night", "--stream", "probe", "--json", folder.path("one.json")], in: folder)
    _ = try evaluate(["m.csv", "--recorded", "f.jsonl", "--json", folder.path("two.json")], in: folder)
    #expect(try scores("one.json", "published", in: folder).count == 4)
    for model in ["published", "published-any-state", "persistence"] {
      #expect(try scores("one.json", model, in: folder) == scores("two.json", model, in: folder), "\(model)")
    }
  }

  @Test func withoutFramesNothingIsScoredAndThatIsSaid() throws {
    let served = try Served.start(["--lossless", "--rate", "10", "--model", "lms"])
    let record = try recorder(of: served, ["out"])
    try finish(record, served, try recording(in: served.folder, seconds: 20))
    let run = try evaluate(
      ["--recorded", "night", "--stream", "a", "--report", served.folder.path("r.html")], in: served.folder)
    #expect(run.output.contains("No frames of stream a were recorded"), "\(run.output)")
    #expect(run.output.contains("latency, to encoded") && !run.output.contains("RMSE"))
  }

  /// A recorder that is killed loses no more than a second, and one that is started anew goes on in its file.
  @Test func aNightOfTwoRecordersIsOne() throws {
    let served = try Served.start([
      "--lossless", "--rate", "10", "--model", "lms", "--horizons", Self.horizons,
    ])
    let first = try recorder(of: served)
    first.kill()
    #expect(first.wait() == -SIGKILL)
    let before = try #require(course("probe", in: served.folder))
    let handle = try #require(FileHandle(forWritingAtPath: served.folder.path("night")))
    try handle.truncate(atOffset: try handle.seekToEnd() - 100)
    try handle.close()
    let second = try recorder(of: served)
    try finish(second, served, try recording(in: served.folder, seconds: 20))
    let after = try #require(course("probe", in: served.folder))
    #expect(after.frames + after.forecasts > before.frames + before.forecasts && after.start == before.start)
    let inspected = try Program.run("inspect", "night", "--json", in: served.folder)
    let files = try JSONSerialization.jsonObject(with: Data(inspected.output.utf8)) as? [[String: Any]]
    #expect(files?.first?["bytes_passed_over"] as? Int ?? 0 > 0)
  }

  @Test(arguments: [
    (["evaluate", "--recorded", "none"], 66, "cannot open none"),
    (["evaluate", "--recorded", "empty"], 65, "empty is empty"),
    (["evaluate", "--recorded", "a.csv"], 65, "a.csv holds no messages"),
    (["evaluate", "--recorded", "bare"], 65, "bare holds no messages of a stream"),
    (["evaluate", "--recorded", "bare", "--stream", "x"], 65, "bare holds no messages of stream x"),
    (["evaluate", "--recorded", "bare", "--model", "rls"], 64, "leave out --model"),
    (["evaluate", "--recorded", "bare", "--hidden", "3"], 64, "leave out models' flags"),
    (["evaluate", "a.csv", "b.csv", "--recorded", "bare"], 64, "one recording at most"),
    (["evaluate", "a.csv", "--percentiles", "x"], 64, "go with --recorded"),
    (["record", "--out", "a.csv"], 65, "a.csv holds no messages"),
    (["record", "--out", "/no/such/folder/x"], 65, "cannot write /no/such/folder/x"),
    (["serve", "--percentiles", "/no/such/folder/x"], 65, "cannot write /no/such/folder/x"),
    (["bench", "--percentiles", "/no/such/folder/x"], 65, "cannot write /no/such/folder/x"),
  ])
  func whatCannotBeIsSaid(arguments: [String], status: Int32, sentence: String) throws {
    let folder = try Workplace()
    for (name, text) in [
      ("empty", ""), ("a.csv", "time_s,a_x_mm\n0,1\n0.1,2\n"), ("bare", "markercast messages 1\n"),
    ] {
      try Data(text.utf8).write(to: folder.url.appending(path: name))
    }
    let program = try Program(arguments, in: folder)
    #expect(program.wait() == status, "\(program.errors)")
    #expect(program.errors.contains(sentence), "\(program.errors)")
  }
}
