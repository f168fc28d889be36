import Forecasting
import MarkerMotion
import Synchronization
import Testing

/// A sensor that freezes, loses sight of a marker or jumps teaches a model nothing, and costs it nothing that it knew.
@Suite struct GateTests {
  /// What happens to frames from 90 s on.
  enum Trouble: String, CaseIterable, CustomTestStringConvertible {
    case frozen, occluded, glitching

    var testDescription: String { rawValue }

    /// The frames that are not to be learned from. A sensor is frozen when it has been still for a second.
    var span: [Int] {
      switch self {
      case .frozen: Array(911..<2100)
      case .occluded: Array(900..<1200)
      case .glitching: Array(stride(from: 900, to: 1200, by: 3))
      }
    }

    func callAsFunction(_ frames: [Frame]) -> [Frame] {
      var result = frames
      switch self {
      case .frozen: for n in 901..<2100 { result[n].markers = frames[900].markers }
      case .occluded: for n in span { result[n].markers[1].position = nil }
      case .glitching: for n in span { result[n].markers[1].position! += Position(0, 300, 0) }
      }
      return result
    }
  }

  static let models: [Model] = [.analogue, .localRidge, .mixture]
  private let frames = BreathingFrames().frames(2460)
  private let horizons = [1, 5, 10, 20]

  private func session(_ model: Model) -> SessionConfiguration {
    var configuration = SessionConfiguration()
    configuration.rate = 10
    configuration.model = model
    configuration.horizons = horizons.map { Double($0) / 10 }
    return configuration
  }

  /// It teaches no more than a sensor that is silent meanwhile, and forecasts are as good as before it.
  @Test(arguments: models, Trouble.allCases)
  func troubleIsNoWorseThanSilence(model: Model, trouble: Trouble) throws {
    let seen = trouble(frames)
    let span = Set(trouble.span)
    let silent = seen.indices.filter { !span.contains($0) }.map { seen[$0] }
    var (troubled, waiting) = (ForecastSession(session(model)), ForecastSession(session(model)))
    let forecasts = drive(&troubled, seen)
    let others = drive(&waiting, silent)
    for n in span { #expect(forecasts[n].state == .degraded) }
    for forecast in forecasts.dropFirst(200) {
      #expect(!span.contains(try #require(forecast.learnedThrough)))
    }
    #expect(forecasts.last?.learnedThrough == frames.count - 1)
    let first = trouble.span.last! + 30
    let after = error(forecasts, from: first)
    let before = error(forecasts, from: 580)
    let silence = error(others, from: first)
    #expect(after < 1.05 * before, "\(after) mm, before \(before) mm")
    #expect(after < 1.05 * silence, "\(after) mm, after silence \(silence) mm")
    // Neighbours know of nothing but the library and the last seconds.
    if model != .mixture { #expect(after == silence) }
  }

  /// The root mean square error over markers, horizons and forecasts of half a minute from `first` on.
  private func error(_ forecasts: [Forecast], from first: Int) -> Double {
    var squares: [Double] = []
    for n in first..<first + 300 {
      for (j, h) in horizons.enumerated() {
        let forecast = forecasts[forecasts.count - frames.count + n]
        for (forecast, marker) in zip(forecast.horizons[j].markers, frames[n + h].markers) {
          let error = forecast.position! - marker.position!
          squares.append((error * error).sum())
        }
      }
    }
    return squares.mean.squareRoot()
  }

  @Test(arguments: Trouble.allCases)
  func troubleMovesNoWeight(trouble: Trouble) {
    let log = WeightLog()
    var session = ForecastSession(session(.mixture)) { model, context in
      model == .mixture
        ? Weighed(mixture: makeMixture(HyperParameters(), context), log: log)
        : makeForecaster(model, preset: .standard, parameters: HyperParameters(), context: context)
    }
    _ = drive(&session, trouble(frames))
    var moved = 0
    for (before, after) in zip(log.entries, log.entries.dropFirst()) {
      if after.isLearnable {
        moved += after.weights != before.weights ? 1 : 0
      } else {
        #expect(after.weights == before.weights)
      }
    }
    #expect(log.entries.count { !$0.isLearnable } == trouble.span.count)
    #expect(moved > 1000)
  }
}

/// The weights of a mixture after each tick.
private final class WeightLog: Sendable {
  private let storage = Mutex<[(isLearnable: Bool, weights: Matrix<Double>?)]>([])

  var entries: [(isLearnable: Bool, weights: Matrix<Double>?)] { storage.withLock { $0 } }
  func add(_ isLearnable: Bool, _ weights: Matrix<Double>?) {
    storage.withLock { $0.append((isLearnable, weights)) }
  }
}

/// A mixture that writes down its weights.
private struct Weighed: Forecaster {
  var mixture: Mixture
  let log: WeightLog

  var isReady: Bool { mixture.isReady }
  var learnedThrough: Int? { mixture.learnedThrough }

  mutating func observe(_ tick: borrowing Tick) {
    mixture.observe(tick)
    log.add(tick.isLearnable, mixture.weights)
  }
  mutating func forecast(into forecast: inout Matrix<Double>) { mixture.forecast(into: &forecast) }
  mutating func learn() { mixture.learn() }
  mutating func skipLearning() { mixture.skipLearning() }
  mutating func transfer(with archive: inout Archive) { archive.transfer(&mixture) }
}
