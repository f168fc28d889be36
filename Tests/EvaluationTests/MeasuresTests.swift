import Evaluation
import Foundation
import Testing

/// The measures against closed forms and an independent computation.
@Suite struct MeasuresTests {
  /// Two markers on sines of 3 mm, forecasts that are off by what `error` says of target and marker.
  private func scored(
    count: Int = 400, radius: Double = .nan, error: (Int, Int) -> (Double, Double, Double)
  ) -> ScoredForecasts {
    var result = ScoredForecasts(seconds: 0.5, ticks: 5, coverages: radius.isNaN ? [] : [0.8])
    for n in 0..<count {
      func place(_ n: Int, _ m: Int) -> [Double] {
        [Double(m), wave(n), 7]
      }
      let truth = place(n, 0) + place(n, 1)
      let off = [error(n, 0), error(n, 1)].flatMap { [$0.0, $0.1, $0.2] }
      result.add(
        target: 601 + n, origin: 595 + n, truth: truth, forecast: zip(truth, off).map { $0 + $1 },
        still: place(n - 5, 0) + place(n - 5, 1), radii: radius.isNaN ? [] : [radius, radius])
    }
    return result
  }

  private func wave(_ n: Int) -> Double { 3 * sin(Double.pi * Double(n) / 20) }

  @Test func aConstantOffset() throws {
    let measures = try #require(Measures(scored { _, _ in (2, 1, 2) }, markers: 2))
    for value in [measures.rmse, measures.mae, measures.largest, measures.p50, measures.p95, measures.p99] {
      #expect(abs(value - 3) < 1e-12)
    }
    #expect(measures.within == [0, 0, 1, 1] && measures.dutyCycle == [0, 0, 1, 1])
    #expect(measures.axes.elementsEqual([2, 1, 2]) { abs($0 - $1) < 1e-12 })
    // A sine of amplitude 3 deviates by 3 / sqrt 2.
    #expect(abs(try #require(measures.nrmse) - 2.0.squareRoot()) < 1e-12)
    // Consecutive forecasts move as the sine does: the mean of its steps.
    var steps = 0.0
    for n in 1..<400 { steps += abs(wave(n) - wave(n - 1)) }
    #expect(abs(try #require(measures.jitter) - steps / 399) < 1e-12)
    #expect(measures.calibrations.isEmpty)
    #expect(measures.markers.count == 2 && measures.markers.allSatisfy { abs($0! - 3) < 1e-12 })
  }

  @Test func jitterIsNotCountedAcrossTargetsLeftOut() throws {
    var scored = ScoredForecasts(seconds: 0.1, ticks: 1)
    for (target, x) in [(601, 0.0), (602, 1), (620, 101), (621, 102)] {
      scored.add(
        target: target, origin: target - 2, truth: [x, 0, 0], forecast: [x, 0, 0], still: [x, 0, 0], radii: []
      )
    }
    #expect(try #require(Measures(scored, markers: 1)).jitter == 1)
  }

  @Test func theDutyCycleAsksForEveryMarker() throws {
    // Marker 0 is off by 4 mm in a quarter of the ticks, marker 1 in another quarter.
    let measures = try #require(
      Measures(scored { n, m in (n % 4 == m ? 4 : 0.5, 0, 0) }, markers: 2))
    #expect(measures.within == [0.75, 0.75, 0.75, 1])
    #expect(measures.dutyCycle == [0.5, 0.5, 0.5, 1])
    #expect(measures.p50 == 0.5 && measures.p95 == 4)
  }

  @Test func persistenceHasAMeanAbsoluteScaledErrorOfOne() throws {
    var still = scored { _, _ in (0, 0, 0) }
    still.forecasts = still.still
    #expect(abs(try #require(Measures(still, markers: 2)?.mase) - 1) < 1e-12)
  }

  @Test func radiiCover() throws {
    let measures = try #require(
      Measures(scored(radius: 1) { n, _ in (Double(n % 4) * 0.5, 0, 0) }, markers: 2))
    // A quarter of the errors is 0.5 beyond the radius.
    let winkler = 1 + 0.25 * 0.5 / (1 - 0.8)
    let own = try #require(measures.calibrations.first)
    #expect(measures.calibrations.count == 1 && own.asked == 0.8 && own.coverage == 0.75 && own.radius == 1)
    #expect(abs(own.winkler - winkler) < 1e-12)
  }

  @Test func eachCoverageIsJudgedByItsOwnRadiusWhereThereIsOne() throws {
    var scored = ScoredForecasts(seconds: 0.1, ticks: 1, coverages: [0.5, 0.9])
    for (n, radii) in [[.nan, .nan], [1.0, 3], [2, 4]].enumerated() {
      scored.add(
        target: 601 + n, origin: 600 + n, truth: [0, 0, 0], forecast: [0, 2, 0], still: [1, 0, 0],
        radii: radii)
    }
    let own = try #require(Measures(scored, markers: 1)).calibrations
    #expect(
      own.map(\.asked) == [0.5, 0.9] && own.map(\.coverage) == [0.5, 1] && own.map(\.radius) == [1.5, 3.5])
    #expect(own.map(\.winkler) == [1.5 + 0.5 * 1 / 0.5, 3.5])
  }

  /// Of constant radii, the quantile of the errors that was asked for scores least.
  @Test(arguments: [0.5, 0.9, 0.95]) func theScoreIsProperForTheQuantile(asked: Double) throws {
    func score(_ radius: Double) throws -> Double {
      var scored = ScoredForecasts(seconds: 0.1, ticks: 1, coverages: [asked])
      for n in 0..<1000 {
        scored.add(
          target: n, origin: n - 1, truth: [0, 0, 0], forecast: [pow(Double(n) / 1000, 2), 0, 0],
          still: [1, 0, 0], radii: [radius])
      }
      return try #require(Measures(scored, markers: 1)?.calibrations.first).winkler
    }
    let best = try score(asked * asked)
    for radius in [0.8, 0.95, 1.05, 1.2] { #expect(try score(radius * asked * asked) > best) }
  }

  @Test func whatWasNotSeenOrNotForecastIsNotScored() throws {
    var part = scored { n, m in (m == 0 ? 1 : 2, 0, 0) }
    for n in 0..<400 where n % 2 == 0 {
      part.truth.replaceSubrange(n * 6..<n * 6 + 3, with: [.nan, .nan, .nan])
    }
    for n in 0..<400 where n % 4 == 1 {
      part.forecasts.replaceSubrange(n * 6 + 3..<n * 6 + 6, with: [.nan, .nan, .nan])
    }
    let measures = try #require(Measures(part, markers: 2))
    #expect(abs(measures.mae - (200 * 1 + 300 * 2) / 500) < 1e-12)
    #expect(abs(measures.markers[0]! - 1) < 1e-12 && abs(measures.markers[1]! - 2) < 1e-12)
    part.truth = part.truth.map { _ in .nan }
    #expect(Measures(part, markers: 2) == nil)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func randomErrorsAgreeWithAPlainComputation(seed: UInt64) throws {
    var state = seed
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992 * 6 - 3
    }
    var errors: [[(Double, Double, Double)]] = []
    for _ in 0..<97 { errors.append([(random(), random(), random()), (random(), random(), random())]) }
    let measures = try #require(Measures(scored(count: 97) { n, m in errors[n][m] }, markers: 2))
    let lengths: [Double] = errors.flatMap { $0 }.map { error -> Double in
      let squares = error.0 * error.0 + error.1 * error.1 + error.2 * error.2
      return squares.squareRoot()
    }
    let meanSquare = lengths.reduce(0) { $0 + $1 * $1 } / Double(lengths.count)
    let count = Double(lengths.count)
    #expect(abs(measures.mae - lengths.reduce(0, +) / count) < 1e-12, "seed \(seed)")
    #expect(abs(measures.rmse - meanSquare.squareRoot()) < 1e-12, "seed \(seed)")
    for (k, limit) in Measures.limits.enumerated() {
      #expect(measures.within[k] == Double(lengths.count { $0 <= limit }) / count, "seed \(seed)")
      let all = errors.indices.count { lengths[2 * $0] <= limit && lengths[2 * $0 + 1] <= limit }
      #expect(measures.dutyCycle[k] == Double(all) / 97, "seed \(seed)")
    }
    let sorted = lengths.sorted()
    #expect(
      measures.p95 >= sorted[Int(0.95 * count) - 1] && measures.p95 <= sorted[Int(0.95 * count)],
      "seed \(seed)")
  }

  @Test(arguments: [
    (2, 12.7062), (5, 2.7764), (31, 2.0423), (32, 2.0395), (50, 2.0096), (101, 1.9840), (1001, 1.9623),
  ])
  func studentsFactor(count: Int, factor: Double) {
    #expect(abs(studentFactor(count: count) - factor) < 2e-4)
  }

  @Test func intervalsOfMeans() {
    #expect(meanAndHalfWidth([]) == (nil, nil))
    #expect(meanAndHalfWidth([4]) == (4, nil))
    let (mean, halfWidth) = meanAndHalfWidth([1, 2, 3])
    #expect(mean == 2 && abs(halfWidth! - 4.3027 / 3.0.squareRoot()) < 1e-9)
  }
}
