import Forecasting
import Foundation
import MarkerMotion
import Testing

/// The rule of radii, through the session: by hand, against itself told otherwise, and by what it promises.
@Suite struct ConformalRadiiTests {
  /// Distances while the model warms up; the first forecast of its own comes with tick `live` at 10 Hz.
  private let warmUp = (0..<130).map { [1 + 0.1 * Double($0 % 3)] as [Double?] }

  private func firstOwn(_ forecasts: [Forecast]) throws -> Int {
    try #require(forecasts.firstIndex { $0.model == "rls" })
  }

  @Test func theRuleByHand() throws {
    var session = originSession(coverages: [0.5], horizons: [0.1])
    let first = try firstOwn(drive(&session, frames(distances: warmUp)))
    session = originSession(coverages: [0.5], horizons: [0.1])
    let distances: [[Double?]] = warmUp.prefix(first + 1) + [[1], [3], [2], [2.5], [0]]
    let forecasts = drive(&session, frames(distances: distances)).dropFirst(first)
    // Asked for half, what is due is 1 - c: a miss lets the radius grow by exp(.05 c), a hit fall by exp(-.05 (1 - c)).
    let c = [1.0, 0, 1, 0].reduce(into: [0.5]) { shares, miss in
      shares.append((shares.last! * 599 + miss) / 600)
    }
    let radius = 2 * exp(0.05 * c[1])
    let expected: [[Double]] = [
      [], [],  // 1 mm: the radius is 2, and half of all is not known from one
      [radius],  // 3 mm misses 2
      [radius * exp(-0.05 * (1 - c[2]))],  // 2 mm is held by 2.05
      [radius * exp(0.05 * (c[2] - 1 + c[3]))],  // 2.5 mm misses 2
      [radius * exp(0.05 * (c[2] - 1 + c[3] - 1 + c[4]))],  // 0 mm
    ]
    for (forecast, radii) in zip(forecasts, expected) {
      #expect(forecast.coverages == [0.5])
      #expect(forecast.radii(0, 0).count == radii.count, "tick \(forecast.tick)")
      for (a, b) in zip(forecast.radii(0, 0), radii) { #expect(abs(a - b) < 1e-12, "tick \(forecast.tick)") }
    }
  }

  /// Frames are lost, markers hidden, ticks not forecast from, one horizon lies between ticks: the rule told otherwise
  /// gives the same radii.
  @Test(arguments: [UInt64(1), 2, 3], [10.0, 30])
  func theRuleToldOtherwise(seed: UInt64, rate: Double) throws {
    var random = Xoshiro256(seed: seed, stream: 1)
    let horizons = [0.1, 0.25, 0.7]
    let coverages = [0.5, 0.9, 0.95]
    let disagree: @Sendable (Int, Int, Int) -> Double = { tick, row, m in
      1.5 + sin(Double(tick) * 0.37 + Double(row)) + 0.2 * Double(m)
    }
    var distances: [[Double?]] = []
    for n in 0..<Int(80 * rate) {
      distances.append([abs(random.gaussian()), abs(random.gaussian())])
      guard n > Int(13 * rate) else { continue }
      if random.uniform() < 0.03 { distances[n][Int(2 * random.uniform())] = nil }
      if random.uniform() < 0.02 { distances[n] = [] }
    }
    var session = originSession(coverages: coverages, horizons: horizons, rate: rate, disagree: disagree)
    var given: [Int: Forecast] = [:]
    for frame in frames(distances: distances, rate: rate) {
      _ = session.observe(frame)
      if random.uniform() > 0.05 {
        let forecast = session.forecast()
        if forecast.model == "rls" { given[forecast.tick] = forecast }
      }
      while session.learn() {}
    }
    #expect(session.events[.streamLost] == 0 && given.count > distances.count / 2)
    for (j, seconds) in horizons.enumerated() {
      let lower = Int((seconds * rate + 1e-9).rounded(.down))
      let fraction = abs(seconds * rate - Double(lower)) < 1e-9 ? 0 : seconds * rate - Double(lower)
      // The forecaster's rows: one tick, and those that the horizons lie at or between.
      var ticks: Set<Int> = [1]
      for horizon in horizons {
        ticks.insert(Int((horizon * rate + 1e-9).rounded(.down)))
        ticks.insert(Int((horizon * rate - 1e-9).rounded(.up)))
      }
      let rows = ticks.sorted()
      for m in 0..<2 {
        func apart(_ tick: Int) -> Double {
          let a = disagree(tick, rows.firstIndex(of: lower)!, m)
          if fraction == 0 { return a }
          return (1 - fraction) * a + fraction * disagree(tick, rows.firstIndex(of: lower + 1)!, m)
        }
        for (a, coverage) in coverages.enumerated() {
          let rule = PlainRule(
            lower: lower, fraction: fraction, coverage: coverage, rate: rate,
            distances: distances.map { $0.isEmpty ? nil : $0[m] },
            disagreements: distances.indices.map { n in
              given[n]?.horizons[j].markers[m].position == nil ? nil : apart(n)
            })
          for (tick, radius) in rule.radii.enumerated() {
            guard let own = given[tick]?.radii(j, m), own.count == 3, let radius else { continue }
            #expect(
              abs(own[a] - radius) < 1e-9 * max(1, radius),
              "seed \(seed), tick \(tick), \(seconds) s, \(coverage)")
          }
        }
        #expect(given.values.contains { $0.radii(j, m).count == 3 })
      }
    }
  }

  /// Errors of one spread, and errors of which some are far greater than the others.
  @Test(arguments: [UInt64(1), 2], [false, true])
  func theAskedSharesAreHeld(seed: UInt64, isHeavyTailed: Bool) {
    var random = Xoshiro256(seed: seed, stream: 2)
    let coverages = [0.5, 0.9, 0.95]
    let errors = (0..<12_000).map { _ -> Double in
      isHeavyTailed ? pow(1 - random.uniform(), -1 / 2.5) : abs(random.gaussian())
    }
    var session = originSession(coverages: coverages, horizons: [0.1, 1])
    let forecasts = drive(&session, frames(distances: errors.map { [$0] }))
    for (j, ticks) in [1, 10].enumerated() {
      for (a, coverage) in coverages.enumerated() {
        let held = forecasts.indices.dropLast(ticks).compactMap { n -> Bool? in
          let radii = forecasts[n].radii(j, 0)
          return radii.isEmpty ? nil : errors[n + ticks] <= radii[a]
        }
        let share = Double(held.count { $0 }) / Double(held.count)
        #expect(held.count > 11_000 && abs(share - coverage) < 0.02, "seed \(seed): \(share) for \(coverage)")
      }
    }
  }

  /// As many truths as it takes to miss one, at any rate within the same time.
  @Test(arguments: [0.5, 0.9, 0.95, 0.99], [10.0, 20, 100])
  func radiiAreThereOnceEnoughIsKnown(coverage: Double, rate: Double) throws {
    let truths = try #require([0.5: 2, 0.9: 10, 0.95: 20, 0.99: 100][coverage])
    let rows = (0..<Int(25 * rate)).map { [$0 % 2 == 0 ? 1 : -1.0] as [Double?] }
    var session = originSession(coverages: [coverage], horizons: [0.1], rate: rate)
    let forecasts = drive(&session, frames(distances: rows, rate: rate))
    let own = try firstOwn(forecasts)
    let known = try #require(forecasts.firstIndex { !$0.radii(0, 0).isEmpty })
    let horizon = Int((rate / 10).rounded())
    #expect(known - own == horizon + truths * horizon - 1)
    #expect(forecasts[..<own].allSatisfy { $0.coverages.isEmpty && $0.radii(0, 0).isEmpty })
    #expect(forecasts[own...].allSatisfy { $0.coverages == [coverage] })
  }

  /// Errors of 1 mm: the radius begins with about twice that. While all is held, c is .1 exp(-t / 60), and so the logarithm of
  /// the radius has fallen by .05 (2 t - 60 (1 - exp(-t / 60))) after t seconds, at any rate.
  @Test(arguments: [10.0, 20, 50, 100]) func aRadiusFallsAsFastAtAnyRate(rate: Double) throws {
    let rows = (0..<Int(30 * rate)).map { [$0 % 2 == 0 ? 1 : -1.0] as [Double?] }
    var session = originSession(coverages: [0.9], horizons: [0.1], rate: rate)
    let forecasts = drive(&session, frames(distances: rows, rate: rate))
    let first = try firstOwn(forecasts) + Int(rate / 10)
    let radii = [3, 8].map { forecasts[first + Int($0 * rate)].radii(0, 0)[0] }
    let fall = 0.05 * (10 - 60 * (exp(-3.0 / 60) - exp(-8.0 / 60)))
    #expect(abs(radii[0] - 1.75) < 0.1 && abs(log(radii[0] / radii[1]) - fall) < 0.01)
  }

  /// Rounding does not decide whether a marker that never moves is where it was said to be.
  @Test func noRadiusIsBelowAMicrometre() throws {
    var random = Xoshiro256(seed: 9, stream: 7)
    let rows = (0..<400).map { _ in [1e-14 * random.uniform(), abs(random.gaussian())] as [Double?] }
    var session = originSession(coverages: [0.9], horizons: [0.1]) { tick, _, _ in 1 + sin(Double(tick)) }
    let forecasts = drive(&session, frames(distances: rows))
    let last = try #require(forecasts.last)
    #expect(last.radii(0, 0) == [0.001] && last.radii(0, 1)[0] > 0.5)
  }

  /// Whether errors are at first a hundred times as great as later, or a hundredth, a minute and a half later nothing tells.
  @Test(arguments: [0.01, 100], [10.0, 50]) func aBadStartIsForgotten(factor: Double, rate: Double) throws {
    var random = Xoshiro256(seed: 10, stream: 8)
    let rows = (0..<Int(106 * rate)).map { n in
      [abs(random.gaussian()) * (n < Int(15 * rate) ? factor : 1)] as [Double?]
    }
    var session = originSession(coverages: [0.9], horizons: [0.1], rate: rate)
    let forecasts = drive(&session, frames(distances: rows, rate: rate))
    let radius = try #require(forecasts[Int(105 * rate)].radii(0, 0).first)
    #expect(radius > 1.1 && radius < 2.4)
  }

  /// What holds a marker's radius where it is, from a tick on: nothing comes that can be compared.
  enum Silence: CaseIterable { case hidden, frozen, lost, notForecast }

  @Test(arguments: Silence.allCases) func nothingIsLearnedFromWhatIsNotMeasured(silence: Silence) throws {
    var random = Xoshiro256(seed: 5, stream: 3)
    var rows = (0..<300).map { _ in [abs(random.gaussian()), abs(random.gaussian())] as [Double?] }
    let span = 200..<230
    for n in span {
      switch silence {
      case .hidden: rows[n][0] = nil
      case .frozen: rows[n] = rows[span.lowerBound]
      case .lost: rows[n] = []
      case .notForecast: break
      }
    }
    var session = originSession(coverages: [0.9], horizons: [0.1])
    var radii: [Int: [[Double]]] = [:]
    for (n, frame) in frames(distances: rows).enumerated() {
      let row = silence == .lost && n >= 200 ? n + 30 : n
      _ = session.observe(frame)
      // A copy may look without being one that the session has given out.
      var copy = session
      let forecast = silence == .notForecast && span.contains(n) ? copy.forecast() : session.forecast()
      radii[row] = [forecast.radii(0, 0), forecast.radii(0, 1)]
      while session.learn() {}
    }
    let before = try #require(radii[199])
    #expect(!before[0].isEmpty && radii[198] != before)
    switch silence {
    case .hidden:
      // The other marker goes on; out of sight for long there is neither place nor radius.
      #expect(radii[201]![0] == before[0] && radii[201]![1] != before[1])
      #expect(radii[225]![0].isEmpty && radii[230]![0] == before[0] && radii[231]![0] != before[0])
    case .frozen:
      // Frozen is known after a second.
      #expect(radii[211] == radii[229] && radii[201] != radii[205] && radii[231] != radii[229])
    case .lost: #expect(radii[230] == before && radii[231] != before)
    case .notForecast:
      // The last forecast before has met its truth at once.
      #expect(radii[200] != before && radii[200] == radii[229] && radii[200] == radii[230])
      #expect(radii[231] != radii[230])
    }
  }

  @Test func aModelThatFailsTakesItsRadiiWithIt() throws {
    var random = Xoshiro256(seed: 6, stream: 4)
    let rows = (0..<450).map { _ in [abs(random.gaussian())] as [Double?] }
    var session = originSession(coverages: [0.9], horizons: [0.1], failing: 200)
    let forecasts = drive(&session, frames(distances: rows))
    #expect(session.events[.modelFailed] == 1)
    #expect(!forecasts[199].radii(0, 0).isEmpty)
    // Ten truths are needed for a radius of 90 %.
    #expect(forecasts[200...209].allSatisfy { $0.radii(0, 0).isEmpty })
    #expect(forecasts[200].coverages.isEmpty && !forecasts[449].radii(0, 0).isEmpty)
  }

  /// Experts that agree to the last bit, or say nothing that is a number, don't scale radii.
  @Test(arguments: [0, Double.nan, .infinity]) func noDisagreementIsNoScale(disagreement: Double) {
    var random = Xoshiro256(seed: 7, stream: 5)
    let rows = (0..<300).map { _ in [abs(random.gaussian())] as [Double?] }
    var with = originSession(coverages: [0.9], horizons: [0.1]) { _, _, _ in disagreement }
    var without = originSession(coverages: [0.9], horizons: [0.1])
    #expect(drive(&with, frames(distances: rows)) == drive(&without, frames(distances: rows)))
  }

  @Test func aSessionGivesRadiiOfBreathing() throws {
    var configuration = SessionConfiguration()
    configuration.rate = 10
    configuration.model = .rls
    configuration.coverages = [0.9, 0.95]
    var session = ForecastSession(configuration)
    let forecasts = drive(&session, BreathingFrames().frames(700))
    let last = try #require(forecasts.last)
    #expect(last.coverages == [0.9, 0.95])
    var sums = [0.0, 0]
    for horizon in last.horizons {
      for marker in horizon.markers {
        #expect(marker.radii.count == 2 && marker.radius == marker.radii[0])
        #expect(marker.radii.allSatisfy { $0 > 0 && $0 < 20 })
        for a in 0..<2 { sums[a] += marker.radii[a] }
      }
    }
    #expect(sums[0] < sums[1])
    #expect(session.lost.coverages.isEmpty)
    configuration.coverages = []
    var without = ForecastSession(configuration)
    for (a, b) in zip(drive(&without, BreathingFrames().frames(700)), forecasts) {
      #expect(a.coverages.isEmpty && a.horizons.allSatisfy { $0.markers.allSatisfy { $0.radii.isEmpty } })
      #expect(a.horizons.map { $0.markers.map(\.position) } == b.horizons.map { $0.markers.map(\.position) })
    }
  }

  /// What comes later changes no radius; that radii are there is what makes the test one.
  @Test func radiiAreCausal() {
    func forecasts(changedAfter n: Int) -> [Forecast] {
      var random = Xoshiro256(seed: 8, stream: 6)
      let rows = (0..<400).map { row in
        [abs(random.gaussian()) * (row > n ? 5 : 1)] as [Double?]
      }
      var session = originSession(coverages: [0.9, 0.5], horizons: [0.1, 2]) { tick, _, _ in
        1 + sin(Double(tick))
      }
      return drive(&session, frames(distances: rows))
    }
    let whole = forecasts(changedAfter: 400)
    #expect(!whole[250].radii(1, 0).isEmpty)
    for n in [150, 250, 300] {
      let changed = forecasts(changedAfter: n)
      #expect(changed[...n] == whole[...n] && changed[(n + 1)...] != whole[(n + 1)...])
    }
  }
}
