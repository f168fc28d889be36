import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct BenchTests {
  private static let short = [
    "bench", "--duration", "1.5s", "--warm-up", "1s", "--rate", "20", "--markers", "2", "--horizons",
    "0.1,0.5",
    "--model", "rls", "--json", "bench.json",
  ]

  /// Every frame counts once, however late it is answered.
  @Test(arguments: ["ipc", "tcp"], [[], ["--load", "1", "--realtime", "--awake"]])
  func everyFrameIsCounted(transport: String, flags: [String]) throws {
    let folder = try Workplace()
    let program = try Program(
      Self.short + ["--streams", "3", "--workers", "2", "--transport", transport, "--budget", "1h"] + flags,
      in: folder)
    #expect(program.wait() == 0, "\(program.errors)")
    let figures = try folder.object("bench.json")
    #expect(
      figures["frames"] as? Int == 90 && figures["unanswered"] as? Int == 0 && figures["late"] as? Int == 0)
    #expect(figures["holds"] as? Bool == true)
    #expect((figures["realtime"] != nil) == flags.contains("--realtime"))
    #expect(figures["memory_bytes"] as? Int ?? 0 > 0)
    // Sixty frames a second take little of a CPU; a thread that keeps it awake would have the rest of it.
    #expect(figures["cpu_share"] as? Double ?? 1 < 0.5)
    for name in ["latency_seconds", "sending_seconds"] {
      let percentiles = try #require(figures[name] as? [String: Double])
      #expect(percentiles["count"] == 90)
      let ordered = ["p50", "p90", "p99", "p999", "max"].compactMap { percentiles[$0] }
      #expect(ordered.count == 5 && ordered == ordered.sorted() && ordered[0] > 0)
    }
    let bars = try #require(figures["histogram"] as? [[String: Double]])
    #expect(bars.compactMap { $0["count"] }.reduce(0, +) == 90)
    let daemon = try #require(figures["daemon"] as? [String: Any])
    let forecasts = try #require(daemon["forecasts"] as? Int)
    let skipped = try #require(daemon["skipped"] as? Int)
    #expect(daemon["frames"] as? Int == 150 && forecasts + skipped == 150 && daemon["rejected"] as? Int == 0)
    #expect(program.output.contains("The budget of 3600.00 s holds: the slowest of 90 frames"))
    #expect(program.output.contains("due to answered") && program.output.contains("#"))
  }

  @Test func aBudgetThatNoDaemonHoldsIsSaidNotToHold() throws {
    let folder = try Workplace()
    let program = try Program(Self.short + ["--budget", "1us"], in: folder)
    #expect(program.wait() == 1)
    #expect(program.output.contains("does not hold: of 30 frames 30 were answered late"), "\(program.output)")
    let figures = try folder.object("bench.json")
    #expect(figures["holds"] as? Bool == false && figures["late"] as? Int == 30)
    #expect(figures["margin_seconds"] as? Double ?? 0 < 0)
  }

  /// An interruption ends the bench and its daemon, and what was measured until then is told.
  @Test func anInterruptionStillReports() throws {
    let folder = try Workplace()
    let program = try Program(["bench", "--duration", "1h", "--warm-up", "1h"], in: folder)
    let children = "/proc/\(program.number)/task/\(program.number)/children"
    func child() -> Int32? {
      ((try? String(contentsOfFile: children, encoding: .utf8)) ?? "").split(separator: " ").first.flatMap {
        Int32($0)
      }
    }
    while program.isRunning, child() == nil { usleep(1000) }
    let daemon = try #require(child())
    program.interrupt()
    #expect(program.wait() == 1, "\(program.errors)")
    #expect(program.output.contains("Nothing was measured"))
    #expect(!FileManager.default.fileExists(atPath: "/proc/\(daemon)"))
  }
}
