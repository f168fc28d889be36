import Evaluation
import Foundation

extension SuiteResult {
  /// The table for people: a row for each motion, and what they come to.
  var text: String {
    let name = (rows.map(\.name.count).max() ?? 0) + 1
    let widths = models.map { max(9, $0.count + 2) }
    var lines = [
      "RMSE in mm, mean over each row's horizons, targets after \(Int(SuitePlan.leadTime)) s; protocol causal, preset \(preset), \(counted(runs, "run"))",
      "ratio: \(models[0]) over the best of \(references.joined(separator: ", ")); * above \(SuiteResult.limit)",
      "",
      left("", name) + zip(models, widths).map { right($0, $1) }.joined() + right("ratio", 9),
    ]
    for row in rows {
      let cells = zip(models, widths).map { right(number(row.rmse[$0]), $1) }.joined()
      let lost = models.compactMap { model in
        row.diverged[model].map { "\($0) of \(counted(runs, "run")) of \(model) diverged" }
      }
      lines.append(
        left(row.name, name) + cells + right(number(row.ratio), 9) + (row.isAbove ? " *" : "")
          + (lost.isEmpty ? "" : "   " + lost.joined(separator: ", ")))
    }
    let largest = rows.first { $0.name == worst }?.ratio
    return
      (lines + [
        "",
        "\(above) of \(counted(rows.count, "row")) above \(SuiteResult.limit); worst \(worst), \(number(largest)); geometric mean \(number(geometricMean))",
      ]).joined(separator: "\n")
  }

  private func number(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "-" }
}
