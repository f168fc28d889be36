import Dispatch
import Forecasting
import Recordings
import Synchronization

/// Runs the units of a plan, or of several, on some threads, and keeps what is finished.
package struct Runner: Sendable {
  /// One unit, and the plan that it is of.
  package struct Work: Sendable {
    package var plan: EvaluationPlan
    package var unit: EvaluationPlan.Unit
    /// What it costs, compared with others.
    package var weight: Double

    /// A unit that costs what its samples do, unless more is known.
    package init(_ plan: EvaluationPlan, _ unit: EvaluationPlan.Unit, costing cost: Double = 1) {
      self.plan = plan
      self.unit = unit
      weight = cost * Double(plan.recordings[unit.recording].frames.count)
    }
  }

  /// How far it has come.
  package struct Progress: Sendable {
    package var finished: Int
    package var total: Int
    /// Of the total, what was finished before.
    package var resumed: Int
    /// The time that the rest takes, if it goes as what units cost tells.
    package var left: Duration
    /// What has just been finished.
    package var unit: EvaluationPlan.Unit
    /// Its place among all.
    package var place: Int
  }

  private let work: [Work]
  private let store: RunStore
  private let keys: [String]

  /// A runner of `plan` that keeps results in `store`. `version` tells programs apart: what another one kept is not taken.
  package init(_ plan: EvaluationPlan, store: RunStore, version: String) {
    self.init(plan.units.map { Work(plan, $0) }, store: store, version: version)
  }

  /// A runner of units of plans, in which recordings of one name are the same.
  package init(_ work: [Work], store: RunStore, version: String) {
    self.work = work
    self.store = store
    var contents: [String: String] = [:]
    for recording in work.lazy.flatMap(\.plan.recordings) where contents[recording.name] == nil {
      contents[recording.name] = fingerprint(of: recording)
    }
    keys = work.map { work in
      let (plan, unit) = (work.plan, work.unit)
      var key = Fingerprint()
      key.add(version)
      key.add(contents[plan.recordings[unit.recording].name]!)
      key.add(
        "\(unit.protocol) \(unit.model.name) \(plan.preset(under: unit.protocol)) \(plan.parameters(of: unit))"
      )
      key.add("\(plan.horizons) \(plan.coverages) \(plan.testFrom) \(plan.rate ?? 0) \(plan.isTimed)")
      key.add(plan.seed &+ UInt64(unit.run))
      return key.text
    }
  }

  /// Runs whatever is not kept yet on `jobs` threads, and returns the results in the order of the units. Forecasts are
  /// kept for the units that `keepsForecasts` says.
  package func run(
    jobs: Int, keepsForecasts: @escaping @Sendable (EvaluationPlan.Unit) -> Bool = { _ in false },
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws -> [UnitResult] {
    let units = work.map(\.unit)
    let kept = units.indices.map { i -> UnitResult? in
      guard let result = store.result(keys[i]) else { return nil }
      return keepsForecasts(units[i]) && store.forecasts(keys[i]) == nil ? nil : result
    }
    let open = units.indices.filter { kept[$0] == nil }
    let all = open.reduce(0) { $0 + work[$1].weight }
    let start = ContinuousClock.now
    let state = Mutex(State(results: kept))
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, open.count))) { _ in
      while true {
        let next = state.withLock { state -> Int? in
          guard state.error == nil, state.next < open.count else { return nil }
          state.next += 1
          return open[state.next - 1]
        }
        guard let next else { return }
        do {
          let result = try store.keep(
            try work[next].plan.evaluate(units[next], keepsForecasts: keepsForecasts(units[next])), keys[next]
          )
          state.withLock { state in
            state.results[next] = result
            state.finished += 1
            state.done += work[next].weight
            let left = start.duration(to: .now) * ((all - state.done) / max(state.done, 1e-9 * all))
            progress(
              Progress(
                finished: units.count - open.count + state.finished, total: units.count,
                resumed: units.count - open.count, left: left, unit: units[next], place: next))
          }
        } catch {
          state.withLock { $0.error = $0.error ?? error }
        }
      }
    }
    return try state.withLock { state in
      if let error = state.error { throw error }
      return state.results.compactMap { $0 }
    }
  }

  /// The forecasts of a unit, by its place; nil where they were not kept.
  package func forecasts(_ index: Int) -> [ScoredForecasts]? { store.forecasts(keys[index]) }

  /// Removes what was kept: the evaluation is finished, and written where it was asked for.
  package func finish() {
    for key in keys { store.remove(key) }
  }

  private struct State {
    var results: [UnitResult?]
    var next = 0
    var finished = 0
    var done = 0.0
    var error: (any Error)?
  }
}

/// What tells the contents of `recording` from others.
func fingerprint(of recording: Recording) -> String {
  var result = Fingerprint()
  result.add(recording.name)
  for name in recording.markers { result.add(name) }
  for frame in recording.frames {
    result.add(UInt64(bitPattern: frame.stamp.nanoseconds))
    for marker in frame.markers {
      result.add(marker.name)
      guard let place = marker.position else { continue }
      for axis in 0..<3 { result.add(place[axis].bitPattern) }
    }
  }
  return result.text
}
