/// True and forecast positions of the test span of a recording, for the eye: the first run of each model.
package struct RecordingTrace: Codable, Hashable, Sendable {
  /// The recording's name.
  package var recording: String
  /// The markers, sorted.
  package var markers: [String]
  /// The number of the first target, counted from 1.
  package var firstSample: Int
  /// The time of each target, s.
  package var seconds: [Double]
  /// The true positions in mm: a row for each coordinate (x, y, z of each marker), a column for each target; nil where not seen.
  package var truth: [[Double?]]
  /// The forecasts of those positions.
  package var forecasts: [ForecastTrace]
}

/// The forecasts of one model and horizon, each at its target's place.
package struct ForecastTrace: Codable, Hashable, Sendable {
  package var `protocol`: String
  package var model: String
  package var horizonSeconds: Double
  /// As `truth`.
  package var positions: [[Double?]]
  /// The radii in mm, a row for each marker; nil where there are none.
  package var radii: [[Double?]]?
}

/// The trials of a search over hyper-parameters, for the report.
package struct Landscape: Codable, Hashable, Sendable {
  /// One setting and its validation error.
  package struct Trial: Codable, Hashable, Sendable {
    /// By the names of the command line's flags.
    package var parameters: [String: Double]
    /// The mean over recordings, horizons and runs; nil where it diverged.
    package var rmse: Double?
    /// The number of validation samples, or the rung of successive halving, as a sentence for people.
    package var stage: String?
  }

  package var model: String
  package var `protocol`: String
  package var trials: [Trial]
  /// The index of the trial that was chosen.
  package var chosen: Int?
}
