import Forecasting
import Testing

/// A forecaster's life, call by call: the call k is `observe` of tick k / 3, then `forecast`, then `learn` or `skipLearning`.
struct Calls {
  let ticks: [Tick]
  let context: ForecasterContext

  /// Calls on `positions`, with two gaps, and ticks whose learning is skipped.
  init(_ positions: [[Double]], rate: Double = 10, horizons: [Int] = Breathing.horizons) {
    context = ForecasterContext(
      rate: rate, horizons: horizons, warmUp: Array(positions.prefix(100)), seed: 3)
    let gaps = [340..<360, 640..<650]
    ticks = positions.enumerated().map { n, position in
      Tick(
        index: n, positions: position, isLearnable: !gaps.contains { $0.contains(n) },
        startsSegment: [200, 360, 650].contains(n))
    }
  }

  /// All that can be seen of a forecaster, numbers by their bits.
  struct Outcome: Equatable {
    var forecast: [UInt64] = []
    var disagreement: [UInt64]?
    var learnedThrough: Int?
    var isReady: Bool
  }

  /// Makes the call k, and tells what can be seen after it.
  func make(_ k: Int, of forecaster: inout any Forecaster) -> Outcome {
    var forecast = Matrix(rows: context.horizons.count, columns: context.dimension, repeating: 0.0)
    switch k % 3 {
    case 0: forecaster.observe(ticks[k / 3])
    case 1: forecaster.forecast(into: &forecast)
    default: if k / 3 % 7 == 3 { forecaster.skipLearning() } else { forecaster.learn() }
    }
    return Outcome(
      forecast: forecast.elements.map { $0.bitPattern },
      disagreement: forecaster.disagreement?.elements.map { $0.bitPattern },
      learnedThrough: forecaster.learnedThrough, isReady: forecaster.isReady)
  }
}

extension [UInt8] {
  /// What `forecaster` writes.
  init(_ forecaster: inout any Forecaster) {
    var archive = Archive()
    forecaster.transfer(with: &archive)
    #expect(archive.problem == nil)
    self = archive.bytes
  }

  /// Why `forecaster` does not read all of these; nil where it does.
  func read(into forecaster: inout any Forecaster) -> String? {
    var archive = Archive(reading: self)
    forecaster.transfer(with: &archive)
    return archive.problem ?? (archive.isExhausted ? nil : "there is more of it")
  }
}
