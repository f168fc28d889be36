import Forecasting
import Recordings

/// What is to be searched: settings of models, and the span before the test samples that they are judged by.
package struct SearchPlan: Sendable {
  /// A setting of a model.
  package struct Trial: Hashable, Sendable {
    package var model: EvaluatedModel
    package var parameters: HyperParameters
  }

  /// Samples from this one on are the test's, and are not looked at.
  package let testFrom: Int
  /// The first target that settings are judged by, counted from 1; nil leaves it to the model.
  package var validateFrom: Int?
  /// The spaces of the models, which are `plan.models`.
  package var spaces: [EvaluatedModel: SearchSpace] = [:]
  package var strategy = SearchStrategy.grid
  /// Whether each recording gets a setting of its own, beside the one for all.
  package var choosesEach = false
  /// How each trial is carried out: the recordings up to the test, one protocol, models, horizons, runs, seed, rate.
  package var plan: EvaluationPlan

  /// A search on what `recordings` hold before sample `testFrom`. The rest is cut here, so that nothing can depend on it.
  package init(recordings: [Recording], testFrom: Int) {
    self.testFrom = testFrom
    plan = EvaluationPlan(
      recordings: recordings.map { recording in
        var recording = recording
        recording.frames = Array(recording.frames.prefix(testFrom - 1))
        recording.anomalies = []
        // The papers drop the last row of a file; the last row here is none of those.
        recording.isEndMarked = true
        return recording
      })
    plan.models = [.served(.uoro)]
  }

  /// All settings that are tried: of each model, in the order of the models.
  package func trials() throws -> [Trial] {
    try plan.models.flatMap { model in
      let space = spaces[model] ?? .builtIn(model, preset)
      let settings =
        switch strategy {
        case .grid: try space.grid()
        case .random(let count), .halving(let count): space.draws(count, seed: plan.seed)
        }
      return settings.map { Trial(model: model, parameters: $0) }
    }
  }

  /// The preset that the models run with.
  package var preset: Preset { plan.preset(under: plan.protocols[0]) }

  /// The first target that `model` is judged by: as asked for, or 301 as in the papers, which judge the regression that is
  /// fitted on 540 samples by those after them.
  package func validateFrom(_ model: EvaluatedModel) -> Int {
    validateFrom ?? (model == .served(.linear) ? LookAheadSeries.fitted + 1 : LookAheadSeries.scaled + 1)
  }

  /// The plan that a trial is.
  func plan(of trial: Trial) -> EvaluationPlan {
    var result = plan
    result.models = [trial.model]
    result.testFrom = validateFrom(trial.model)
    result.parameters = ParameterSet(models: [trial.model.name: trial.parameters])
    return result
  }

  /// Throws where the search can't be carried out, before anything is run.
  package func check() throws {
    for model in plan.models {
      guard !(spaces[model] ?? .builtIn(model, preset)).values.isEmpty else {
        throw EvaluationError("model \(model.name) has nothing to tune: leave it out")
      }
      let first = validateFrom(model)
      for recording in plan.recordings where recording.frames.count < first {
        throw EvaluationError(
          "recording \(recording.name) has \(recording.frames.count) samples before the test's, none of them from sample \(first) on, where validation of \(model.name) starts: give an earlier --validate-from, or a later --test-from"
        )
      }
      if case .halving = strategy, plan.recordings.count * (model.isRandom ? plan.runs : 1) == 1 {
        throw EvaluationError(
          "a setting of \(model.name) has a single run on a single recording, of which halving has nothing to save: name more recordings, or give --runs"
        )
      }
      try plan(of: Trial(model: model, parameters: HyperParameters())).check()
    }
  }

  /// What tells this search from others: everything that its results depend on but the program.
  package func fingerprint() throws -> String {
    var result = Fingerprint()
    for recording in plan.recordings { result.add(Evaluation.fingerprint(of: recording)) }
    result.add("\(plan.protocols) \(preset) \(plan.horizons) \(plan.runs) \(plan.rate ?? 0) \(strategy.name)")
    result.add("\(testFrom) \(plan.models.map(validateFrom)) \(choosesEach)")
    result.add(plan.seed)
    for trial in try trials() { result.add("\(trial.model.name) \(trial.parameters)") }
    return result.text
  }
}
