import Foundation
import MarkerMotion
import Recordings
import Testing
import Wire

/// `markercast evaluate` as a researcher runs it.
@Suite(.timeLimit(.minutes(10))) struct EvaluateTests {
  private func recording(in folder: Workplace, _ name: String = "breathing", seconds: Int = 80) throws
    -> String
  {
    let path = folder.path("\(name).csv")
    let made = try Program.run(
      "synth", "--duration", "\(seconds)s", "--sighs", "1", "--out", path, in: folder)
    #expect(made.status == 0, "\(made.errors)")
    return path
  }

  private func evaluate(_ arguments: [String], in folder: Workplace) throws -> Program {
    try Program(
      ["XDG_CACHE_HOME=\(folder.path("cache"))", Program.path, "evaluate"] + arguments, in: folder,
      executable: "/usr/bin/env")
  }

  /// Rule 2, from end to end: what evaluate scores is what the daemon sends, to the bit.
  @Test(arguments: ["uoro", "lms"])
  func evaluateForecastsWhatTheDaemonSends(model: String) throws {
    let served = try Served.start(["--lossless", "--model", model, "--coverage", "0.9,0.95"])
    let path = try recording(in: served.folder, seconds: 75)
    let replay = try Program(
      ["replay", path, "--publish", served.folder.endpoint("replay"), "--speed", "max"], in: served.folder)
    let evaluated = try evaluate(
      [
        path, "--model", model, "--horizons", (1...20).map { "\(Double($0) / 10)" }.joined(separator: ","),
        "--coverage", "0.9,0.95", "--forecasts", served.folder.path("forecasts.csv"),
      ], in: served.folder)
    #expect(evaluated.wait() == 0, "\(evaluated.errors)")
    var rows: [String: [Double]] = [:]
    let text = try String(contentsOfFile: served.folder.path("forecasts.csv"), encoding: .utf8)
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      rows["\(fields[3]) \(fields[4]) \(fields[5])"] = fields[6...10].compactMap { Double($0) }
    }
    var compared = 0
    for row in try Recording(path: path).frames.indices {
      let forecast = try #require(try served.forecast(of: "breathing"))
      for horizon in forecast.horizons {
        for marker in horizon.markers {
          let key = "\(row) \(Int((horizon.seconds * 10).rounded())) \(marker.name)"
          guard let ours = rows[key], let place = marker.position else { continue }
          #expect(ours == [place.x, place.y, place.z] + marker.radii && marker.radii.count == 2, "\(key)")
          compared += 1
        }
      }
    }
    #expect(compared == 150 * 20 * 3 && compared == rows.count)
    #expect(replay.wait() == 0)
    _ = try served.end()
  }

  @Test func equalRunsGiveEqualFiles() throws {
    let folder = try Workplace()
    let path = try recording(in: folder)
    var files: [Data] = []
    for jobs in ["1", "2", "2"] {
      let run = try evaluate(
        [
          path, "--model", "uoro,persistence", "--runs", "3", "--jobs", jobs, "--json", folder.path("r.json"),
        ],
        in: folder)
      #expect(run.wait() == 0, "\(run.errors)")
      #expect(run.output.contains("protocol causal, preset default"))
      files.append(try Data(contentsOf: URL(fileURLWithPath: folder.path("r.json"))))
    }
    #expect(Set(files).count == 1)
  }

  @Test func theTimeOfACoreIsToldWhereItIsAskedFor() throws {
    let folder = try Workplace()
    let arguments = [try recording(in: folder), "--model", "lms,persistence", "--horizons", "0.5"]
    for isTimed in [false, true] {
      let run = try evaluate(arguments + (isTimed ? ["--timing"] : []), in: folder)
      #expect(run.wait() == 0, "\(run.errors)")
      #expect(run.output.contains("Seconds of recording that one core goes through in a second") == isTimed)
      let rows = run.output.components(separatedBy: "µs a tick\n").dropFirst().first?.split(separator: "\n")
      let speeds = (rows ?? []).prefix(2).compactMap { Double($0.split(separator: " ")[1]) }
      #expect(speeds.count == (isTimed ? 2 : 0) && speeds.allSatisfy { $0 > 0 }, "\(run.output)")
    }
  }

  /// Killed in the middle, what was finished is not run again, and the file is what an uninterrupted command writes. The
  /// interrupted one has far more runs than it can finish before the signal comes, and leaves a model for the second to do.
  @Test func anInterruptedRunGoesOn() throws {
    let folder = try Workplace()
    let path = try recording(in: folder)
    func arguments(_ models: String, runs: Int, _ file: String) -> [String] {
      [path, "--model", models, "--runs", "\(runs)", "--jobs", "1", "--json", folder.path(file)]
    }
    let whole = try evaluate(arguments("uoro,lms", runs: 6, "whole.json"), in: folder)
    #expect(whole.wait() == 0)
    let first = try evaluate(arguments("uoro", runs: 20_000, "r.json"), in: folder)
    while first.isRunning, first.finished(of: 20_000) < 3 { usleep(1000) }
    first.interrupt()
    #expect(first.wait() == 130)
    #expect(first.errors.contains("the same command goes on"))
    let second = try evaluate(arguments("uoro,lms", runs: 6, "r.json"), in: folder)
    #expect(second.wait() == 0)
    #expect(second.errors.contains("Going on: "), "\(second.errors)")
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: folder.path("r.json")))
        == Data(contentsOf: URL(fileURLWithPath: folder.path("whole.json"))))
  }

  @Test(arguments: [
    (["--protocol", "look-ahead", "--model", "rls"], 64, "rls does not exist under --protocol look-ahead"),
    (["--model", "leak"], 64, "leak does not exist under --protocol causal"),
    (["--horizons", "0.1", "--horizon-ticks", "1"], 64, "not both"),
    (["--coverage", "0.9,1"], 64, "--coverage takes one to three"), (["--coverage", "0"], 64, "--coverage"),
    (["--coverage", "0.5,0.6,0.7,0.8"], 64, "--coverage"), (["--coverage", "0.9,0.9"], 64, "--coverage"),
    (["--coverage", "nan"], 64, "--coverage"), (["--coverage", "many"], 64, "'many' is invalid"),
    (["--horizons=-1"], 64, "--horizons takes"), (["--runs", "0"], 64, "--runs"),
    (["--test-from", "5000"], 65, "none of them from --test-from 5000"),
    (["--protocol", "look-ahead", "--model", "lms", "--horizons", "0.25"], 65, "whole number of ticks"),
    (["--parameters", "missing.yaml"], 66, "missing.yaml"),
    (["--json", "/nowhere/x.json"], 65, "/nowhere/x.json"), (["--report", "/tmp"], 65, "cannot write /tmp"),
    (["--model", "lms", "--hidden", "8"], 64, "no model of lms has a --hidden"),
    (["--perturb-after", "700"], 65, "none of them after row 700"),
    (["--perturb-after", "600", "--csv", "x"], 64, "--perturb-after gives no scores"),
  ])
  func whatCannotBeIsSaid(arguments: [String], status: Int32, sentence: String) throws {
    let folder = try Workplace()
    let run = try evaluate([try recording(in: folder, seconds: 65)] + arguments, in: folder)
    #expect(run.wait() == status, "\(run.errors)")
    #expect(run.errors.contains(sentence), "\(run.errors)")
    #expect(!run.errors.contains("runs:"), "said after the work: \(run.errors)")
  }

  @Test func aParametersFileSetsModels() throws {
    let folder = try Workplace()
    let path = try recording(in: folder)
    try Data("models:\n  uoro:\n    hidden: 8\n    learning-rate: 0.001\n".utf8)
      .write(to: URL(fileURLWithPath: folder.path("p.yaml")))
    let run = try evaluate(
      [path, "--model", "uoro", "--parameters", folder.path("p.yaml"), "--json", folder.path("r.json")],
      in: folder)
    #expect(run.wait() == 0, "\(run.errors)")
    let text = try String(contentsOfFile: folder.path("r.json"), encoding: .utf8)
    #expect(text.contains("\"hidden\" : 8") && text.contains("\"learning-rate\" : 0.001"))
    try Data("models:\n  uoro:\n    hiden: 8\n".utf8).write(to: URL(fileURLWithPath: folder.path("q.yaml")))
    let refused = try evaluate([path, "--parameters", folder.path("q.yaml")], in: folder)
    #expect(refused.wait() == 65 && refused.errors.contains("hiden"), "\(refused.errors)")
    try Data("models: {}\nrecording: {}\n".utf8).write(to: URL(fileURLWithPath: folder.path("r.yaml")))
    let unknown = try evaluate([path, "--parameters", folder.path("r.yaml")], in: folder)
    #expect(unknown.wait() == 65 && unknown.errors.contains("'recording' is neither"), "\(unknown.errors)")
  }

  @Test func thePerturbationTellsWhatHasSeenTheFuture() throws {
    let folder = try Workplace()
    let run = try evaluate(
      [
        try recording(in: folder), "--protocol", "both", "--preset", "pohl2021", "--model", "lms",
        "--horizon-ticks", "20", "--perturb-after", "700",
      ], in: folder)
    #expect(run.wait() == 0, "\(run.errors)")
    let rows = run.output.split(separator: "\n").filter { $0.hasPrefix("lms") }
      .map { $0.split(separator: " ", omittingEmptySubsequences: true) }
    #expect(rows.map { $0[5] } == ["0", "19"])
  }
}
