import Forecasting

extension SearchResult {
  /// The models, in the order of the trials.
  package var models: [String] { trials.map(\.model).uniqued() }

  /// Chooses, of each model, the setting of the least validation error over all recordings, and, where asked for, the one
  /// of the least on each.
  ///
  /// A setting with a run that diverged is not chosen; nor, with successive halving, one that did not have all its runs
  /// while another did. Of equals, the one with the smaller state is, then with the shorter window, then the first.
  ///
  /// - Throws: `EvaluationError` where every setting of a model diverged.
  package mutating func choose() throws {
    chosen = []
    for model in models {
      let own = trials.filter { $0.model == model }
      if let trial = best(own, { $0.rmse }) { chosen.append(Choice(trial, trial.rmse!)) }
      for recording in choosesEach ? recordings.map(\.name) : [] {
        let error: (Trial) -> Double? = { trial in
          trial.recordings.first { $0.recording == recording }?.rmse
        }
        if let trial = best(own, error) { chosen.append(Choice(trial, error(trial)!, recording)) }
      }
      guard chosen.contains(where: { $0.model == model }) else {
        throw EvaluationError("every setting of \(model) diverged: give smaller learning rates")
      }
    }
  }

  private func best(_ trials: [Trial], _ error: (Trial) -> Double?) -> Trial? {
    let known = trials.filter { error($0) != nil }
    let runs = known.map(\.runs).max()
    return known.filter { $0.runs == runs }.min { a, b in
      let sizes = [a, b].map { ($0.parameters.hidden ?? 0, $0.parameters.window ?? 0, $0.index) }
      return (error(a)!, sizes[0].0, sizes[0].1, sizes[0].2)
        < (error(b)!, sizes[1].0, sizes[1].1, sizes[1].2)
    }
  }

  /// What was chosen, as a parameters file holds it.
  package var parameters: ParameterSet {
    var result = ParameterSet()
    for choice in chosen {
      if let recording = choice.recording {
        result.recordings[recording, default: [:]][choice.model] = choice.parameters
      } else {
        result.models[choice.model] = choice.parameters
      }
    }
    return result
  }

  /// The trials of each model, for the report.
  package var landscapes: [Landscape] {
    models.map { model in
      let own = trials.filter { $0.model == model }
      let choice = chosen.first { $0.model == model && $0.recording == nil }
      return Landscape(
        model: model, protocol: `protocol`,
        trials: own.map {
          Landscape.Trial(parameters: $0.parameters.named, rmse: $0.rmse, stage: $0.stage)
        },
        chosen: choice.flatMap { choice in own.firstIndex { $0.index == choice.trial } })
    }
  }
}

extension SearchResult.Choice {
  fileprivate init(_ trial: SearchResult.Trial, _ rmse: Double, _ recording: String? = nil) {
    self.init(
      model: trial.model, recording: recording, trial: trial.index, parameters: trial.parameters, rmse: rmse)
  }
}
