import MarkerMotion
import Testing

@Suite struct RateFinderTests {
  private func found(_ intervals: [Double]) -> Double? {
    var finder = RateFinder()
    var seconds = 0.0
    _ = finder.add(Stamp(seconds: 0)!)
    for interval in intervals {
      seconds += interval
      if let rate = finder.add(Stamp(seconds: seconds)!) { return rate }
    }
    return nil
  }

  @Test(arguments: [3.0, 10.0 / 3, 5, 10, 15, 25, 29.97, 30, 60, 100, 120])
  func uniformStampsGiveTheirRate(rate: Double) throws {
    let result = try #require(found([Double](repeating: 1 / rate, count: 400)))
    #expect(abs(result - rate) < 0.002 * rate)
  }

  @Test func aTrackerOnASixtyHertzGridIsNominallyTenHertz() {
    #expect(found((0..<40).map { $0 % 6 == 0 ? 0.117 : 0.1 }) == 10)
  }

  @Test func gapsAndBurstsDoNotCount() {
    #expect(found((0..<60).map { $0 % 7 == 0 ? 0.3 : $0 % 7 == 1 ? 0.02 : 0.1 }) == 10)
  }

  /// Nanoseconds that are something else: a rate like that would have horizons of a billion ticks.
  @Test(arguments: [1e-9, 1e-6, 0.0005, 2.5, 1e6])
  func aPaceThatNoTrackerHasIsNoRateAndTheSearchGoesOn(interval: Double) {
    let strange = [Double](repeating: interval, count: 20) + [3]
    #expect(found(strange) == nil)
    #expect(found(strange + [Double](repeating: 0.1, count: 40)) == 10)
  }

  @Test func tooLittleIsNothing() {
    #expect(found([Double](repeating: 0.1, count: 15)) == nil)
    #expect(found([1, 1, 1]) == nil)
  }
}

@Suite struct StreamEventTests {
  @Test func namesAreSnakeCaseAndDistinct() {
    #expect(StreamEvent.outOfOrderFrame.name == "out_of_order_frame")
    #expect(Set(StreamEvent.allCases.map(\.name)).count == StreamEvent.allCases.count)
  }
}
