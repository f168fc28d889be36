import Evaluation
import Forecasting
import Foundation
import Yams

extension SearchResult {
  /// What was chosen, and the next best, for people.
  var text: String {
    var lines: [String] = []
    for model in models {
      let own = trials.filter { $0.model == model }
      let diverged = own.count { $0.diverged > 0 }
      lines.append(
        "\(model): \(search) of \(counted(own.count, "setting")), \(diverged == 0 ? "none" : "\(diverged)") of which diverged; validation RMSE in mm, mean over \(extent(own))"
      )
      for choice in chosen where choice.model == model {
        lines.append(
          row(choice.rmse, choice.parameters, choice.recording.map { "chosen for \($0)" } ?? "chosen"))
        guard choice.recording == nil, let runs = own.first(where: { $0.index == choice.trial })?.runs else {
          continue
        }
        let next = own.filter { $0.rmse != nil && $0.runs == runs && $0.index != choice.trial }
          .sorted { ($0.rmse!, $0.index) < ($1.rmse!, $1.index) }
        lines += next.prefix(4).map { row($0.rmse!, $0.parameters, $0.stage) }
      }
      lines.append("")
    }
    if isAhead { lines.append(warning) }
    return lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
  }

  /// The parameters file, which says what it is and how good.
  func yaml() throws -> String {
    var lines = [
      "# By markercast tune: \(search) search, mean over \(extent(trials)).",
      "# Samples from \(testFrom) on were not looked at.",
    ]
    for choice in chosen {
      let stage = trials.first { $0.index == choice.trial }?.stage ?? ""
      lines.append(
        "# \(choice.model)\(choice.recording.map { " on \($0)" } ?? ""): validation RMSE \(String(format: "%.3f", choice.rmse)) mm, \(stage)"
      )
    }
    if isAhead { lines.append("# \(warning)") }
    if preset != Preset.standard.rawValue { lines.append("# For --preset \(preset).") }
    let encoder = YAMLEncoder()
    encoder.options.sortKeys = true
    return lines.joined(separator: "\n") + "\n" + (try encoder.encode(parameters))
  }

  private var isAhead: Bool { `protocol` == EvaluationProtocol.lookAhead.rawValue }
  private var warning: String {
    "Look-ahead errors can't be had live, and what is best with them need not be without."
  }

  /// What the errors of `trials` are means over.
  private func extent(_ trials: [Trial]) -> String {
    let horizons = horizonSeconds?.count ?? horizonTicks?.count ?? 0
    let runs = trials.flatMap { $0.recordings.map(\.runs) }.max() ?? runs
    return
      "\(counted(recordings.count, "recording")), \(counted(horizons, "horizon")) and \(counted(runs, "run")); protocol \(`protocol`), preset \(preset)"
  }

  private func row(_ rmse: Double, _ parameters: HyperParameters, _ note: String) -> String {
    right(String(format: "%.3f", rmse), 9) + "   " + left(parameters.text, 58) + note
  }
}

extension HyperParameters {
  /// What is set, for people.
  fileprivate var text: String {
    CodingKeys.numbers.compactMap { key in self[key].map { "\(key.rawValue) \(String(format: "%g", $0))" } }
      .joined(separator: ", ")
  }
}

extension SearchPlan.Progress {
  /// What has just been finished.
  var text: String {
    "\(rung.map { "rung \($0.number) of \($0.of), " } ?? "")\(trial.model.name), \(trial.parameters.text)"
  }
}
