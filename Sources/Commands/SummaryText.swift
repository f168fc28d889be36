import Foundation
import Service

/// A run's summary as a page for people.
struct SummaryText: CustomStringConvertible {
  private let summary: Summary

  init(_ summary: Summary) { self.summary = summary }

  var description: String {
    var lines: [String] = []
    for (name, stream) in summary.streams.sorted(by: { $0.key < $1.key }) {
      lines += [
        "Stream \(name): \(stream.frames) frames, \(stream.forecasts) forecasts, \(stream.skipped) skipped, "
          + "\(stream.rejected) rejected"
      ]
      lines += accuracy(stream)
      if !stream.events.isEmpty {
        lines.append(
          "  events: "
            + stream.events.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        )
      }
      lines.append("")
    }
    lines += durations
    if !summary.refused.isEmpty {
      lines.append(
        "Refused before they belonged to a stream: "
          + summary.refused.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      )
    }
    if summary.elsewhere > 0 {
      lines.append("\(summary.elsewhere) messages of streams that others serve were passed over.")
    }
    if let admissions = summary.admissions { lines.append(admissions.text) }
    if let realtime = summary.realtime { lines.append("realtime: \(realtime)") }
    return lines.joined(separator: "\n")
  }

  /// A column for each model, a row for each of a few horizons.
  private func accuracy(_ stream: StreamSummary) -> [String] {
    func rank(_ model: String) -> Int { ["mixture": 0, "persistence": 2][model] ?? 1 }
    let models = (stream.accuracy ?? [:]).filter { !$0.value.isEmpty }.keys.sorted {
      (rank($0), $0) < (rank($1), $1)
    }
    guard let first = models.first, let horizons = stream.accuracy?[first]?.map(\.horizon) else {
      return ["  no forecast has met its truth yet"]
    }
    let shown = [0.1, 0.2, 0.5, 1, 1.5, 2].filter(horizons.contains)
    var lines = ["  RMSE in mm" + models.map { right($0, 13) }.joined()]
    for horizon in shown.isEmpty ? horizons : shown {
      let cells = models.map { model in
        stream.accuracy?[model]?.first { $0.horizon == horizon }.map { String(format: "%.2f", $0.rmse) }
          ?? "-"
      }
      lines.append(
        "  " + right(String(format: "%.2f s", horizon), 10) + cells.map { right($0, 13) }.joined())
    }
    let costs = models.map { model in (stream.costs?[model]).map { Self.text($0.p50) } ?? "-" }
    lines.append("  " + right("a tick", 10) + costs.map { right($0, 13) }.joined())
    return lines
  }

  private var durations: [String] {
    let total = summary.total
    return [
      Self.percentileHeading,
      Self.row("receipt to sent", total.latency), Self.row("tick (forecast)", total.tick),
      Self.row("learning after it", total.learn), Self.row("sample age", total.sampleAge),
      "\(total.budgetMisses) forecasts past the budget, \(total.learningShed) ticks' learning shed.",
    ]
  }

  /// The heading of rows of percentiles.
  static let percentileHeading =
    left("", 24) + ["p50", "p90", "p99", "p99.9", "max", "count"].map { right($0, 10) }.joined()

  /// A row of percentiles.
  static func row(_ name: String, _ p: DurationPercentiles) -> String {
    let cells = [p.p50, p.p90, p.p99, p.p999, p.max].map { right(text($0), 10) }
    return left(name, 24) + cells.joined() + right("\(p.count)", 10)
  }

  /// A duration in the unit that shows three digits.
  static func text(_ seconds: Double) -> String {
    switch seconds {
    case ..<0.001: String(format: "%.0f us", seconds * 1e6)
    case ..<1: String(format: "%.2f ms", seconds * 1e3)
    default: String(format: "%.2f s", seconds)
    }
  }
}
