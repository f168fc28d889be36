import Forecasting
import MarkerMotion
import Testing

/// Rule 1: change the recording after tick n, and no forecast issued at or before n changes by one bit.
@Suite struct CausalityTests {
  /// Whether the forecasts up to each of `ticks` stay the same when everything after it is changed.
  private func isCausal(
    _ configuration: SessionConfiguration, changedAfter ticks: [Int], count: Int,
    make: @escaping @Sendable ([Frame]) -> (@Sendable (Model, ForecasterContext) -> any Forecaster)
  ) -> Bool {
    let frames = BreathingFrames().frames(count)
    func forecasts(_ frames: [Frame], through: Int) -> [Forecast] {
      var session = ForecastSession(configuration, makeForecaster: make(frames))
      return drive(&session, frames.prefix(through + 1))
    }
    let reference = forecasts(frames, through: count - 1)
    return ticks.allSatisfy { n in
      var changed = frames
      for i in changed.indices where i > n {
        for m in changed[i].markers.indices {
          changed[i].markers[m].position! += Position(3, -2, 1) * (1 + 0.1 * Double(i % 5))
        }
      }
      return forecasts(changed, through: n) == Array(reference.prefix(n + 1))
    }
  }

  @Test(arguments: Model.allCases, Preset.allCases)
  func noForecasterSeesTheFuture(model: Model, preset: Preset) {
    var configuration = SessionConfiguration()
    configuration.model = model
    configuration.preset = preset
    configuration.rate = 10
    configuration.parameters.hidden = 12
    let parameters = configuration.parameters
    let count = preset == .standard ? 260 : 440
    let warmUp = preset == .standard ? [3, 60, 99, 100, 105] : [60, 299, 300, 320]
    let isCausal = isCausal(configuration, changedAfter: warmUp + [count - 40, count - 21], count: count) {
      _ in
      { makeForecaster($0, preset: preset, parameters: parameters, context: $1) }
    }
    #expect(isCausal)
  }

  @Test func theRateIsFoundCausally() {
    let isCausal = isCausal(SessionConfiguration(), changedAfter: [5, 19, 20, 21, 99, 150], count: 200) { _ in
      { makeForecaster($0, preset: .standard, parameters: HyperParameters(), context: $1) }
    }
    #expect(isCausal)
  }

  /// A forecaster that knows the next frame, which only a look into the recording can tell.
  private struct Clairvoyant: Forecaster {
    let recording: [Frame]
    var newest = 0
    var isReady: Bool { true }
    var learnedThrough: Int? { nil }
    mutating func observe(_ tick: borrowing Tick) { newest = tick.index }
    mutating func forecast(into forecast: inout Matrix<Double>) {
      let next = recording[min(newest + 1, recording.count - 1)]
      for row in 0..<forecast.rows {
        for c in 0..<forecast.columns { forecast[row, c] = next.markers[c / 3].position![c % 3] }
      }
    }
    mutating func learn() {}
    mutating func skipLearning() {}
    mutating func transfer(with archive: inout Archive) { archive.transfer(&newest) }
  }

  @Test func aPlantedLeakOfOneTickIsFound() {
    var configuration = SessionConfiguration()
    configuration.rate = 10
    let isCausal = isCausal(configuration, changedAfter: [150], count: 200) { frames in
      { _, _ in Clairvoyant(recording: frames) }
    }
    #expect(!isCausal)
  }
}
