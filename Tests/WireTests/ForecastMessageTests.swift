import Foundation
import MarkerMotion
import Testing
import Wire

@Suite struct ForecastMessageTests {
  private let envelope = ForecastEnvelope(
    stream: "couch", receivedNanoseconds: 1_700_000_000_000_000_001,
    publishedNanoseconds: 1_700_000_000_000_200_001, latency: 0.0002, sampleAge: 0.05, isWithinBudget: true)

  private func forecast(_ state: ForecastState) -> Forecast {
    Forecast(
      sequence: 0, stamp: Stamp(nanoseconds: 0), tick: 0, model: "uoro", state: state,
      conditions: [.gapBridged, .historyShort], learnedThrough: 0,
      horizons: state == .lost
        ? []
        : [0.1, 2].map { seconds in
          HorizonForecast(
            seconds: seconds, stamp: Stamp(seconds: seconds)!,
            markers: [
              MarkerForecast(name: "a", position: Position(0, -1.25, 1e-9), radius: 2.5),
              MarkerForecast(name: "b", position: nil),
            ])
        })
  }

  @Test(arguments: Encoding.allCases, ForecastState.allCases)
  func forecastsComeBackAsTheyWere(encoding: Encoding, state: ForecastState) throws {
    let bytes = encodeForecast(forecast(state), envelope: envelope, as: encoding)
    let (back, backEnvelope) = try bytes.withUnsafeBytes { try decodeForecast($0) }
    #expect(back == forecast(state))
    #expect(backEnvelope == envelope)
  }

  @Test func jsonHasNumbersAndWritesZeros() throws {
    let bytes = encodeForecast(forecast(.tracking), envelope: envelope, as: .json)
    let object = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(object["schemaVersion"] as? Int == 1)
    #expect(object["sequence"] as? Int == 0)
    #expect(object["tick"] as? Int == 0)
    #expect(object["stampNs"] as? Int == 0)
    #expect(object["receivedNs"] as? Int == 1_700_000_000_000_000_001)
    #expect(object["state"] as? String == "STATE_TRACKING")
    #expect(object["conditions"] as? [String] == ["gap_bridged", "history_short"])
    let horizons = try #require(object["horizons"] as? [[String: Any]])
    #expect(horizons.map { $0["horizonS"] as? Double } == [0.1, 2])
    let markers = try #require(horizons[0]["markers"] as? [[String: Any]])
    #expect((markers[0]["position"] as? [String: Double]) == ["x": 0, "y": -1.25, "z": 1e-9])
    #expect(markers[1]["position"] == nil && markers[1]["status"] as? String == "MARKER_STATUS_MISSING")
  }

  @Test func unknownConditionsAreLeftOut() throws {
    var message = Markercast_V1_Forecast()
    message.state = .degraded
    message.conditions = ["gap_bridged", "moon_full"]
    let bytes: [UInt8] = try message.serializedBytes()
    #expect(try bytes.withUnsafeBytes { try decodeForecast($0) }.forecast.conditions == .gapBridged)
  }

  @Test func anUnknownStateIsRefused() throws {
    var message = Markercast_V1_Forecast()
    message.state = .UNRECOGNIZED(9)
    let bytes: [UInt8] = try message.serializedBytes()
    #expect(throws: Rejection.self) { try bytes.withUnsafeBytes { try decodeForecast($0) } }
  }

  @Test(arguments: Encoding.allCases) func statisticsComeBackAsTheyWere(encoding: Encoding) throws {
    let stats = Markercast_V1_Stats.with {
      $0.schemaVersion = 1
      $0.stream = "couch"
      $0.rejected = ["malformed": 3]
      $0.latencyS = .with { $0.p999 = 0.001 }
      $0.accuracy = [
        .with {
          $0.model = "uoro"; $0.horizons = [.with { $0.rmseMm = 1.5 }]
        }
      ]
    }
    let bytes = encodeStats(stats, as: encoding)
    #expect(try bytes.withUnsafeBytes { try decodeStats($0) } == stats)
  }
}

@Suite struct TopicTests {
  @Test(arguments: Topic.allCases) func aTopicNamesItsStream(topic: Topic) {
    let bytes = Array(topic.of("couch-1.a_B").utf8)
    #expect(bytes.withUnsafeBytes { topic.stream(in: $0) } == "couch-1.a_B")
    for other in Topic.allCases where other != topic {
      #expect(bytes.withUnsafeBytes { other.stream(in: $0) } == nil)
    }
  }

  @Test(arguments: [
    "", "markers", "markers/", "markers/a b", "markers/a/b", "markers/é", "markers/a\n", "Markers/a",
    "markers/" + String(repeating: "x", count: 65),
  ])
  func otherTopicsAreNone(text: String) {
    #expect(Array(text.utf8).withUnsafeBytes { Topic.markers.stream(in: $0) } == nil)
  }
}
