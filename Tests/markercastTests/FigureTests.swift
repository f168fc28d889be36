import Forecasting
import Foundation
import MarkerMotion
import Recordings
import Testing

/// The accuracy that the documentation prints: `Scripts/test --filter FigureTests` prints it again.
///
/// Five recordings through `ForecastSession`, which is what the daemon serves; their last rows dropped as in the papers;
/// targets from sample 601 on; RMSE of the 3-D error over time and markers, mean over recordings.
@Suite(.enabled(if: Program.hasRecordings, "the recordings' folder is missing"))
struct FigureTests {
  private static let names = ["201205101522", "201205101536", "201205101541", "201205111057", "201205181211"]

  /// RMSE at 1 to 20 ticks, mean over recordings.
  private func score(_ model: Model, _ preset: Preset, seed: UInt64) throws -> [Double] {
    var means = [Double](repeating: 0, count: 20)
    for name in Self.names {
      let frames = try Recording(path: Program.recordings.appending(path: name).path).frames.dropLast()
      var configuration = SessionConfiguration()
      configuration.model = model
      configuration.preset = preset
      configuration.seed = seed
      var session = ForecastSession(configuration)
      let forecasts = frames.map { frame in
        #expect(session.observe(frame) == .tick)
        let forecast = session.forecast()
        while session.learn() {}
        return forecast
      }
      for h in 1...20 {
        var squares = 0.0
        var count = 0.0
        for n in 600..<frames.count {
          for (m, marker) in forecasts[n - h].horizons[h - 1].markers.enumerated() {
            let error = marker.position! - frames[n].markers[m].position!
            squares += (error * error).sum()
            count += 1
          }
        }
        means[h - 1] += (squares / count).squareRoot() / Double(Self.names.count)
      }
    }
    return means
  }

  @Test(arguments: [
    (Model.persistence, Preset.standard, 1), (.linear, .standard, 1), (.lms, .standard, 1),
    (.rls, .standard, 1),
    (.rtrl, .standard, 3), (.uoro, .standard, 3), (.lms, .pohl2021, 1),
  ])
  func theTable(model: Model, preset: Preset, seeds: Int) throws {
    let runs = try (1...seeds).map { try score(model, preset, seed: UInt64($0)) }
    func cell(_ value: ([Double]) -> Double) -> String {
      let values = runs.map(value)
      let mean = values.reduce(0, +) / Double(values.count)
      return String(
        format: values.count > 1 ? "%.2f (%.2f to %.2f)" : "%.2f", mean, values.min()!, values.max()!)
    }
    let cells = [0, 4, 9, 19].map { h in cell { $0[h] } } + [cell { ($0[0] + $0[4] + $0[9] + $0[19]) / 4 }]
    print(
      "FIGURE | `\(model.rawValue)`, \(preset.rawValue) | \(cells.joined(separator: " | ")) | \(cell { $0.reduce(0, +) / 20 }) |"
    )
    if model == .uoro {
      for run in runs { #expect((run[0] + run[4] + run[9] + run[19]) / 4 <= 1.95) }
    }
  }
}
