import Forecasting
import MarkerMotion

extension SearchPlan {
  /// How far a search has come.
  package struct Progress: Sendable {
    package var runs: Runner.Progress
    package var trial: Trial
    /// With successive halving, which rung of how many.
    package var rung: (number: Int, of: Int)?
  }

  /// Carries out the trials of `shard`, which with successive halving is all of them, on `jobs` threads. What is finished
  /// is kept in `store` until `finish` of the results is called.
  package func run(
    shard: Shard = .whole, jobs: Int, store: RunStore, version: String,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws -> (result: SearchResult, finish: () -> Void) {
    let trials = try trials()
    var runners: [Runner] = []
    var outcomes = [[(EvaluationPlan.Unit, UnitResult)]](repeating: [], count: trials.count)
    func run(_ indices: [Int], _ units: (Trial) -> [EvaluationPlan.Unit], rung: (Int, Int)? = nil) throws {
      let work = indices.flatMap { i in units(trials[i]).map { (i, $0) } }
      let runner = Runner(
        work.map { Runner.Work(plan(of: trials[$0]), $1, costing: cost(of: trials[$0])) }, store: store,
        version: version)
      runners.append(runner)
      let results = try runner.run(
        jobs: jobs,
        progress: { done in
          progress(Progress(runs: done, trial: trials[work[done.place].0], rung: rung))
        })
      for ((index, unit), result) in zip(work, results) { outcomes[index].append((unit, result)) }
    }
    func found(_ i: Int) throws -> SearchResult.Trial { try scored(i, trials[i], outcomes[i]) }

    var stages = [Int: String]()
    if case .halving = strategy {
      for model in plan.models {
        var left = trials.indices.filter { trials[$0].model == model }
        let all = units(model)
        let rungs = rungs(trials: left.count, runs: all.count)
        for (r, rung) in rungs.enumerated() {
          let done = r == 0 ? 0 : rungs[r - 1].runs
          if r > 0 {
            let scores = try left.compactMap { i in try found(i).rmse.map { (index: i, rmse: $0) } }
            left = scores.sorted { ($0.rmse, $0.index) < ($1.rmse, $1.index) }
              .prefix(rung.trials).map(\.index).sorted()
          }
          try run(left, { _ in Array(all[done..<rung.runs]) }, rung: (r + 1, rungs.count))
          for i in left { stages[i] = "rung \(r + 1) of \(rungs.count): \(rung.runs) of \(all.count) runs" }
        }
      }
    } else {
      try run(trials.indices.filter(shard.contains), { units($0.model) })
    }
    var result = try SearchResult(self, shard: shard, trials: trials.count)
    for i in trials.indices where shard.contains(i) {
      var trial = try found(i)
      trial.stage = stages[i] ?? trial.stage
      result.trials.append(trial)
    }
    return (result, { for runner in runners { runner.finish() } })
  }

  /// The runs of one trial: every recording once before any twice.
  private func units(_ model: EvaluatedModel) -> [EvaluationPlan.Unit] {
    (0..<(model.isRandom ? plan.runs : 1)).flatMap { run in
      plan.recordings.indices.map {
        EvaluationPlan.Unit(recording: $0, protocol: plan.protocols[0], model: model, run: run)
      }
    }
  }

  /// About what a step costs, for the time left: the weights of the network, and as many influences where they are exact.
  private func cost(of trial: Trial) -> Double {
    let hidden = Double(trial.parameters.hidden ?? 1)
    let weights = hidden * (hidden + 9 * Double(trial.parameters.window ?? 3))
    return trial.model.name.hasPrefix("rtrl") ? weights * hidden * hidden : weights
  }

  /// The last sample that any setting is judged by.
  private var lastSample: Int { min(testFrom - 1, plan.recordings.map(\.frames.count).max() ?? 0) }

  /// The mean over recordings, horizons and runs, recording by recording and of all.
  private func scored(
    _ index: Int, _ trial: Trial, _ outcomes: [(EvaluationPlan.Unit, UnitResult)]
  ) throws -> SearchResult.Trial {
    let parts = try plan.recordings.indices.compactMap { r -> SearchResult.Part? in
      let own = outcomes.filter { $0.0.recording == r }.map(\.1)
      guard !own.isEmpty else { return nil }
      var part = SearchResult.Part(
        recording: plan.recordings[r].name, runs: own.count, diverged: own.count { $0.hasDiverged })
      if part.diverged == 0 {
        let errors = own.flatMap { $0.horizons.map { $0.measures?.rmse } }
        guard !errors.contains(nil) else {
          throw EvaluationError(
            "recording \(part.recording) has a horizon without a single target to judge \(trial.model.name) by from sample \(validateFrom(trial.model)) on: give an earlier --validate-from, or shorter horizons"
          )
        }
        part.rmse = errors.reduce(0) { $0 + $1! } / Double(errors.count)
      }
      return part
    }
    return SearchResult.Trial(
      index: index, model: trial.model.name, parameters: trial.parameters, parts: parts,
      stage: "samples \(validateFrom(trial.model)) to \(lastSample)")
  }
}
