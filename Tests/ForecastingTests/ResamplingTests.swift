import Forecasting
import Foundation
import Testing

/// What is told in seconds holds at any rate: motion that is sampled less or more often is forecast as well.
@Suite(.enabled(if: Shared.hasRecordings, "the recordings are not here"))
struct ResamplingTests {
  /// The recordings at 10 Hz and taken to 3.33 and 30 Hz. It is rules of rates that are tested: a resampled position knows
  /// its neighbours on either side, which is why no rate is called better than another.
  @Test(arguments: Recordings.names)
  func theMixtureIsAsGoodAtOtherRates(name: String) throws {
    let positions = try Recordings.load(name)
    let usual = error(positions, rate: 10, ticks: 3)
    let slow = error(slower(positions), rate: 10 / 3.0, ticks: 1)
    #expect(abs(slow / usual - 1) < 0.15, "3.33 Hz: \(slow), 10 Hz: \(usual)")
    // 30 Hz take their time: of the longer recordings they would take a minute.
    guard Self.short.contains(name) else { return }
    let fast = error(faster(positions), rate: 30, ticks: 9)
    #expect(abs(fast / usual - 1) < 0.15, "30 Hz: \(fast), 10 Hz: \(usual)")
  }

  private static let short = Recordings.names.prefix(3)

  /// The root mean square error at 0.3, 0.6 ... 2.1 s over the root mean square deviation of the truth from its mean, targets
  /// from the second minute on; the mean over horizons.
  private func error(_ positions: [[Double]], rate: Double, ticks: Int) -> Double {
    let horizons = (1...7).map { $0 * ticks }
    let first = Int(60 * rate)
    let all = forecasts(of: positions, rate: rate, horizons: horizons, warmUp: Int(10 * rate)) {
      makeForecaster(.mixture, preset: .standard, parameters: HyperParameters(), context: $0)
    }
    let errors = horizons.enumerated().map { row, horizon in
      rmse(all, positions, row: row, horizon: horizon, first: first)
    }
    return errors.mean / deviation(Array(positions[first...]))
  }

  private func deviation(_ positions: [[Double]]) -> Double {
    let squares: [Double] = positions[0].indices.map { c in
      let values = positions.map { $0[c] }
      let mean = values.mean
      return values.map { ($0 - mean) * ($0 - mean) }.mean
    }
    return (3 * squares.mean).squareRoot()
  }

  /// One position in three: its mean with those on either side.
  private func slower(_ positions: [[Double]]) -> [[Double]] {
    (0..<positions.count / 3).map { k in
      let near = positions[3 * k..<3 * k + 3]
      return positions[0].indices.map { c in near.map { $0[c] }.mean }
    }
  }

  /// Two more positions between each and the next, on the line.
  private func faster(_ positions: [[Double]]) -> [[Double]] {
    (0..<3 * (positions.count - 1)).map { k in
      let (a, b) = (positions[k / 3], positions[k / 3 + 1])
      let part = Double(k % 3) / 3
      return a.indices.map { c in a[c] + part * (b[c] - a[c]) }
    }
  }
}
