import Forecasting
import Foundation
import Testing

/// The papers' linear models against scores of the papers' own code, recording by recording, to six digits.
@Suite(
  .enabled(if: Shared.hasRecordings && Shared.hasScores, "the recordings or the golden scores are not here"))
struct PublishedScoreTests {
  private struct Scores: Decodable {
    struct Entry: Decodable {
      var recording: Int
      var h: Int
      var `protocol`: String
      var method: String
      var k: Int?
      var lr: Double?
      var RMSE: Double
    }
    struct Recording: Decodable { var id: String }
    var recordings: [String: Recording]
    var entries: [Entry]
  }

  private func compare(
    _ model: Model, _ parameters: HyperParameters, tolerance: Double, _ belongs: (Scores.Entry) -> Bool
  ) throws {
    let golden = try JSONDecoder().decode(Scores.self, from: Data(contentsOf: Shared.scores))
    let horizons = [1, 2, 5, 10, 15, 20]
    var compared = 0
    for (number, recording) in golden.recordings {
      let positions = try Recordings.load(recording.id)
      let all = forecasts(of: positions, horizons: horizons, warmUp: 300) {
        makeForecaster(model, preset: .pohl2021, parameters: parameters, context: $0)
      }
      for entry in golden.entries
      where entry.protocol == "causal" && String(entry.recording) == number && belongs(entry) {
        let row = try #require(horizons.firstIndex(of: entry.h))
        let ours = rmse(all, positions, row: row, horizon: entry.h)
        #expect(abs(ours / entry.RMSE - 1) < tolerance, "recording \(number), horizon \(entry.h)")
        compared += 1
      }
    }
    #expect(compared == 30)
  }

  @Test(arguments: [0.02, 0.002])
  func leastMeanSquares(rate: Double) throws {
    try compare(.lms, HyperParameters(window: 10, learningRate: rate, clip: 2), tolerance: 1e-6) {
      $0.method == "LMS" && $0.k == 10 && $0.lr == rate
    }
  }

  /// With a window of 90 ticks there are fewer samples than coefficients, and the fit is the one of least norm.
  @Test(arguments: [10, 30, 90])
  func linearRegression(window: Int) throws {
    try compare(.linear, HyperParameters(window: window), tolerance: window == 90 ? 1e-4 : 1e-6) {
      $0.method == "linear_regression" && $0.k == window
    }
  }
}
