import Forecasting
import Recordings

/// The robustness suite: models on motions that are not regular breathing, each motion a row.
package struct SuitePlan: Sendable {
  /// What the first model is compared with: nothing moves, a linear forecast, a moving mean.
  package static let references: [EvaluatedModel] = [.served(.persistence), .served(.rls), .served(.mean)]
  /// The time before the targets that are scored, s.
  package static let leadTime = 60.0

  package var motions = NamedMotion.all()
  /// How each row is carried out: models, preset, parameters, runs, seed. What a row sets itself is not looked at.
  package var plan = EvaluationPlan(recordings: [])

  /// The whole suite, of the usual models.
  package init() { plan.models = Self.usualModels }

  /// The mixture, the network and the references.
  package static let usualModels = [.served(.mixture), .served(.uoro)] + references

  /// The evaluation of one row: at the daemon's horizons, those that are whole ticks, where the motion has none of its own.
  package func plan(of motion: NamedMotion) throws -> EvaluationPlan {
    var row = plan
    let recording = motion.recording()
    row.recordings = [recording]
    row.protocols = [.causal]
    row.rate = nil
    row.testFrom = Int((Self.leadTime * motion.rate).rounded()) + 1
    let rate = try row.rate(of: recording)
    row.horizons = .seconds(
      motion.horizons
        ?? SessionConfiguration().horizons.filter { abs($0 * rate - ($0 * rate).rounded()) < 1e-6 })
    try row.check()
    return row
  }

  /// Runs all rows on `jobs` threads. What is finished is kept in `store` until `finish` of the results is called.
  package func run(
    jobs: Int, store: RunStore, version: String,
    progress: @escaping @Sendable (Runner.Progress, _ row: String) -> Void = { _, _ in }
  ) throws -> (result: SuiteResult, finish: () -> Void) {
    let plans = try motions.map(plan)
    let work = plans.flatMap { plan in
      plan.units.map {
        Runner.Work(plan, $0, costing: Double(plan.recordings[0].markers.count * plan.horizonCount))
      }
    }
    let names = work.map(\.plan.recordings[0].name)
    let runner = Runner(work, store: store, version: version)
    var left = try runner.run(jobs: jobs, progress: { progress($0, names[$0.place]) })[...]
    let rows = try zip(motions, plans).map { motion, plan in
      let own = left.prefix(plan.units.count)
      left = left.dropFirst(own.count)
      return SuiteResult.Row(motion, try plan.summarise(Array(own)), models: plan.models)
    }
    return (SuiteResult(self, rows), runner.finish)
  }
}

extension EvaluationPlan {
  fileprivate var horizonCount: Int {
    switch horizons {
    case .seconds(let seconds): seconds.count
    case .ticks(let ticks): ticks.count
    }
  }
}
