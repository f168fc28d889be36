import MarkerMotion
import Testing

@Suite struct StampTests {
  @Test func secondsRoundToTheNearestNanosecond() throws {
    #expect(try #require(Stamp(seconds: 0.1)).nanoseconds == 100_000_000)
    #expect(try #require(Stamp(seconds: -1.5)).nanoseconds == -1_500_000_000)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300])
  func whatNoClockShowsIsRefused(seconds: Double) {
    #expect(Stamp(seconds: seconds) == nil)
  }

  @Test func differencesAreExactWhereTheyFitAndNeverTrap() {
    let a = Stamp(nanoseconds: 1_700_000_000_000_000_117)
    let b = Stamp(nanoseconds: 1_700_000_000_000_000_000)
    #expect(a.seconds(since: b) == 117e-9)
    #expect(Stamp(nanoseconds: .max).seconds(since: Stamp(nanoseconds: .min)) > 1.8e10)
    #expect(Stamp(nanoseconds: .max).advanced(by: 1e300).nanoseconds == .max)
    #expect(Stamp(nanoseconds: 0).advanced(by: -1e300).nanoseconds == .min)
  }
}
