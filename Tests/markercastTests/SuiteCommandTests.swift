import Foundation
import Recordings
import Testing

/// `markercast evaluate --suite` and `synth --motion`.
@Suite(.timeLimit(.minutes(10))) struct SuiteCommandTests {
  private func evaluate(_ arguments: [String], in folder: Workplace) throws -> Program {
    try Program(
      ["XDG_CACHE_HOME=\(folder.path("cache"))", Program.path, "evaluate", "--suite"] + arguments,
      in: folder, executable: "/usr/bin/env")
  }

  @Test func theTableHasARowForEachMotion() throws {
    let folder = try Workplace()
    var files: Set<Data> = []
    for jobs in ["1", "2"] {
      let run = try evaluate(
        [
          "--rows", "steps,still-0.1mm", "--model", "rls,persistence,lms", "--jobs", jobs, "--json",
          folder.path("suite.json"),
        ], in: folder)
      #expect(run.wait() == 0, "\(run.errors)")
      let lines = run.output.split(separator: "\n").map { $0.split(separator: " ") }
      #expect(lines.contains(["rls", "persistence", "lms", "ratio"]))
      #expect(
        lines.compactMap(\.first).filter { ["steps", "still-0.1mm"].contains($0) } == [
          "still-0.1mm", "steps",
        ])
      #expect(run.output.contains("of 2 rows above 1.03; worst "), "\(run.output)")
      files.insert(try Data(contentsOf: URL(fileURLWithPath: folder.path("suite.json"))))
    }
    #expect(files.count == 1)
  }

  @Test(arguments: [
    (["--rows", "hiccups"], "'hiccups'"), (["--rows", "steps", "--horizons", "1"], "leave out --horizons"),
    (["--test-from", "601"], "leave out --test-from"), (["--csv", "x.csv"], "leave out --csv"),
    (["--protocol", "both"], "--suite is causal"), (["a.csv"], "leave out a.csv"),
    (["--model", "uoro"], "name one of them in --model"),
  ])
  func whatDoesNotGoWithTheSuiteIsSaid(arguments: [String], sentence: String) throws {
    let run = try evaluate(arguments, in: Workplace())
    #expect(run.wait() == 64)
    #expect(run.errors.contains(sentence), "\(run.errors)")
  }

  @Test func withoutTheSuiteARecordingIsNeeded() throws {
    let run = try Program.run("evaluate", in: Workplace())
    #expect(run.status == 64 && run.errors.contains("name a recording"), "\(run.errors)")
  }

  @Test func synthWritesTheMotionOfARow() throws {
    let folder = try Workplace()
    let run = try Program.run("synth", "--motion", "rate-3.33hz", "--out", "a.csv", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let motion = try #require(NamedMotion.named("rate-3.33hz")).recording()
    let read = try Recording(path: folder.path("a.csv"))
    #expect(read.frames.map(\.markers) == motion.frames.map(\.markers))
    #expect(read.frames.map(\.stamp) == motion.frames.map(\.stamp))
  }

  @Test(arguments: [
    (["--motion", "hiccups"], "coughs-breathing"),
    (["--motion", "steps", "--sighs", "1"], "--motion has its own"),
  ])
  func whatDoesNotGoWithAMotionIsSaid(arguments: [String], sentence: String) throws {
    let run = try Program(["synth", "--out", "a.csv"] + arguments, in: Workplace())
    #expect(run.wait() == 64)
    #expect(run.errors.contains(sentence), "\(run.errors)")
  }
}
