import Evaluation
import Forecasting
import Foundation
import MarkerMotion
import Recordings
import Synchronization
import Testing

/// Plans carried out: sums over runs and recordings, equal results from equal plans, and going on after an interruption.
@Suite struct PlanTests {
  private func plan() -> EvaluationPlan {
    var plan = EvaluationPlan(recordings: [breathing(seed: 1), breathing(seed: 2)])
    plan.models = ["uoro", "rls", "persistence"].compactMap { EvaluatedModel(name: $0) }
    plan.parameters.models["uoro"] = HyperParameters(hidden: 12)
    plan.runs = 3
    return plan
  }

  @Test func equalPlansGiveEqualBytesOnAnyNumberOfThreads() throws {
    let one = try evaluate(plan(), jobs: 1).json()
    #expect(try evaluate(plan(), jobs: 1).json() == one)
    #expect(try evaluate(plan(), jobs: 2).json() == one)
    var other = plan()
    other.seed = 9
    #expect(try evaluate(other).json() != one)
  }

  @Test func whatIsFinishedIsNotRunAgain() throws {
    let folder = try Folder()
    let whole = try evaluate(plan())
    let store = try RunStore(folder: folder.url)
    // An interruption: the first recording alone is finished.
    var first = plan()
    first.recordings.removeLast()
    _ = try Runner(first, store: store, version: "1").run(jobs: 2)
    let last = Last()
    let note: @Sendable (Runner.Progress) -> Void = { last.note($0) }
    let results = try Runner(plan(), store: store, version: "1").run(jobs: 2, progress: note)
    #expect(last.resumed == 5 && last.finished == 10)
    #expect(try plan().summarise(results) == whole)
    // Another program, and another setting, take nothing of it.
    var changed = plan()
    changed.parameters.models["uoro"]?.learningRate = 1e-3
    _ = try Runner(changed, store: store, version: "1").run(jobs: 2, progress: note)
    #expect(last.resumed == 4)
    var asked = plan()
    asked.coverages = [0.95]
    _ = try Runner(asked, store: store, version: "1").run(jobs: 2, progress: note)
    #expect(last.resumed == 0)
    Runner(asked, store: store, version: "1").finish()
    _ = try Runner(plan(), store: store, version: "2").run(jobs: 2, progress: note)
    #expect(last.resumed == 0)
    // When it is done with, nothing is left of it.
    for version in ["1", "2"] {
      Runner(plan(), store: store, version: version).finish()
      Runner(changed, store: store, version: version).finish()
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test func meansAreOverRunsAndThenOverRecordings() throws {
    let result = try evaluate(plan())
    for model in ["uoro", "rls", "persistence"] {
      for horizon in [0.1, 0.5, 1, 2] {
        let own = result.results.filter { $0.model == model && $0.horizonSeconds == horizon }
        let mean = try #require(result.means.first { $0.model == model && $0.horizonSeconds == horizon })
        #expect(own.count == 2)
        #expect(abs(try #require(mean.rmse) - own.map { $0.rmse! }.reduce(0, +) / 2) < 1e-12)
        #expect((mean.rmseHalfWidth != nil) == (model == "uoro"))
        #expect(mean.runs == (model == "uoro" ? 3 : 1) && mean.diverged == 0)
        #expect(own.allSatisfy { $0.markers?.count == 3 && $0.microsecondsPerTick == nil })
      }
    }
    #expect(result.results.filter { $0.model == "persistence" }.allSatisfy { abs($0.mase! - 1) < 1e-12 })
    let comparison = try #require(
      result.comparisons.first { $0.model == "persistence" && $0.horizonSeconds == 1 })
    #expect(comparison.against == "uoro" && comparison.recordings == 2 && comparison.difference > 0)
  }

  @Test func filesHoldTheNamedFields() throws {
    let result = try evaluate(plan())
    let json = try #require(JSONSerialization.jsonObject(with: result.json()) as? [String: Any])
    #expect(json["schema"] as? Int == 1 && json["protocol"] as? String == "causal")
    #expect(json["preset"] as? String == "default")
    let first = try #require((json["results"] as? [[String: Any]])?.first)
    for name in [
      "recording", "model", "horizon_ticks", "horizon_s", "runs", "diverged", "rmse_mm", "rmse_ci95_mm",
      "mae_mm",
      "mae_ci95_mm", "nrmse", "max_mm", "jitter_mm", "mase", "p50_mm", "p95_mm", "p99_mm", "within",
      "duty_cycle",
      "marker_rmse_mm", "axes",
    ] {
      #expect(first[name] != nil, "\(name)")
    }
    #expect(first["microseconds_per_tick"] == nil && json["coverages"] as? [Double] == [0.9])
    let radii = try #require((first["radii"] as? [[String: Any]])?.first)
    for name in ["coverage", "radius_mm", "winkler_mm"] {
      #expect(first[name] as? Double != nil && first[name] as? Double == radii[name] as? Double)
    }
    #expect(radii["asked"] as? Double == 0.9)
    #expect(try JSONDecoder().decode(EvaluationResult.self, from: result.json()) == result)
    let rows = result.csv().split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 1 + result.results.count + result.means.count)
    #expect(rows.allSatisfy { $0.count == rows[0].count })
  }

  @Test func eachCoverageHasItsColumns() throws {
    var plan = plan()
    plan.models = [EvaluatedModel(name: "rls")!, .leak]
    plan.protocols = [.causal, .lookAhead]
    plan.horizons = .seconds([0.5])
    plan.coverages = [0.9, 0.5]
    let result = try evaluate(plan)
    let rows = result.csv().split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    let place = try #require(rows[0].firstIndex(of: "coverage_0.5"))
    #expect(rows[0][place + 1...place + 2].elementsEqual(["radius_0.5_mm", "winkler_0.5_mm"]))
    for (row, score) in zip(rows.dropFirst(), result.results + result.means) {
      let own = score.calibration(0.5)
      #expect((own == nil) == (score.protocol == "look-ahead"))
      #expect(row[place + 1] == own.map { "\($0.radius)" } ?? "")
    }
    let both = try #require(result.means.first?.calibrations)
    #expect(both.map(\.asked) == [0.9, 0.5] && both[0].radius > both[1].radius)
  }

  @Test func aDivergedRunIsCountedAndLeftOut() throws {
    var plan = plan()
    plan.protocols = [.lookAhead]
    plan.models = [EvaluatedModel(name: "lms")!]
    plan.parameters.models["lms"] = HyperParameters(learningRate: 1e6, clip: 1e300)
    let result = try evaluate(plan)
    #expect(result.means[0].diverged == 1 && result.means[0].runs == 1 && result.means[0].rmse == nil)
    #expect(try result.json().count > 100)
  }

  @Test func settingsComeFromTheFileTheRecordingAndTheFlagsInThisOrder() {
    var set = ParameterSet(
      models: ["uoro": HyperParameters(hidden: 20, window: 30)],
      recordings: ["a": ["uoro": HyperParameters(hidden: 40, sigma: 0.5)]])
    #expect(set.parameters(of: "uoro", on: "b") == HyperParameters(hidden: 20, window: 30))
    #expect(set.parameters(of: "uoro", on: "a") == HyperParameters(hidden: 40, window: 30, sigma: 0.5))
    set = set.overridden(by: HyperParameters(hidden: 60))
    #expect(set.parameters(of: "uoro", on: "a") == HyperParameters(hidden: 60, window: 30, sigma: 0.5))
    #expect(set.parameters(of: "rtrl", on: "a") == HyperParameters(hidden: 60))
  }

  @Test func thePublishedSettingsAreThoseOfThePapersPresetAlone() {
    var plan = plan()
    plan.parameters = ParameterSet()
    plan.recordings[0].name = "201205101536-all"
    let unit = plan.units[0]
    #expect(plan.parameters(of: unit) == HyperParameters())
    plan.preset = .pohl2021
    #expect(
      plan.parameters(of: unit)
        == HyperParameters(hidden: 10, window: 10, learningRate: 0.2, clip: 2, sigma: 0.02))
    plan.parameters.models["uoro"] = HyperParameters(hidden: 30)
    #expect(plan.parameters(of: unit).hidden == 30)
  }

  @Test func nonsenseInAParametersFileIsRefused() {
    #expect(throws: EvaluationError.self) { try ParameterSet(models: ["uoor": HyperParameters()]).check() }
    #expect(throws: EvaluationError.self) {
      try ParameterSet(models: ["uoro": HyperParameters(hidden: 0)]).check()
    }
    #expect(throws: EvaluationError.self) {
      try ParameterSet(recordings: ["a": ["lms": HyperParameters(learningRate: .nan)]]).check()
    }
  }

  @Test func aNameThatIsNotKnownInAParametersFileIsRefused() {
    for text in [#"{"models": {}, "recording": {}}"#, #"{"models": {"lms": {"widnow": 3}}}"#] {
      #expect(throws: (any Error).self, "\(text)") {
        try JSONDecoder().decode(ParameterSet.self, from: Data(text.utf8))
      }
    }
    #expect(throws: EvaluationError("lms has no hidden")) {
      try ParameterSet(models: ["lms": HyperParameters(hidden: 8)]).check()
    }
  }

  @Test func aModelNamedTwiceIsRunOnce() throws {
    let once = plan()
    var twice = once
    twice.models = once.models + once.models
    #expect(twice.units == once.units)
    #expect(try evaluate(twice) == evaluate(once))
  }

  @Test func ticksOfDifferentRatesAreARefusal() throws {
    var plan = plan()
    for i in plan.recordings[1].frames.indices {
      plan.recordings[1].frames[i].stamp = Stamp(nanoseconds: Int64(i) * 50_000_000)
    }
    try plan.check()
    plan.horizons = .ticks([5])
    #expect {
      try plan.check()
    } throws: {
      "\($0)".contains("different rates")
    }
    plan.rate = 10
    try plan.check()
  }

  /// The papers' setting drops the last row, which may be the only one to test on.
  @Test func aLastRowThatIsDroppedIsNotCounted() throws {
    var plan = plan()
    plan.recordings = [breathing(seconds: 60.1)]
    plan.models = [.served(.persistence)]
    #expect(plan.recordings[0].frames.count == 601)
    try plan.check()
    plan.preset = .pohl2021
    #expect(throws: EvaluationError.self) { try plan.check() }
  }

  @Test func nothingAfterTheTestBeginsIsARefusal() {
    var plan = plan()
    plan.testFrom = 701
    #expect {
      try plan.check()
    } throws: {
      "\($0)".contains("--test-from 701")
    }
  }
}

/// What progress said last.
private final class Last: Sendable {
  private let values = Mutex((resumed: 0, finished: 0))
  var resumed: Int { values.withLock { $0.resumed } }
  var finished: Int { values.withLock { $0.finished } }
  func note(_ progress: Runner.Progress) {
    values.withLock { $0 = (progress.resumed, progress.finished) }
  }
}
