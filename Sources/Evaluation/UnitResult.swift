import Forecasting
import Glibc
import Recordings

/// What one run of one model on one recording gave.
package struct UnitResult: Codable, Sendable {
  /// What is known of one horizon.
  package struct Horizon: Codable, Sendable {
    package var seconds: Double
    package var ticks: Int?
    /// nil where nothing could be scored.
    package var measures: Measures?
  }

  package var horizons: [Horizon]
  package var hasDiverged: Bool
  package var microsecondsPerTick: Double?
  /// The forecasts themselves, where they were asked for.
  package var forecasts: [ScoredForecasts]?
}

extension EvaluationPlan {
  /// Runs one unit. O(samples x what a tick of the model costs).
  ///
  /// - Throws: `EvaluationError` where the recording can't be evaluated so.
  package func evaluate(_ unit: Unit, keepsForecasts: Bool) throws -> UnitResult {
    let recording = recording(of: unit)
    let start = processorTime()
    let (scored, hasFailed) =
      switch unit.protocol {
      case .causal: try causal(unit, on: recording)
      case .lookAhead: try lookAhead(unit, on: recording)
      }
    let elapsed = processorTime() - start
    let measures = scored.map { Measures($0, markers: recording.markers.count) }
    return UnitResult(
      horizons: zip(scored, measures).map { scored, measures in
        let isFinite = measures?.rmse.isFinite ?? false
        return UnitResult.Horizon(
          seconds: scored.seconds, ticks: scored.ticks, measures: isFinite ? measures : nil)
      },
      hasDiverged: hasFailed || measures.contains { $0?.hasDiverged ?? false },
      microsecondsPerTick: isTimed ? 1e6 * elapsed / Double(recording.frames.count) : nil,
      forecasts: keepsForecasts ? scored : nil)
  }

  /// The rows that a unit is run on. The papers drop the last row of every file, an end mark or not.
  func recording(of unit: Unit) -> Recording {
    var recording = recordings[unit.recording]
    if preset(under: unit.protocol) == .pohl2021, !recording.isEndMarked { recording.frames.removeLast() }
    return recording
  }

  private func causal(
    _ unit: Unit, on recording: Recording
  ) throws -> (horizons: [ScoredForecasts], hasFailed: Bool) {
    guard case .served(let model) = unit.model else {
      preconditionFailure("\(unit.model.name) is not causal")
    }
    var configuration = SessionConfiguration()
    configuration.model = model
    configuration.preset = preset
    configuration.parameters = parameters(of: unit)
    configuration.seed = seed &+ UInt64(unit.run)
    configuration.rate = rate
    configuration.horizons = seconds(rate: try rate(of: recording))
    configuration.coverages = coverages
    return causalForecasts(configuration, on: recording, testFrom: testFrom)
  }

  private func lookAhead(
    _ unit: Unit, on recording: Recording
  ) throws -> (horizons: [ScoredForecasts], hasFailed: Bool) {
    let series = try LookAheadSeries(recording)
    let rate = try rate(of: recording)
    var hasFailed = false
    let scored = try ticks(rate: rate, recording: recording.name).map { horizon in
      let forecasts = series.forecasts(
        of: unit.model, horizon: horizon, parameters: parameters(of: unit),
        seed: (seed &+ UInt64(unit.run)) &* 1_000_003 &+ UInt64(horizon))
      hasFailed = hasFailed || forecasts.contains { $0?.contains { !$0.isFinite } ?? false }
      return series.scored(forecasts, horizon: horizon, rate: rate, testFrom: testFrom)
    }
    return (scored, hasFailed)
  }
}

/// The seconds that a core has spent on this thread, which other threads on the machine do not lengthen.
private func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
