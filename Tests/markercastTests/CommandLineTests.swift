import Foundation
import MarkerMotion
import Recordings
import Testing
import Wire

@Suite(.timeLimit(.minutes(10))) struct CommandLineTests {
  @Test(arguments: [
    (["serve", "--horizons", "0"], 64, "--horizons takes"), (["serve", "--rate", "x"], 64, "'x' is invalid"),
    (["serve", "--coverage", "0.9,1.5"], 64, "--coverage takes one to three different numbers"),
    (["serve", "--config", "sure.yaml"], 65, "sure.yaml:2: --coverage takes one to three different numbers"),
    (["serve", "--no-such-flag"], 64, "Unknown option"),
    (["serve", "--shard", "6/5"], 64, "The value '6/5' is invalid for '--shard <i/n>'"),
    (["serve", "--streams", "a,,b"], 64, "--streams takes patterns of 1 to 200 characters"),
    (["proxy", "--frontend", "tcp://127.0.0.1:*"], 64, "Missing expected argument '--backend"),
    (["proxy", "--frontend", "tcp://*:0", "--backend", "tcp://127.0.0.1:*"], 69, "nothing is encrypted"),
    (["proxy", "--frontend", "tcp://127.0.0.1:*", "--backend", "nowhere"], 69, "; name one such as tcp://"),
    (
      ["proxy", "--frontend", "ipc:///no/such/folder/x", "--backend", "tcp://127.0.0.1:*"], 69,
      "cannot bind ipc:///no/such/folder/x: "
    ),
    (["replay", "none.csv"], 66, "there is no recording none.csv"),
    (["inspect", "spoiled.csv"], 65, "spoiled.csv:2: the row has 2 fields"),
    (["serve", "--publish", "tcp://*:0"], 69, "nothing is encrypted"),
    (["serve", "--publish", "epgm://eth0;239.0.0.1:5555"], 69, "nothing is encrypted"),
    (["replay", "good.csv", "--publish", "tcp://*:0"], 69, "nothing is encrypted"),
    (["record", "--markers", "m.csv", "--subscribe", "@tcp://*:0"], 69, "nothing is encrypted"),
    (["monitor", "--subscribe", "@tcp://*:0"], 69, "nothing is encrypted"),
    (["serve", "--max-markers", "0"], 64, "--max-markers must lie between 1 and 1000000"),
    (["serve", "--publish", "ipc:///no/such/folder/x"], 69, "cannot bind ipc:///no/such/folder/x: "),
    (["serve", "--subscribe", "nowhere"], 69, "; name one such as tcp://127.0.0.1:5556"),
    (["serve", "--config", "none.yaml"], 65, "cannot read the configuration file none.yaml"),
    (["serve", "--config", "bad.yaml"], 65, "bad.yaml:2: The value 'fast' is invalid for '--rate <Hz>'"),
    (
      ["serve", "--config", "unknown.yaml"], 65,
      "unknown.yaml:1: Unknown option '--rat'. Did you mean '--rate'?"
    ),
    (["synth", "--rate", "2", "--out", "x.csv"], 64, "--rate must lie between 3 and 120"),
    (["synth", "--out", "/no/such/folder/x.csv"], 65, "cannot write /no/such/folder/x.csv"),
    (["replay", "none.csv", "--speed", "1e-300"], 64, "'1e-300' is invalid"),
    (["record"], 64, "say what to record"),
    (["serve", "--experts", "uoro,mixture"], 64, "a mixture is no expert of a mixture"),
    (["serve", "--experts", "guided-analogue"], 64, "guided-analogue wants its guide, uoro, in the list"),
    (["serve", "--model", "uoro", "--experts", "rls"], 64, "--experts is for --model mixture"),
    (["evaluate", "a.csv", "--model", "rls", "--experts", "rls"], 64, "--experts is for --model mixture"),
    (["serve", "--parameters", "experts.yaml"], 65, "uoro has no experts"),
    (["record", "--markers", "/no/such/folder/x.csv"], 65, "cannot write /no/such/folder/x.csv"),
    (["serve", "--summary", "/no/such/folder/x.json"], 65, "cannot write /no/such/folder/x.json"),
    (["bench", "--rate", "2"], 64, "--rate must lie between 3 and 120"),
    (["bench", "--markers", "0"], 64, "--markers must lie between 1 and"),
    (["bench", "--warm-up", "0"], 64, "--warm-up must lie between 1 s and an hour"),
    (["bench", "--horizons", "11"], 64, "--horizons takes 1 to 120 numbers"),
    (["bench", "--transport", "udp"], 64, "'udp' is invalid"),
    (["bench", "--json", "/no/such/folder/x.json"], 65, "cannot write /no/such/folder/x.json"),
    (["serve", "--config", "help.yaml"], 65, "help.yaml:1: this entry cannot stand in a configuration file"),
  ])
  func errorsSayWhatAndWhereAndEndWithTheirStatus(arguments: [String], status: Int32, sentence: String) throws
  {
    let folder = try Workplace()
    for (name, text) in [
      ("spoiled.csv", "time_s,a_x_mm,a_y_mm,a_z_mm\n0,1\n"), ("bad.yaml", "seed: 3\nrate: fast\n"),
      ("good.csv", "time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,2,3\n0.1,1,2,3\n"), ("unknown.yaml", "rat: 5\n"),
      ("help.yaml", "help: true\n"),
      ("sure.yaml", "rate: 10\ncoverage: [0.9, 1]\n"),
      ("experts.yaml", "models:\n  uoro:\n    experts: [rls]\n"),
    ] {
      try Data(text.utf8).write(to: folder.url.appending(path: name))
    }
    let program = try Program(arguments, in: folder)
    #expect(program.wait() == status)
    #expect(program.errors.contains(sentence), "\(program.errors)")
  }

  @Test(arguments: [
    "serve", "proxy", "replay", "record", "monitor", "evaluate", "tune", "synth", "inspect", "bench",
    "keys",
  ])
  func helpReadsLikeAPage(command: String) throws {
    let help = try Program.run(command, "--help", in: Workplace())
    #expect(help.status == 0)
    #expect(help.output.contains("OVERVIEW") && help.output.contains("EXAMPLE"))
  }

  @Test func theConfigurationFileIsOverruledByFlagsAndRoundTrips() throws {
    let folder = try Workplace()
    try Data(
      "rate: 30\nhorizons: [0.1, 1]\nlossless: true\nbudget: 5ms\nexperts: [mean, rls]\nexplain: true\ncoverage: [0.8, 0.95]\nshadow: [rls, lms]\nstreams: ['*-left', bed]\nshard: 2/5\n"
        .utf8
    )
    .write(to: folder.url.appending(path: "a.yaml"))
    let first = try Program.run(
      "serve", "--config", "a.yaml", "--rate", "12", "--no-lossless", "--print-config", in: folder)
    #expect(first.status == 0)
    for line in [
      "rate: 12.0", "- 0.1\n- 1.0\n", "lossless: false", "budget: 0.005s", "- rls\n- lms",
      "coverage:\n- 0.8\n- 0.95", "shard: 2/5", "-left'\n- bed",
    ] {
      #expect(first.output.contains(line), "\(line) in \(first.output)")
    }
    try Data(first.output.utf8).write(to: folder.url.appending(path: "b.yaml"))
    #expect(
      try Program.run("serve", "--config", "b.yaml", "--print-config", in: folder).output == first.output)
  }

  @Test func synthIsSeededAndInspectReadsIt() throws {
    let folder = try Workplace()
    for name in ["a", "b"] {
      #expect(
        try Program.run("synth", "--duration", "30s", "--seed", "5", "--out", "\(name).csv", in: folder)
          .status == 0)
    }
    let a = try Data(contentsOf: folder.url.appending(path: "a.csv"))
    #expect(a == (try Data(contentsOf: folder.url.appending(path: "b.csv"))))
    let page = try Program.run("inspect", "a.csv", in: folder).output
    #expect(page.contains("300 frames in 29.9 s, 3 markers, 10 Hz"))
    let json = try Program.run("inspect", "a.csv", "--json", in: folder).output
    let objects = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(objects[0]["frames"] as? Int == 300)
  }

  @Test func whatIsReplayedIsRecordedAgain() throws {
    let served = try Served.start(["--lossless"])
    let folder = served.folder
    #expect(
      try Program.run("synth", "--duration", "20s", "--drop-outs", "0.02", "--out", "a.csv", in: folder)
        .status == 0)
    let frames = try Recording(path: folder.path("a.csv")).frames
    let record = try Program(
      [
        "record", "--subscribe", "\(folder.endpoint("again")),\(folder.endpoint("out"))", "--stream", "a",
        "--markers", "again.csv", "--forecasts", "forecasts.jsonl",
      ], in: folder)
    // The recorder is the only subscriber here, so replay waits for it.
    let replay = try Program(
      ["replay", "a.csv", "--publish", folder.endpoint("again"), "--speed", "max"], in: folder)
    #expect(replay.wait() == 0)
    // The daemon gets the same frames from this process; its forecasts are recorded beside them.
    for frame in frames { try served.send(frame, to: "a") }
    for _ in frames { _ = try served.forecast(of: "a") }
    _ = try served.end()
    record.interrupt()
    #expect(record.wait() == 0)
    #expect(record.output.contains("a: \(frames.count) frames"), "\(record.output)")
    #expect(try Recording(path: folder.path("again.csv")).frames.map(\.markers) == frames.map(\.markers))
    let lines = try String(contentsOfFile: folder.path("forecasts.jsonl"), encoding: .utf8).split(
      separator: "\n")
    #expect(lines.count >= frames.count - 1)
    for line in lines { _ = try Array(line.utf8).withUnsafeBytes { try decodeForecast($0) } }
  }

  /// A crash loses no more than the last second: what came before is in the file while the recorder still runs.
  @Test func aRecorderThatIsKilledHasWrittenWhatCameBefore() throws {
    let served = try Served.start()
    let record = try Program(
      ["record", "--subscribe", served.folder.endpoint("out"), "--forecasts", "f.jsonl", "--stream", "s"],
      in: served.folder)
    func lines() -> [Substring] {
      ((try? String(contentsOfFile: served.folder.path("f.jsonl"), encoding: .utf8)) ?? "")
        .split(separator: "\n")
    }
    var n = 0.0
    while record.isRunning, lines().count < 5 {
      try served.send(#"{"t":\#(n),"markers":{"a":[1,2,\#(n)]}}"#, to: "s")
      _ = try served.forecast(of: "s")
      n += 0.1
    }
    record.kill()
    #expect(record.wait() == -SIGKILL)
    for line in lines() { _ = try Array(line.utf8).withUnsafeBytes { try decodeForecast($0) } }
    _ = try served.end()
  }

  /// Frames that never pause keep neither the disk nor the end waiting.
  @Test func aRecordingUnderAFloodIsWrittenAndEnds() throws {
    let folder = try Workplace()
    #expect(try Program.run("synth", "--duration", "20s", "--out", "a.csv", in: folder).status == 0)
    let record = try Program(
      ["record", "--subscribe", folder.endpoint("flood"), "--markers", "again.csv"], in: folder)
    let replay = try Program(
      ["replay", "a.csv", "--publish", folder.endpoint("flood"), "--speed", "max", "--loop"], in: folder)
    func written() -> Int {
      ((try? FileManager.default.attributesOfItem(atPath: folder.path("again.csv")))?[.size] as? Int) ?? 0
    }
    while record.isRunning, replay.isRunning, written() < 1_000_000 { usleep(10_000) }
    record.interrupt()
    #expect(record.wait() == 0, "\(record.errors)")
    #expect(record.output.hasPrefix("a: "))
    replay.terminate()
  }

  @Test func theMonitorShowsWhatStatisticsSay() throws {
    let served = try Served.start()
    let monitor = try Program(
      ["monitor", "--subscribe", served.folder.endpoint("out"), "--count", "3"], in: served.folder)
    while monitor.isRunning {
      try served.send(#"{"t":\#(Date().timeIntervalSince1970),"markers":{"a":[1,2,3]}}"#, to: "couch")
      _ = try served.forecast(of: "couch")
    }
    #expect(monitor.wait() == 0)
    #expect(monitor.output.contains("couch           warming up"), "\(monitor.output)")
    _ = try served.end()
  }
}
