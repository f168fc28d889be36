import Evaluation
import Forecasting
import Recordings

/// `markercast evaluate --suite`.
extension Evaluate {
  /// Throws where something is asked for that each row of the suite sets itself, or that it does not give.
  func checkSuite() throws {
    try check(recordings.isEmpty, "--suite makes its recordings: leave out \(recordings.first ?? "")")
    try check(evaluated == .causal, "--suite is causal: leave out --protocol")
    for (flag, isGiven) in [
      ("horizons", horizons != nil), ("horizon-ticks", horizonTicks != nil), ("test-from", testFrom != nil),
      ("rate", rate != nil),
    ] {
      try check(!isGiven, "each row of --suite has its own: leave out --\(flag)")
    }
    for (flag, isGiven) in [
      ("csv", csv != nil), ("forecasts", forecasts != nil), ("report", report != nil), ("timing", timing),
      ("perturb-after", perturbAfter != nil),
    ] {
      try check(!isGiven, "--suite gives a table and --json: leave out --\(flag)")
    }
    let references = SuitePlan.references
    try check(
      evaluatedModels.contains(where: references.contains),
      "--suite compares with \(references.map(\.name).joined(separator: ", ")): name one of them in --model")
  }

  func runSuite() throws {
    var suite = SuitePlan()
    suite.motions = robustness.motions
    try apply(to: &suite.plan)
    try checkWritable(json)
    explainInterruption()
    let reporter = RunReporter()
    let (result, finish) = try suite.run(
      jobs: jobs, store: try RunStore(command: "evaluate"), version: programVersion()
    ) { progress, row in
      reporter.note(progress, "\(progress.unit.model.name), \(row)")
    }
    reporter.end()
    if let json { try save(try result.json(), to: json) }
    print(result.text)
    finish()
  }
}
