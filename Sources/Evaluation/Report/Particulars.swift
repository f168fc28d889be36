import Forecasting
import Foundation

extension EvaluationResult {
  /// The recordings that were evaluated on.
  var recordingTable: String {
    table(
      "Recordings", columns: ["name", "samples", "rate, Hz", "markers"],
      rows: recordings.map {
        [
          escaped($0.name), "\($0.samples)", number($0.rate, "%g"),
          escaped($0.markers.joined(separator: ", ")),
        ]
      })
  }

  /// The hyper-parameters that models were run with, equal ones of several recordings in one row.
  var settingTable: String {
    let names = HyperParameters.CodingKeys.numbers.map(\.rawValue)
    let groups = settings.map { setting -> EvaluatedSetting in
      var group = setting
      group.recording = ""
      return group
    }.uniqued()
    let kinds = settings.map { [$0.protocol, $0.model] }.uniqued()
    return table(
      "Hyper-parameters; – where the model has none",
      columns: ["model", "protocol"] + names + ["recordings"],
      rows: kinds.flatMap { kind in groups.filter { [$0.protocol, $0.model] == kind } }.map { group in
        let own = settings.filter {
          $0.protocol == group.protocol && $0.model == group.model && $0.parameters == group.parameters
        }
        let places = own.count == recordings.count ? "all" : own.map(\.recording).joined(separator: ", ")
        return [escaped(group.model), escaped(group.protocol)]
          + names.map { number(group.parameters[$0], "%g") }
          + [escaped(places)]
      })
  }

  /// What was asked for, the seeds among it.
  var settingsText: String {
    let runs = means.map(\.runs).max() ?? 1
    let last = seed &+ UInt64(runs - 1)
    let seeds = runs == 1 ? "seed <b>\(seed)</b>" : "seeds <b>\(seed)</b> to <b>\(last)</b>, one each"
    let ahead =
      isAhead
      ? " Looking ahead, each horizon's network draws from a seed of its own: that of the run times 1 000 003, plus the horizon in ticks."
      : ""
    return """
      <p>Protocol <b>\(escaped(`protocol`))</b>, preset <b>\(escaped(preset))</b>\(isAhead ? " (looking ahead always <b>pohl2021</b>)" : ""); targets from sample \(testFrom) on. \
      Models that draw random numbers: \(counted(runs, "run")), \(seeds).\(ahead)</p>

      """
  }

  /// Every measure of every recording, protocol, model and horizon.
  var scoreTable: String {
    var columns: [(name: String, text: (Score) -> String)] = [
      ("model", { escaped($0.model) }), ("protocol", { escaped($0.protocol) }),
      ("recording", { escaped($0.recording ?? "mean") }), ("horizon", { horizonText($0.horizonSeconds) }),
      ("runs", { "\($0.runs)" }), ("diverged", { "\($0.diverged)" }),
      ("RMSE, mm", { number($0.rmse) }), ("±", { number($0.rmseHalfWidth) }),
      ("MAE, mm", { number($0.mae) }), ("±", { number($0.maeHalfWidth) }), ("nRMSE", { number($0.nrmse) }),
      ("MASE", { number($0.mase) }), ("largest, mm", { number($0.largest) }),
      ("jitter, mm", { number($0.jitter) }), ("50 %, mm", { number($0.p50) }),
      ("95 %, mm", { number($0.p95) }), ("99 %, mm", { number($0.p99) }),
      ("within 1 mm, %", { percent($0.within?["1"]) }), ("2 mm", { percent($0.within?["2"]) }),
      ("3 mm", { percent($0.within?["3"]) }), ("5 mm", { percent($0.within?["5"]) }),
      ("all within 1 mm, %", { percent($0.dutyCycle?["1"]) }), ("2 mm", { percent($0.dutyCycle?["2"]) }),
      ("3 mm", { percent($0.dutyCycle?["3"]) }), ("5 mm", { percent($0.dutyCycle?["5"]) }),
      ("RMSE in x, mm", { number($0.axes?["x"]) }), ("y", { number($0.axes?["y"]) }),
      ("z", { number($0.axes?["z"]) }),
      ("RMSE of each marker, mm", { byMarker($0) }),
      ("µs a tick", { number($0.microsecondsPerTick, "%.1f") }),
    ]
    for asked in coverages {
      let share = "\(number(100 * asked, "%g")) % radius"
      columns += [
        ("\(share): held, %", { percent($0.calibration(asked)?.coverage) }),
        ("mean, mm", { number($0.calibration(asked)?.radius) }),
        ("score, mm", { number($0.calibration(asked)?.winkler) }),
      ]
    }
    return table(
      "All scores", columns: columns.map(\.name),
      rows: (means + results).map { score in columns.map { $0.text(score) } })
  }

  private func byMarker(_ score: Score) -> String {
    let markers = (score.markers ?? [:]).sorted { $0.key < $1.key }
    return markers.isEmpty
      ? "–" : markers.map { "\(escaped($0.key)) \(number($0.value))" }.joined(separator: ", ")
  }
}
