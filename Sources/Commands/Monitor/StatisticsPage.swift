import Foundation
import Service
import Wire

/// What is said while nothing has come.
let nothingHeard =
  "no statistics yet: is a daemon publishing there, and does each end know the other's key, if it asks for one?"

/// All that is known of streams as a table, and a table of errors for each.
func statisticsPage(_ known: Knowledge, at time: Double) -> String {
  let streams = known.streams.values.sorted { $0.name < $1.name }
  guard !streams.isEmpty else { return nothingHeard }
  let duration = SummaryText.text
  var lines = [
    left("stream", 16) + left("state", 12)
      + ["Hz", "frames", "forecasts", "skipped", "rejected", "late", "shed", "p50", "p99", "p99.9", "max"]
      .map { right($0, 10) }.joined()
  ]
  for stream in streams {
    let s = stream.stats
    let cells =
      [
        stream.rate, "\(s.frames)", "\(s.forecasts)", "\(s.skipped)", "\(stream.rejected)",
        "\(s.budgetMisses)",
        "\(s.learningShed)",
      ] + [s.latencyS.p50, s.latencyS.p99, s.latencyS.p999, s.latencyS.max].map(duration)
    lines.append(
      left(s.stream, 16) + left(stream.condition(at: time).name, 12) + cells.map { right($0, 10) }.joined())
  }
  for stream in streams {
    let horizons = stream.horizons.spread(atMost: 8)
    guard !horizons.isEmpty else { continue }
    lines += [
      "",
      left("RMSE, \(stream.name)", 18) + horizons.map { right(seconds($0), 9) }.joined()
        + right("a tick", 10),
    ]
    for model in stream.stats.accuracy {
      let cells = horizons.map { right(millimetres(model.recentError(at: $0)), 9) }
      lines.append(left("  \(model.model)", 18) + cells.joined() + right(duration(model.costS.p50), 10))
    }
    guard !stream.experts.isEmpty else { continue }
    lines.append("weights, %")
    for expert in stream.experts {
      let cells = horizons.map { right(percent(stream.weight(of: expert, at: $0)), 9) }
      lines.append(left("  \(expert)", 18) + cells.joined())
    }
  }
  return lines.joined(separator: "\n")
}

/// A horizon with its unit.
func seconds(_ horizon: Double) -> String { String(format: "%g s", horizon) }

/// An error, or that there is none yet.
func millimetres(_ error: Double?) -> String { error.map { String(format: "%.2f", $0) } ?? "-" }

/// A share in percent, or that there is none.
func percent(_ share: Double?) -> String { share.map { String(format: "%.0f", 100 * $0) } ?? "-" }
