import Forecasting
import Foundation
import MarkerMotion
import Recordings
import Testing

/// `markercast tune` as a researcher runs it.
@Suite(.timeLimit(.minutes(10))) struct TuneTests {
  private func recording(in folder: Workplace, seed: Int = 1, seconds: Int = 65) throws -> String {
    let path = folder.path("breathing-\(seed).csv")
    let made = try Program.run(
      "synth", "--duration", "\(seconds)s", "--seed", "\(seed)", "--out", path, in: folder)
    #expect(made.status == 0, "\(made.errors)")
    return path
  }

  private func markercast(_ arguments: [String], in folder: Workplace) throws -> Program {
    try Program(
      ["XDG_CACHE_HOME=\(folder.path("cache"))", Program.path] + arguments, in: folder,
      executable: "/usr/bin/env")
  }

  /// Runs `tune` to its end; everything that it printed and wrote.
  private func tune(_ arguments: [String], in folder: Workplace) throws -> [String] {
    let files = ["tuned.yaml", "tuned.json"].map { folder.path($0) }
    let run = try markercast(["tune"] + arguments + ["--out", files[0], "--json", files[1]], in: folder)
    #expect(run.wait() == 0, "\(run.errors)")
    return [run.output] + (try files.map { try String(contentsOfFile: $0, encoding: .utf8) })
  }

  @Test func theReportShowsTheTrialsAndTheChoice() throws {
    let folder = try Workplace()
    let report = folder.path("report.html")
    let run = try markercast(
      [
        "tune", try recording(in: folder), "--model", "lms", "--learning-rate", "0.01,0.02", "--report",
        report,
      ],
      in: folder)
    #expect(run.wait() == 0, "\(run.errors)")
    let page = try String(contentsOfFile: report, encoding: .utf8)
    #expect(page.contains("Trials of lms") && page.contains(", chosen</strong>"))
    #expect(page.contains("Validation RMSE against learning-rate"))
  }

  /// The setting that was chosen over all recordings.
  private func chosen(_ json: String) throws -> HyperParameters {
    struct Result: Decodable {
      struct Choice: Decodable { var parameters: HyperParameters }
      var chosen: [Choice]
    }
    return try #require(try JSONDecoder().decode(Result.self, from: Data(json.utf8)).chosen.first).parameters
  }

  @Test(arguments: [
    ["--model", "lms"], ["--model", "lms", "--preset", "pohl2021"],
    ["--model", "uoro", "--protocol", "look-ahead", "--hidden", "4,8", "--window", "2", "--horizons", "0.5"],
  ])
  func theTestSpanIsNotLookedAt(arguments: [String]) throws {
    let folder = try Workplace()
    let path = try recording(in: folder, seconds: 80)
    let whole = try tune([path] + arguments, in: folder)
    #expect(whole[0].contains("chosen") && whole[2].contains("\"test_from\" : 601"))
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let head = lines.prefix(601)
    func found(_ lines: [Substring]) throws -> [String] {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
      return try tune([path] + arguments, in: folder)
    }
    #expect(try found(Array(head)) == whole)
    #expect(
      try found(head + lines.dropFirst(601).map { "\($0.prefix { $0 != "," }),1,2,3,,,,7,8,9" }) == whole)
    #expect(try found(Array(head.dropLast())) != whole)
  }

  @Test func whatIsChosenGoesToEvaluateAndServe() throws {
    let folder = try Workplace()
    let path = try recording(in: folder)
    let second = try recording(in: folder, seed: 2)
    let found = try tune(
      [
        path, second, "--hidden", "8,16", "--sigma", "0.2,0.4", "--learning-rate", "1e-3", "--each-recording",
      ],
      in: folder)
    let parameters = try chosen(found[2])
    #expect(found[1].contains("# uoro: validation RMSE") && found[1].contains("recordings:"))
    let evaluated = try markercast(
      [
        "evaluate", path, "--model", "uoro", "--parameters", folder.path("tuned.yaml"), "--json",
        folder.path("r.json"),
      ], in: folder)
    #expect(evaluated.wait() == 0, "\(evaluated.errors)")
    #expect(try String(contentsOfFile: folder.path("r.json"), encoding: .utf8).contains("\"hidden\" : "))

    let served = try Served.start(["--lossless", "--parameters", folder.path("tuned.yaml")])
    var configuration = SessionConfiguration()
    configuration.parameters = parameters
    var session = ForecastSession(configuration)
    let replay = try Program(
      ["replay", path, "--publish", served.folder.endpoint("replay"), "--speed", "max"], in: served.folder)
    for frame in try Recording(path: path).frames {
      _ = session.observe(frame)
      #expect(try served.forecast(of: "breathing-1") == session.forecast())
      while session.learn() {}
    }
    #expect(replay.wait() == 0)
    _ = try served.end()
  }

  @Test func shardsJoinedAreTheSameBytes() throws {
    let folder = try Workplace()
    let arguments = [
      try recording(in: folder), "--model", "uoro,lms", "--runs", "2", "--search", "random", "--trials", "3",
      "--hidden", "4..40", "--learning-rate", "1e-4..1e-1",
    ]
    let whole = try tune(arguments, in: folder)
    let files = (1...4).map { folder.path("shard-\($0).json") }
    func share(_ i: Int) throws -> Program {
      let run = try markercast(
        ["tune"] + arguments + ["--shard", "\(i)/4", "--json", files[i - 1], "--jobs", "1"], in: folder)
      #expect(run.wait() == 0, "\(run.errors)")
      return run
    }
    for i in [3, 1, 4] { #expect(try share(i).output.contains("Shard \(i)/4: ")) }
    let early = try markercast(["tune", "--merge", files[0], files[2], files[3]], in: folder)
    #expect(early.wait() == 65 && early.errors.contains("shard 2/4 is missing"), "\(early.errors)")
    _ = try share(2)
    #expect(try tune(["--merge"] + files.reversed(), in: folder) == whole)
    #expect(try share(2).errors.contains("Shard 2/4 is finished"))
    let missing = try markercast(["tune", "--merge", folder.path("none.json")], in: folder)
    #expect(missing.wait() == 66 && missing.errors.contains("none.json"))
    let nonsense = try markercast(["tune", "--merge", arguments[0]], in: folder)
    #expect(nonsense.wait() == 65 && nonsense.errors.contains("breathing-1.csv is no file"))
  }

  /// Far more settings than can be finished, stopped in their midst; a search that shares the first of them goes on.
  @Test func aSearchThatWasStoppedGoesOn() throws {
    let folder = try Workplace()
    let path = try recording(in: folder)
    func settings(_ count: Int) -> [String] {
      [
        path, "--jobs", "1", "--hidden", "8", "--learning-rate",
        (0..<count).map { "\(Double(1000 + $0) / 1e7)" }.joined(separator: ","), "--sigma", "0.3",
      ]
    }
    let first = try markercast(["tune"] + settings(5000), in: folder)
    while first.isRunning, first.finished(of: 5000) < 3 { usleep(1000) }
    first.interrupt()
    #expect(first.wait() == 130)
    #expect(first.errors.contains("the same command goes on"))
    // What the first three were is known; a setting that it can't have come to is there beside them.
    var fewer = settings(3)
    fewer[6] += ",0.5"
    let second = try markercast(["tune"] + fewer, in: folder)
    #expect(second.wait() == 0)
    #expect(second.errors.contains("Going on: 3 of 4 runs were finished before"), "\(second.errors)")
    #expect(second.output.contains("grid of 4 settings"))
  }

  @Test func halvingSaysHowFarEachSettingCame() throws {
    let folder = try Workplace()
    let found = try tune(
      [
        try recording(in: folder), try recording(in: folder, seed: 2), "--model", "lms", "--search",
        "halving", "--trials", "4", "--learning-rate", "0.001..0.1",
      ], in: folder)
    #expect(found[0].contains("halving of 4 settings"))
    #expect(found[2].components(separatedBy: "rung 2 of 2: 2 of 2 runs").count == 3)
    #expect(found[2].components(separatedBy: "rung 1 of 2: 1 of 2 runs").count == 3)
  }

  @Test(arguments: [
    (["--model", "rls", "--protocol", "look-ahead"], 64, "rls does not exist under --protocol look-ahead"),
    (["--search", "halving", "--shard", "1/2", "--json", "x"], 64, "neither with --shard"),
    (["--shard", "1/2"], 64, "name it with --json"), (["--shard", "3/2", "--json", "x"], 64, "--shard"),
    (["--shard", "1/2", "--json", "x", "--out", "y"], 64, "--merge"), (["--trials", "5"], 64, "--trials"),
    (["--learning-rate", "0.1..0.2"], 64, "--learning-rate is a range"),
    (["--window", "10,20"], 64, "no model of uoro has a --window with preset default"),
    (["--hidden", "0,10"], 64, "--hidden takes whole numbers"), (["--hidden", "5.5"], 64, "--hidden"),
    (["--sigma", "0.2..0.1"], 64, "--sigma"), (["--validate-from", "601"], 64, "before --test-from"),
    (["--model", "persistence"], 65, "persistence has nothing to tune"),
    (["--test-from", "300"], 65, "none of them from sample 301 on"),
    (["--search", "halving"], 65, "give --runs"),
    (["--model", "lms", "--out", "/nowhere/x.yaml"], 65, "/nowhere/x.yaml"),
    (["missing.csv"], 66, "missing.csv"),
  ])
  func whatCannotBeIsSaid(arguments: [String], status: Int32, sentence: String) throws {
    let folder = try Workplace()
    let run = try markercast(["tune", try recording(in: folder)] + arguments, in: folder)
    #expect(run.wait() == status, "\(run.errors)")
    #expect(run.errors.contains(sentence), "\(run.errors)")
  }
}
