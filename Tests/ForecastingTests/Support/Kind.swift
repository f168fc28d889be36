import MarkerMotion
import Foundation
import Forecasting
import Testing

/// A model in one of its settings, as the tests of the contract take it: small where that loses nothing.
struct Kind: Sendable, CustomTestStringConvertible {
  var model: Model
  var preset: Preset
  var parameters = HyperParameters()

  /// Whether it is a recurrent network, or has one inside: learned after the forecast.
  var isRecurrent: Bool { [.uoro, .rtrl, .snap1, .dni, .guidedAnalogue, .mixture].contains(model) }
  /// Whether it draws numbers by the seed.
  var isRandom: Bool { isRecurrent || model == .features }

  var testDescription: String { "\(model.rawValue), \(preset.rawValue)" }

  static let all: [Kind] =
    Model.allCases.map { Kind(model: $0, preset: .standard) } + [
      Kind(model: .lms, preset: .pohl2021),
      Kind(model: .uoro, preset: .pohl2021, parameters: HyperParameters(hidden: 8, window: 12)),
      Kind(model: .rtrl, preset: .pohl2021, parameters: HyperParameters(hidden: 5, window: 6)),
      Kind(model: .snap1, preset: .pohl2021, parameters: HyperParameters(hidden: 8, window: 12)),
      Kind(model: .dni, preset: .pohl2021, parameters: HyperParameters(hidden: 8, window: 12)),
    ]

  func make(_ context: ForecasterContext) -> any Forecaster {
    makeForecaster(model, preset: preset, parameters: parameters, context: context)
  }
}

/// Two markers that breathe, with a drift and some noise.
enum Breathing {
  static func positions(count: Int, seed: UInt64 = 1) -> [[Double]] {
    var generator = Xoshiro256(seed: seed, stream: 9)
    return (0..<count).map { n in
      let t = Double(n) / 10
      let phase = 2 * Double.pi * (t / 4 + 0.1 * sin(t / 7))
      return (0..<6).map { c in
        let amplitude = [1.0, 6, 3, 0.5, 4, 2][c]
        return 100 * Double(c) + amplitude * sin(phase + 0.2 * Double(c)) + 0.01 * t + 0.05
          * generator.gaussian()
      }
    }
  }

  static let horizons = [1, 2, 5, 12]

  static func context(_ positions: [[Double]], seed: UInt64 = 3) -> ForecasterContext {
    ForecasterContext(rate: 10, horizons: horizons, warmUp: Array(positions.prefix(100)), seed: seed)
  }
}

/// What a test does with each tick.
enum Learning { case learn, skip }

extension Forecaster {
  /// Observes, forecasts and learns the ticks; returns the forecasts.
  mutating func run(
    _ ticks: [Tick], forecasting: (Int) -> Bool = { _ in true },
    _ learning: (Int) -> Learning = { _ in .learn }
  ) -> [Matrix<Double>] {
    ticks.map { tick in
      var forecast = Matrix(rows: Breathing.horizons.count, columns: tick.positions.count, repeating: 0.0)
      observe(tick)
      if forecasting(tick.index) { self.forecast(into: &forecast) }
      switch learning(tick.index) {
      case .learn: learn()
      case .skip: skipLearning()
      }
      return forecast
    }
  }
}

/// Ticks at `positions`.
func ticks(
  _ positions: [[Double]], unlearnable: Range<Int> = 0..<0, segments: [Int] = []
) -> [Tick] {
  positions.enumerated().map { n, position in
    Tick(
      index: n, positions: position, isLearnable: !unlearnable.contains(n),
      startsSegment: segments.contains(n))
  }
}
