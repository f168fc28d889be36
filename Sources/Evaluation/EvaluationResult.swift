/// What an evaluation found: the numbers of the JSON file, the tables and the report.
package struct EvaluationResult: Codable, Hashable, Sendable {
  /// The version of this form.
  package var schema = 1
  /// `causal`, `look-ahead`, or `both`.
  package var `protocol`: String
  /// `default` or `pohl2021`.
  package var preset: String
  /// What a reader must know of the figures: with look-ahead, that they can't be had live.
  package var notes: [String]
  /// The first target that is scored, counted from 1.
  package var testFrom: Int
  /// The seed of the first run; each next run's is one more.
  package var seed: UInt64
  /// The shares of errors that radii were asked to hold.
  package var coverages: [Double]
  /// What was evaluated on.
  package var recordings: [EvaluatedRecording]
  /// Every setting used: one for each recording, protocol and model.
  package var settings: [EvaluatedSetting]
  /// A score for each recording, protocol, model and horizon.
  package var results: [Score]
  /// The same over recordings.
  package var means: [Score]
  /// Models against each other, recording by recording.
  package var comparisons: [Comparison]

  enum CodingKeys: String, CodingKey {
    case schema, `protocol`, preset, notes, seed, coverages, recordings, settings, results, means, comparisons
    case testFrom = "test_from"
  }
}

/// A recording that was evaluated on.
package struct EvaluatedRecording: Codable, Hashable, Sendable {
  /// The name that results call it by.
  package var name: String
  /// The number of rows used.
  package var samples: Int
  /// Ticks a second.
  package var rate: Double
  /// The markers, sorted.
  package var markers: [String]
}

/// The hyper-parameters that a model was run with on a recording.
package struct EvaluatedSetting: Codable, Hashable, Sendable {
  package var recording: String
  package var `protocol`: String
  package var model: String
  /// By the names of the command line's flags: hidden, window, learning-rate, clip, sigma. What a model does not have is absent.
  package var parameters: [String: Double]
}

/// How far forecasts were from the truth, in mm, where nothing else is said; means over runs.
///
/// Errors are 3-D distances of a marker from where it was forecast, at the targets from the first scored sample on. A
/// value that does not apply is nil, and absent in files.
package struct Score: Codable, Hashable, Sendable {
  /// nil in means over recordings.
  package var recording: String?
  package var `protocol`: String
  package var model: String
  /// nil where the horizon is between two ticks, or not the same number of ticks in every recording.
  package var horizonTicks: Int?
  package var horizonSeconds: Double
  /// Runs, those that diverged included.
  package var runs: Int
  /// Runs left out of every mean: a forecast that was no number, or errors a hundred times as large as the motion.
  package var diverged: Int
  package var rmse: Double?
  /// Half the width of the 95 % confidence interval of the mean over runs; absent for a single run.
  package var rmseHalfWidth: Double?
  package var mae: Double?
  package var maeHalfWidth: Double?
  /// RMSE over the RMS deviation of the true motion from its mean.
  package var nrmse: Double?
  package var largest: Double?
  /// The mean distance between consecutive forecasts of one horizon.
  package var jitter: Double?
  /// The share of errors within the radius of the first coverage.
  package var coverage: Double?
  /// The mean radius of the first coverage.
  package var radius: Double?
  /// The mean score of that radius: see `Calibration`.
  package var winkler: Double?
  /// The same of every coverage; nil where there were no radii.
  package var calibrations: [Calibration]?
  /// MAE over that of persistence at the same horizon and targets.
  package var mase: Double?
  /// Quantiles of the error.
  package var p50: Double?
  package var p95: Double?
  package var p99: Double?
  /// The share of errors within 1, 2, 3 and 5 mm, by the limit: "1", "2", "3", "5".
  package var within: [String: Double]?
  /// The share of ticks at which every marker is within 1, 2, 3 and 5 mm of its forecast.
  package var dutyCycle: [String: Double]?
  /// RMSE by marker; absent in means.
  package var markers: [String: Double]?
  /// RMS error along each axis: "x", "y", "z".
  package var axes: [String: Double]?
  /// The time of one core to observe, forecast and learn, a tick; for all horizons together. Only when asked for.
  package var microsecondsPerTick: Double?

  enum CodingKeys: String, CodingKey {
    case recording, `protocol`, model, runs, diverged, nrmse, coverage, mase, within, axes
    case horizonTicks = "horizon_ticks"
    case horizonSeconds = "horizon_s"
    case rmse = "rmse_mm"
    case rmseHalfWidth = "rmse_ci95_mm"
    case mae = "mae_mm"
    case maeHalfWidth = "mae_ci95_mm"
    case largest = "max_mm"
    case jitter = "jitter_mm"
    case radius = "radius_mm"
    case winkler = "winkler_mm"
    case calibrations = "radii"
    case p50 = "p50_mm"
    case p95 = "p95_mm"
    case p99 = "p99_mm"
    case dutyCycle = "duty_cycle"
    case markers = "marker_rmse_mm"
    case microsecondsPerTick = "microseconds_per_tick"
  }
}

/// The difference in RMSE of two models, recording by recording: seeds' intervals are not people's.
package struct Comparison: Codable, Hashable, Sendable {
  package var `protocol`: String
  package var model: String
  /// The model that it is compared with.
  package var against: String
  package var horizonSeconds: Double
  /// Recordings that have a score of both.
  package var recordings: Int
  /// The mean over recordings of the difference; below 0 where `model` is better.
  package var difference: Double
  /// Half the width of its 95 % confidence interval over recordings; absent for a single one.
  package var halfWidth: Double?
  /// The recordings on which `model` is better.
  package var better: Int

  enum CodingKeys: String, CodingKey {
    case `protocol`, model, against, recordings, better
    case horizonSeconds = "horizon_s"
    case difference = "difference_mm"
    case halfWidth = "difference_ci95_mm"
  }
}
