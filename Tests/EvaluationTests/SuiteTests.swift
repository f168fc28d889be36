import Evaluation
import Forecasting
import MarkerMotion
import Recordings
import Testing

/// The robustness suite: what a row is scored by, and that the mixture holds where breathing is not regular.
@Suite struct SuiteTests {
  private func run(_ rows: [String], _ models: [Model]) throws -> SuiteResult {
    var suite = SuitePlan()
    suite.motions = try rows.map { try #require(NamedMotion.named($0)) }
    suite.plan.models = models.map { .served($0) }
    let folder = try Folder()
    return try suite.run(jobs: 2, store: RunStore(folder: folder.url), version: "test").result
  }

  /// No worse than the best of what a few lines do: that is what the experts in it are for.
  @Test(arguments: [
    "still-0.1mm", "drift-slow", "drift-turning", "steps", "steps-breathing", "holds-10s", "coughs",
  ])
  func theMixtureHolds(row: String) throws {
    let result = try run([row], [.mixture, .persistence, .rls, .mean])
    let ratio = try #require(result.rows[0].ratio)
    #expect(ratio <= SuiteResult.limit, "\(result.rows[0].rmse)")
  }

  @Test(arguments: [
    ("rate-3.33hz", 6, 0.3, 201), ("rate-5hz", 10, 0.2, 301), ("rate-10hz", 20, 0.1, 601),
    ("rate-20hz", 20, 0.1, 1201), ("rate-30hz", 20, 0.1, 1801), ("rate-100hz", 20, 0.1, 6001),
    ("horizons-1", 1, 0.1, 601), ("horizons-60", 60, 0.1, 601), ("horizons-60-30hz", 60, 1.0 / 30, 1801),
  ])
  func aRowIsScoredAtWholeTicksAfterAMinute(row: String, count: Int, first: Double, from: Int) throws {
    let plan = try SuitePlan().plan(of: try #require(NamedMotion.named(row)))
    guard case .seconds(let seconds) = plan.horizons else { throw EvaluationError("horizons in ticks") }
    #expect(seconds.count == count && seconds[0] == first && plan.testFrom == from)
    let rate = try plan.rate(of: plan.recordings[0])
    #expect(seconds.allSatisfy { abs($0 * rate - ($0 * rate).rounded()) < 1e-6 })
  }

  @Test func theRatioIsToTheBestReference() throws {
    let result = try run(["drift-fast", "still-1mm"], [.persistence, .mean])
    let (drift, still) = (result.rows[0], result.rows[1])
    // 0.3 mm/s, of three markers of 1, 0.92 and 0.84 of it, times the mean of the horizons; and some noise.
    #expect(abs(try #require(drift.rmse["persistence"]) - 0.3 * 1.05 * 0.92) < 0.04)
    #expect(drift.ratio == 1)
    let best = try #require(still.rmse["mean"])
    #expect(still.ratio == still.rmse["persistence"].map { $0 / best } && still.isAbove)
    #expect(result.above == 1 && result.worst == "still-1mm" && result.references == ["persistence", "mean"])
    #expect(abs(try #require(result.geometricMean) - (still.ratio! * drift.ratio!).squareRoot()) < 1e-12)
  }

  /// The gates of a live session act here as well: the documentation names the rows in which they do.
  @Test func theGatesActInTheRowsThatAreNamed() throws {
    var acted: [String: Set<StreamEvent>] = [:]
    for motion in NamedMotion.all() {
      var configuration = SessionConfiguration()
      configuration.model = .persistence
      var session = ForecastSession(configuration)
      for frame in motion.recording().frames {
        #expect(session.observe(frame) == .tick)
        while session.learn() {}
      }
      acted[motion.name] = Set(
        StreamEvent.allCases.filter { $0 != .sessionStarted && session.events[$0] > 0 })
    }
    #expect(
      acted.filter { !$0.value.isEmpty } == [
        "quantised-1mm": [.sensorFroze], "holds-10s-coarse": [.sensorFroze],
        "steps-far": [.positionDisbelieved, .positionJumped, .segmentStarted],
      ])
  }
}
