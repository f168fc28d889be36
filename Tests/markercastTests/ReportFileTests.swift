import Foundation
import Testing

/// `markercast evaluate --report` as a researcher runs it; what is in the page is tested with `Report`.
@Suite(.timeLimit(.minutes(10))) struct ReportFileTests {
  @Test func equalRunsGiveEqualPages() throws {
    let folder = try Workplace()
    let path = folder.path("breathing.csv")
    #expect(try Program.run("synth", "--duration", "70s", "--out", path, in: folder).status == 0)
    let pages = try (1...2).map { jobs in
      let file = folder.path("report.html")
      let run = try Program(
        [
          "XDG_CACHE_HOME=\(folder.path("cache"))", Program.path, "evaluate", path, "--model",
          "lms,persistence",
          "--jobs", "\(jobs)", "--report", file,
        ], in: folder, executable: "/usr/bin/env")
      #expect(run.wait() == 0, "\(run.errors)")
      return try String(contentsOfFile: file, encoding: .utf8)
    }
    #expect(pages[0] == pages[1])
    #expect(pages[0].contains("Chart.js v3") && pages[0].contains("\"horizonSeconds\":0.5"))
  }
}
