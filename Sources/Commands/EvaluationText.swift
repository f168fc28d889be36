import Evaluation
import Foundation

extension EvaluationResult {
  /// The overview as a table for people: the mean RMSE over recordings, models by horizons.
  var text: String {
    var lines: [String] = []
    let (all, shown) = (horizons, shownHorizons)
    for name in EvaluationProtocol.allCases.map(\.rawValue) {
      let own = means.filter { $0.protocol == name }
      guard !own.isEmpty else { continue }
      let preset = name == EvaluationProtocol.lookAhead.rawValue ? "pohl2021" : preset
      lines.append(
        "RMSE in mm, mean over \(recordings.count) recording\(recordings.count == 1 ? "" : "s"), targets from sample \(testFrom) on; protocol \(name), preset \(preset)"
      )
      lines.append(
        left("", 16) + shown.map { right(String(format: "%g s", $0), 15) }.joined()
          + (all.count > 1 ? right("mean of \(all.count)", 15) : ""))
      for model in own.map(\.model).uniqued() {
        let cells = shown.map { horizon in
          own.first { $0.model == model && $0.horizonSeconds == horizon }.map(cell) ?? "-"
        }
        let errors = all.map { horizon in
          own.first { $0.model == model && $0.horizonSeconds == horizon }?.rmse ?? .nan
        }
        let mean = errors.reduce(0, +) / Double(all.count)
        let diverged = own.first { $0.model == model }.map(\.diverged) ?? 0
        lines.append(
          left(model, 16) + cells.map { right($0, 15) }.joined()
            + (all.count > 1 ? right(mean.isNaN ? "-" : String(format: "%.3f", mean), 15) : "")
            + (diverged > 0
              ? "   \(diverged) of \(own.first { $0.model == model }?.runs ?? 0) runs diverged" : ""))
      }
      lines.append("")
      for asked in coverages { lines += radii(asked, own) }
      lines += speeds(protocol: name)
    }
    return (lines + notes).joined(separator: "\n")
  }

  /// How the radii of a coverage did, models by horizons; nothing where there were none.
  func radii(_ asked: Double, _ scores: [Score]) -> [String] {
    let judged = scores.filter { $0.calibration(asked) != nil }
    guard !judged.isEmpty else { return [] }
    let rows = judged.map(\.model).uniqued().map { model in
      let cells = shownHorizons.map { horizon -> String in
        let score = judged.first { $0.model == model && $0.horizonSeconds == horizon }
        guard let own = score?.calibration(asked) else { return "-" }
        return String(format: "%.1f %% %.2f", 100 * own.coverage, own.radius)
      }
      return left(model, 16) + cells.map { right($0, 15) }.joined()
    }
    return [
      String(
        format: "Radii asked to hold %g %% of errors: the share that they held, and their mean in mm",
        100 * asked),
      left("", 16) + shownHorizons.map { right(String(format: "%g s", $0), 15) }.joined(),
    ] + rows + [""]
  }

  /// How much faster than they were made one core goes through the recordings; nothing where that was not measured.
  private func speeds(protocol name: String) -> [String] {
    let rows = results.filter { $0.protocol == name }.map(\.model).uniqued().compactMap { model -> String? in
      var (recorded, taken) = (0.0, 0.0)
      for recording in recordings {
        let own = results.first {
          $0.protocol == name && $0.model == model && $0.recording == recording.name
        }
        guard let time = own?.microsecondsPerTick else { return nil }
        recorded += Double(recording.samples) / recording.rate
        taken += Double(recording.samples) * time / 1e6
      }
      return left(model, 16) + right(String(format: "%.0f", recorded / taken), 15)
        + right(String(format: "%.1f", 1e6 * taken / Double(recordings.map(\.samples).reduce(0, +))), 15)
    }
    guard !rows.isEmpty else { return [] }
    return [
      "Seconds of recording that one core goes through in a second, forecasting and learning at every tick"
    ] + [left("", 16) + right("s/s", 15) + right("µs a tick", 15)] + rows + [""]
  }

  private func cell(_ score: Score) -> String {
    guard let rmse = score.rmse else { return "-" }
    return String(format: "%.3f", rmse) + (score.rmseHalfWidth.map { String(format: " ± %.3f", $0) } ?? "")
  }
}

/// What was changed by a change of the future.
func perturbationTable(_ rows: [Perturbation], after row: Int) -> String {
  var lines = [
    "Everything after row \(row) was moved by some millimetres; of the forecasts made up to it:",
    left("model", 14) + left("protocol", 13) + right("horizon", 9) + right("made", 8) + right("changed", 9)
      + right("by up to", 14),
  ]
  for row in rows {
    lines.append(
      left(row.model, 14) + left(row.protocol.rawValue, 13)
        + right(String(format: "%g s", row.horizonSeconds), 9) + right("\(row.issued)", 8)
        + right("\(row.changed)", 9) + right(String(format: "%.3f mm", row.largest), 14))
  }
  return lines.joined(separator: "\n")
}
