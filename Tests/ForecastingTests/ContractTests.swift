import Forecasting
import Testing

/// What every forecaster promises, whichever it is.
@Suite struct ContractTests {
  private let positions = Breathing.positions(count: 640)

  private func make(_ kind: Kind, seed: UInt64 = 3) -> any Forecaster {
    kind.make(Breathing.context(positions, seed: seed))
  }

  @Test(arguments: Kind.all)
  func seedAndTicksGiveTheForecasts(kind: Kind) {
    var (a, b, c) = (make(kind), make(kind), make(kind, seed: 4))
    let forecasts = a.run(ticks(positions))
    #expect(forecasts == b.run(ticks(positions)))
    #expect(a.isReady)
    #expect((forecasts != c.run(ticks(positions))) == kind.isRandom)
  }

  @Test(arguments: Kind.all)
  func theFutureChangesNothing(kind: Kind) {
    let last = 601
    var other = positions
    for n in last + 1..<other.count { other[n] = other[n].map { 1e3 - 2 * $0 } }
    var (a, b) = (make(kind), make(kind))
    let first = a.run(ticks(positions))
    let second = b.run(ticks(other))
    #expect(first[...last] == second[...last])
    #expect(first[last + 1] != second[last + 1])
  }

  @Test(arguments: Kind.all)
  func forecastingChangesNoLaterForecast(kind: Kind) {
    var (a, b) = (make(kind), make(kind))
    let always = a.run(ticks(positions))
    let seldom = b.run(ticks(positions), forecasting: { $0 % 7 == 0 || $0 > 600 })
    for n in positions.indices where n % 7 == 0 || n > 600 { #expect(always[n] == seldom[n]) }
  }

  @Test(arguments: Kind.all)
  func persistenceUntilReadyAndThenNot(kind: Kind) {
    var forecaster = make(kind)
    for tick in ticks(positions) {
      forecaster.observe(tick)
      var forecast = Matrix(rows: 4, columns: 6, repeating: 0.0)
      forecaster.forecast(into: &forecast)
      if !forecaster.isReady || kind.model == .persistence {
        for row in 0..<4 {
          for c in 0..<6 { #expect(abs(forecast[row, c] - tick.positions[c]) < 1e-9) }
        }
      }
      forecaster.learn()
    }
    #expect(forecaster.isReady)
    let fitted = kind.model == .linear ? 539 : 639
    #expect(forecaster.learnedThrough == (kind.model == .persistence ? nil : fitted))
  }

  @Test(arguments: Kind.all)
  func forecastsBeatPersistence(kind: Kind) {
    guard ![.persistence, .mean].contains(kind.model), kind.preset == .standard else { return }
    var forecaster = make(kind)
    let forecasts = forecaster.run(ticks(positions))
    var (error, still) = (0.0, 0.0)
    for n in 560..<628 {
      for c in 0..<6 {
        error += abs(forecasts[n][3, c] - positions[n + 12][c])
        still += abs(positions[n][c] - positions[n + 12][c])
      }
    }
    #expect(error < 0.6 * still)
  }

  /// Whatever passes while nothing may be learned, and before an interruption, leaves no trace after it.
  @Test(arguments: Kind.all, [130..<180, 300..<330, 590..<600])
  func unlearnableTicksLeaveNoTraceBeyondTheirSegment(kind: Kind, span: Range<Int>) {
    var wild = positions
    for n in span { wild[n] = positions[n].map { 1e4 - 50 * $0 * Double(n % 3) } }
    var (a, b) = (make(kind), make(kind))
    let first = a.run(ticks(positions, unlearnable: span, segments: [span.upperBound]))
    let second = b.run(ticks(wild, unlearnable: span, segments: [span.upperBound]))
    #expect(first[..<span.lowerBound] == second[..<span.lowerBound])
    #expect(first[span.upperBound...] == second[span.upperBound...])
  }

  @Test(arguments: Kind.all)
  func nothingIsLearnedFromUnlearnableTicks(kind: Kind) {
    var forecaster = make(kind)
    let span = 560..<600
    for tick in ticks(positions, unlearnable: span) {
      let before = forecaster.learnedThrough
      forecaster.observe(tick)
      forecaster.learn()
      if span.contains(tick.index) { #expect(forecaster.learnedThrough == before) }
    }
  }

  @Test(arguments: Kind.all)
  func aJumpBetweenSegmentsIsNoLesson(kind: Kind) {
    // The same motion, cut at 300: one recording goes on where it was, the other jumps by a metre and back.
    var forecaster = make(kind)
    var far = positions
    for n in 300..<320 { far[n] = positions[n].map { $0 + 1000 } }
    let forecasts = forecaster.run(ticks(far, unlearnable: 300..<320, segments: [300, 320]))
    for n in 320..<640 {
      for value in zip(forecasts[n].elements, positions[n] + positions[n] + positions[n] + positions[n]) {
        #expect(abs(value.0 - value.1) < 60)
      }
    }
  }

  @Test(arguments: Kind.all)
  func skippedLearningKeepsForecastsAndOrder(kind: Kind) {
    var (a, b) = (make(kind), make(kind))
    let all = a.run(ticks(positions))
    let some = b.run(ticks(positions), { $0 >= 580 ? .skip : .learn })
    #expect(all[...580] == some[...580])
    #expect(some.flatMap { $0.elements }.allSatisfy { $0.isFinite })
    // Only recurrent weights, and the one fit of `linear`, wait for `learn`.
    #expect((all != some) == kind.isRecurrent)
  }

  @Test(arguments: Kind.all, [1.0, 30, 120])
  func otherRatesAndHorizons(kind: Kind, rate: Double) {
    let context = ForecasterContext(
      rate: rate, horizons: [1, 3, 40], warmUp: Array(positions.prefix(60)), seed: 1)
    var forecaster = kind.make(context)
    var forecast = Matrix(rows: 3, columns: 6, repeating: 0.0)
    for tick in ticks(positions) {
      forecaster.observe(tick)
      forecaster.forecast(into: &forecast)
      forecaster.learn()
    }
    #expect(forecast.elements.allSatisfy { $0.isFinite })
  }

  @Test(arguments: Kind.all)
  func aMarkerThatNeverMovesIsForecastToStay(kind: Kind) {
    let still = positions.map { [$0[0], $0[1], $0[2], 7, 8, 9] }
    var forecaster = kind.make(Breathing.context(still))
    let forecasts = forecaster.run(ticks(still))
    for n in 560..<640 {
      for row in 0..<4 {
        for c in 3..<6 { #expect(abs(forecasts[n][row, c] - still[n][c]) < 1.5) }
      }
    }
    #expect(forecasts.flatMap { $0.elements }.allSatisfy { $0.isFinite })
  }

  @Test(arguments: Kind.all)
  func nothingMovesAtAll(kind: Kind) {
    let still = Array(repeating: [1.0, 2, 3, 4, 5, 6], count: 640)
    var forecaster = kind.make(Breathing.context(still))
    for forecast in forecaster.run(ticks(still)) {
      for row in 0..<4 {
        for c in 0..<6 { #expect(abs(forecast[row, c] - still[0][c]) < 0.1) }
      }
    }
  }
}
