import Foundation
import Service

/// What a bench has measured, as a page for people.
struct BenchText: CustomStringConvertible {
  private let result: BenchResult

  init(_ result: BenchResult) { self.result = result }

  var description: String {
    guard result.frames > 0 else { return "Nothing was measured: it ended before the warm-up did." }
    return (bars + [""] + durations + [""] + notes + ["", verdict]).joined(separator: "\n")
  }

  /// A bar for each range, as long as the logarithm of its count, so that one slow frame in a million is seen.
  private var bars: [String] {
    let longest = log(1 + Double(result.histogram.map(\.count).max() ?? 1))
    return result.histogram.map { bar in
      let length = Int((50 * log(1 + Double(bar.count)) / longest).rounded(.up))
      // The range with the budget in it, and what is above, is late in part or whole.
      let mark = bar.end > result.budget ? "!" : "#"
      return right("to \(SummaryText.text(bar.end))", 14) + right("\(bar.count)", 9) + "  "
        + String(repeating: mark, count: length)
    }
  }

  private var durations: [String] {
    [SummaryText.percentileHeading]
      + [
        ("due to answered", result.latency), ("  of it sent late", result.sending),
        ("  daemon, to encoded", result.encoding), ("daemon, receipt to sent", result.daemon.latency),
        ("  tick (forecast)", result.daemon.tick), ("  learning after it", result.daemon.learn),
      ].map(SummaryText.row)
  }

  private var notes: [String] {
    let daemon = result.daemon
    return [
      "The daemon, with its warm-up: \(daemon.frames) frames, \(daemon.forecasts) forecasts, \(daemon.skipped) skipped, "
        + "\(daemon.budgetMisses) past the budget, \(daemon.learningShed) ticks' learning shed"
        + (result.mostShed > result.leastShed
          ? ", \(result.leastShed) to \(result.mostShed) a stream;" : ";"),
      String(
        format: "%.0f %% of a CPU, %.0f MB of memory", 100 * result.cpuShare,
        Double(result.memory) / 1_048_576)
        + (result.realtime.map { "; realtime: \($0)" } ?? "") + ".",
    ]
  }

  private var verdict: String {
    let budget = "The budget of \(SummaryText.text(result.budget))"
    let slowest = SummaryText.text(result.latency.max)
    if result.holds {
      return
        "\(budget) holds: the slowest of \(result.frames) frames was answered \(slowest) after it was due, "
        + "\(SummaryText.text(result.margin)) to spare (\(Int(100 * result.margin / result.budget)) %)."
    }
    return
      "\(budget) does not hold: of \(result.frames) frames \(result.late) were answered late, the slowest \(slowest) "
      + "after it was due, and \(result.unanswered) not at all."
  }
}
