import Dispatch
import Forecasting
import Recordings
import Synchronization

/// Runs the units of a plan on some threads, and keeps what is finished.
package struct Runner: Sendable {
  /// How far it has come.
  package struct Progress: Sendable {
    package var finished: Int
    package var total: Int
    /// Of the total, what was finished before.
    package var resumed: Int
    /// The share of the whole that is done since the start, weighed by samples.
    package var share: Double
    /// What has just been finished.
    package var unit: EvaluationPlan.Unit
  }

  private let plan: EvaluationPlan
  private let store: RunStore
  private let keys: [String]

  /// A runner of `plan` that keeps results in `store`. `version` tells programs apart: what another one kept is not taken.
  package init(_ plan: EvaluationPlan, store: RunStore, version: String) {
    self.plan = plan
    self.store = store
    let contents = plan.recordings.map { fingerprint(of: $0) }
    keys = plan.units.map { unit in
      var key = Fingerprint()
      key.add(version)
      key.add(contents[unit.recording])
      key.add(
        "\(unit.protocol) \(unit.model.name) \(plan.preset(under: unit.protocol)) \(plan.parameters(of: unit))"
      )
      key.add("\(plan.horizons) \(plan.testFrom) \(plan.testThrough ?? 0) \(plan.rate ?? 0) \(plan.isTimed)")
      key.add(plan.seed &+ UInt64(unit.run))
      return key.text
    }
  }

  /// Runs whatever is not kept yet on `jobs` threads, and returns the results in the order of the plan's units. Forecasts
  /// are kept for the units that `keepsForecasts` says.
  package func run(
    jobs: Int, keepsForecasts: @escaping @Sendable (EvaluationPlan.Unit) -> Bool = { _ in false },
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws -> [UnitResult] {
    let units = plan.units
    let weights = units.map { Double(plan.recordings[$0.recording].frames.count) }
    let kept = units.indices.map { i -> UnitResult? in
      guard let result = store.result(keys[i]) else { return nil }
      return keepsForecasts(units[i]) && store.forecasts(keys[i]) == nil ? nil : result
    }
    let open = units.indices.filter { kept[$0] == nil }
    let all = open.reduce(0) { $0 + weights[$1] }
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
            try plan.evaluate(units[next], keepsForecasts: keepsForecasts(units[next])), keys[next])
          state.withLock { state in
            state.results[next] = result
            state.finished += 1
            state.done += weights[next]
            progress(
              Progress(
                finished: units.count - open.count + state.finished, total: units.count,
                resumed: units.count - open.count, share: state.done / all, unit: units[next]))
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

  /// The forecasts of a unit, by its place in the plan's units; nil where they were not kept.
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

private func fingerprint(of recording: Recording) -> String {
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
