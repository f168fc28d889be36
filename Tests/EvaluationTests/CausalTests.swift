import Evaluation
import Forecasting
import Foundation
import MarkerMotion
import Recordings
import Testing

/// What is scored is what a session forecasts, beside what then was measured.
@Suite struct CausalTests {
  private func configuration(_ horizons: [Double] = [0.1, 0.5, 2]) -> SessionConfiguration {
    var configuration = SessionConfiguration()
    configuration.model = .rls
    configuration.rate = 10
    configuration.horizons = horizons
    return configuration
  }

  @Test func forecastsAreTheSessionsAndTruthIsWhatCame() {
    let recording = breathing()
    let (scored, hasFailed) = causalForecasts(configuration(), on: recording, testFrom: 601)
    #expect(!hasFailed)
    var session = ForecastSession(configuration())
    let forecasts = recording.frames.map { frame in
      _ = session.observe(frame)
      let forecast = session.forecast()
      while session.learn() {}
      return forecast
    }
    for (h, ticks) in [1, 5, 20].enumerated() {
      #expect(scored[h].ticks == ticks)
      #expect(scored[h].targets == Array(601...recording.frames.count))
      for (i, target) in scored[h].targets.enumerated() {
        let row = target - 1
        #expect(scored[h].origins[i] == row - ticks)
        for (m, marker) in recording.frames[row].markers.enumerated() {
          for axis in 0..<3 {
            let c = 9 * i + 3 * m + axis
            #expect(scored[h].truth[c] == marker.position![axis])
            #expect(
              scored[h].forecasts[c] == forecasts[row - ticks].horizons[h].markers[m].position![axis])
            #expect(scored[h].still[c] == recording.frames[row - ticks].markers[m].position![axis])
          }
        }
      }
    }
  }

  @Test func aHorizonBetweenTicksIsScoredAgainstTheTruthBetweenThem() {
    let recording = breathing()
    let scored = causalForecasts(configuration([0.25]), on: recording, testFrom: 601).horizons[0]
    #expect(scored.ticks == nil)
    for (i, target) in scored.targets.enumerated() {
      #expect(scored.origins[i] == target - 1 - 3)
      for c in 0..<9 {
        let a = recording.frames[target - 2].markers[c / 3].position![c % 3]
        let b = recording.frames[target - 1].markers[c / 3].position![c % 3]
        #expect(abs(scored.truth[9 * i + c] - (a + b) / 2) < 1e-12)
      }
    }
  }

  /// Lost frames are ticks that nothing is scored at; beyond a long gap nothing is scored against what was before it.
  @Test func gapsAreNotScoredAcross() {
    var recording = breathing()
    recording.frames.removeSubrange(660..<680)
    recording.frames.removeSubrange(620..<622)
    let scored = causalForecasts(configuration(), on: recording, testFrom: 601).horizons
    let stamps = recording.frames.map {
      Int(($0.stamp.seconds(since: recording.frames[0].stamp) * 10).rounded())
    }
    for (horizon, ticks) in zip(scored, [1, 5, 20]) {
      for (target, origin) in zip(horizon.targets, horizon.origins) {
        #expect(stamps[target - 1] - stamps[origin] == ticks)
        #expect((target - 1 < 658) == (origin < 658))
      }
      // The targets that would have been issued in one of the gaps, or before the long one.
      #expect(
        horizon.targets.count == recording.frames.count - 600 - min(2, ticks) - (ticks == 1 ? 0 : 0) - ticks)
    }
  }

  @Test func occludedMarkersAreLeftOutAlone() {
    var recording = breathing()
    for n in 640..<645 { recording.frames[n].markers[1].position = nil }
    let scored = causalForecasts(configuration(), on: recording, testFrom: 601).horizons[0]
    #expect(scored.targets.count == recording.frames.count - 600)
    for (i, target) in scored.targets.enumerated() {
      #expect(scored.truth[9 * i + 3].isNaN == (641...645).contains(target))
      #expect(!scored.truth[9 * i].isNaN)
    }
  }
}
