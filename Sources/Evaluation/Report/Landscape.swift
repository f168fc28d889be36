/// The trials of a search over hyper-parameters, for the report.
package struct Landscape: Codable, Hashable, Sendable {
  /// One setting and its validation error.
  package struct Trial: Codable, Hashable, Sendable {
    /// By the names of the command line's flags.
    package var parameters: [String: Double]
    /// The mean over recordings, horizons and runs, mm; nil where it diverged.
    package var rmse: Double?
    /// The number of validation samples, or the rung of successive halving, as a sentence for people.
    package var stage: String?

    /// A trial.
    package init(parameters: [String: Double], rmse: Double?, stage: String? = nil) {
      self.parameters = parameters
      self.rmse = rmse
      self.stage = stage
    }
  }

  package var model: String
  package var `protocol`: String
  package var trials: [Trial]
  /// The index of the trial that was chosen.
  package var chosen: Int?

  /// A landscape.
  package init(model: String, protocol evaluated: String, trials: [Trial], chosen: Int?) {
    self.model = model
    self.protocol = evaluated
    self.trials = trials
    self.chosen = chosen
  }
}
