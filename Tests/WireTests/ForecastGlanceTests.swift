import MarkerMotion
import Testing
import Wire

@Suite struct ForecastGlanceTests {
  private func payload(sequence: UInt64?, as encoding: Encoding = .protobuf) -> [UInt8] {
    var forecast = Forecast(
      stamp: Stamp(seconds: 12.5)!, tick: 3, model: "rls", state: .tracking)
    forecast.sequence = sequence
    forecast.horizons = [
      HorizonForecast(
        seconds: 0.5, stamp: Stamp(seconds: 13)!,
        markers: [MarkerForecast(name: "a", position: Position(1, 2, 3), radii: [0.5])])
    ]
    return encodeForecast(
      forecast,
      envelope: ForecastEnvelope(
        stream: "s", receivedNanoseconds: 1_700_000_000_000_000_000,
        publishedNanoseconds: 1_700_000_000_000_300_000, latency: 0.0003, sampleAge: nil, isWithinBudget: true
      ),
      as: encoding)
  }

  @Test(arguments: [0, 1, 127, 128, 1 << 40, .max] as [UInt64])
  func itSeesWhatDecodingSees(sequence: UInt64) throws {
    let glance = try #require(payload(sequence: sequence).withUnsafeBytes(ForecastGlance.init))
    #expect(glance.sequence == sequence && glance.latency == 0.0003)
  }

  @Test func whatHasNoSequenceOrIsNoProtobufIsPassedOver() {
    #expect(payload(sequence: nil).withUnsafeBytes(ForecastGlance.init) == nil)
    #expect(payload(sequence: 7, as: .json).withUnsafeBytes(ForecastGlance.init) == nil)
  }

  @Test func whatIsCutShortIsPassedOver() {
    let whole = payload(sequence: 300)
    for count in whole.indices {
      let glance = whole[..<count].withUnsafeBytes(ForecastGlance.init)
      #expect(glance == nil || glance == whole.withUnsafeBytes(ForecastGlance.init))
    }
    #expect([].withUnsafeBytes(ForecastGlance.init) == nil)
  }
}
