import Foundation

extension EvaluationResult {
  /// The protocols that there are figures of.
  var protocols: [String] { means.map(\.protocol).uniqued() }
  var isAhead: Bool { protocols.contains(EvaluationProtocol.lookAhead.rawValue) }

  private var grid: ModelTable {
    ModelTable(
      caption: "", protocols: protocols, horizons: shownHorizons.map(horizonText),
      models: means.map(\.model).uniqued())
  }

  /// The mean RMSE of models by horizons, the best of each column marked. What repeats a position that the look-ahead
  /// protocol has already seen is no model, and never the best.
  var overview: String {
    var grid = grid
    grid.caption =
      "RMSE in mm, mean over \(counted(recordings.count, "recording")); ± half the 95 % confidence interval over runs"
      + (horizons.count > shownHorizons.count
        ? "; \(shownHorizons.count) of \(horizons.count) horizons, all of them below" : "")
    func score(_ evaluated: String, _ model: String, _ horizon: String) -> Score? {
      means.first {
        $0.protocol == evaluated && $0.model == model && horizonText($0.horizonSeconds) == horizon
      }
    }
    return grid.html(heading: heading, note: note) { evaluated, model, horizon in
      guard let own = score(evaluated, model, horizon) else { return .nothing }
      guard let rmse = own.rmse else { return ModelTable.Cell(text: own.diverged > 0 ? "diverged" : "–") }
      let others = grid.models.filter { $0 != EvaluatedModel.leak.name }
        .compactMap { score(evaluated, $0, horizon)?.rmse }
      return ModelTable.Cell(
        text: number(rmse), detail: own.rmseHalfWidth.map { "± " + number($0) },
        isBest: model != EvaluatedModel.leak.name && rmse == others.min() && others.count > 1)
    }
  }

  /// Every model against the first, recording by recording.
  var comparison: String {
    guard !comparisons.isEmpty else { return "" }
    var grid = grid
    grid.caption =
      "Difference in RMSE in mm, mean over recordings; below 0 the model is better. n of m: the recordings on which it is"
    grid.models = comparisons.map(\.model).uniqued()
    grid.protocols = comparisons.map(\.protocol).uniqued()
    return grid.html { evaluated in
      "\(heading(evaluated)): less " + comparisons.first { $0.protocol == evaluated }!.against
    } cell: { evaluated, model, horizon in
      let own = comparisons.first {
        $0.protocol == evaluated && $0.model == model && horizonText($0.horizonSeconds) == horizon
      }
      guard let own else { return .nothing }
      let better = "\(own.better) of \(own.recordings)"
      return ModelTable.Cell(
        text: number(own.difference, "%+.3f").replacing("-", with: "−"),
        detail: (own.halfWidth.map { "± \(number($0))\n" } ?? "") + better)
    }
  }

  private func heading(_ evaluated: String) -> String {
    evaluated == EvaluationProtocol.lookAhead.rawValue ? "look-ahead, not to be had live" : evaluated
  }

  /// What is to be known of a model's row.
  private func note(_ model: String) -> String? {
    if model == EvaluatedModel.leak.name { return "no model: the position one tick before the target" }
    let counts = protocols.compactMap { evaluated -> String? in
      let worst = (means + results).filter { $0.protocol == evaluated && $0.model == model }
        .max { $0.diverged < $1.diverged }
      guard let worst, worst.diverged > 0 else { return nil }
      return "\(evaluated): \(worst.diverged) of \(counted(worst.runs, "run")) diverged"
    }
    return counts.isEmpty ? nil : counts.joined(separator: "; ")
  }
}
