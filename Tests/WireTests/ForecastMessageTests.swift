import Foundation
import MarkerMotion
import SwiftProtobuf
import Testing
import Wire

extension ForecastEnvelope {
  static let example = ForecastEnvelope(
    stream: "couch", receivedNanoseconds: 1_700_000_000_000_000_001,
    publishedNanoseconds: 1_700_000_000_000_200_001, latency: 0.0002, sampleAge: nil, isWithinBudget: false)
}

@Suite struct ForecastMessageTests {
  private let example = Forecast(
    sequence: 0, stamp: Stamp(nanoseconds: 0), tick: 0, model: "uoro", state: .degraded,
    conditions: [.gapBridged, .historyShort],
    horizons: [
      HorizonForecast(
        seconds: 0.5, stamp: Stamp(nanoseconds: 500_000_000),
        markers: [
          MarkerForecast(name: "a", position: Position(0, -1.25, 1e-9), radii: [2.5]),
          MarkerForecast(name: "b", position: nil),
        ])
    ])

  @Test(arguments: Encoding.allCases) func forecastsComeBackAsTheyWere(encoding: Wire.Encoding) throws {
    for seed in 0..<1000 as Range<UInt64> {
      var random = Seeded(state: seed)
      let forecast = random.forecast()
      let envelope = ForecastEnvelope(
        stream: "couch", receivedNanoseconds: Int64.random(in: Int64.min...(.max), using: &random),
        publishedNanoseconds: Int64.random(in: Int64.min...(.max), using: &random),
        latency: random.coordinate(), sampleAge: random.maybe { $0.coordinate() },
        isWithinBudget: Bool.random(using: &random))
      let bytes = encodeForecast(forecast, envelope: envelope, as: encoding)
      let back = try bytes.withUnsafeBytes { try decodeForecast($0) }
      #expect(back == (forecast, envelope), "seed \(seed)")
    }
  }

  /// The bytes are those that the library's serializer makes of what it reads from them, and mean what the mapping means.
  @Test func theBytesAreThoseOfTheLibrary() throws {
    var encoder = ForecastEncoder(.protobuf)
    for seed in 0..<1000 as Range<UInt64> {
      var random = Seeded(state: seed)
      var forecast = random.forecast()
      if seed % 100 == 0 {
        // The longest there is: lengths of one to five bytes.
        forecast.horizons = (0..<100).map { index in
          HorizonForecast(
            seconds: Double(index), stamp: Stamp(nanoseconds: 0),
            markers: (0..<64).map {
              MarkerForecast(name: "marker \($0)", position: random.position(), radii: [1, 2])
            })
        }
      }
      let bytes = Array(encoder.encode(forecast, envelope: .example))
      let message = try Markercast_V1_Forecast(serializedBytes: bytes)
      #expect(try message.serializedBytes() == bytes, "seed \(seed)")
      let mapping = encodeForecast(forecast, envelope: .example, as: .json)
      #expect(try Markercast_V1_Forecast(jsonUTF8Bytes: mapping) == message, "seed \(seed)")
    }
  }

  @Test func theMappingWritesNumbersAndZeros() {
    let text = String(decoding: encodeForecast(example, envelope: .example, as: .json), as: UTF8.self)
    #expect(
      text == """
        {"schemaVersion":1,"stream":"couch","sequence":0,"stampNs":0,"stampS":0.0,\
        "receivedNs":1700000000000000001,"publishedNs":1700000000000200001,"latencyS":0.0002,\
        "withinBudget":false,"model":"uoro","state":"STATE_DEGRADED",\
        "conditions":["gap_bridged","history_short"],"tick":0,"horizons":[{"horizonS":0.5,"stampNs":500000000,\
        "markers":[{"name":"a","status":"MARKER_STATUS_MEASURED","position":{"x":0.0,"y":-1.25,"z":1e-09},\
        "radius":2.5},{"name":"b","status":"MARKER_STATUS_MISSING"}]}]}
        """)
  }

  @Test func expertsStandBesideTheMarkers() {
    var forecast = example
    forecast.horizons[0].experts = [ExpertWeight(model: "rls", weight: 0.25)]
    let text = String(decoding: encodeForecast(forecast, envelope: .example, as: .json), as: UTF8.self)
    #expect(text.hasSuffix(#"],"experts":[{"model":"rls","weight":0.25}]}]}"#))
  }

  @Test func severalRadiiStandBesideTheFirst() {
    var forecast = example
    forecast.coverages = [0.9, 0.95]
    forecast.horizons[0].markers[0].radii = [2.5, 4]
    let text = String(decoding: encodeForecast(forecast, envelope: .example, as: .json), as: UTF8.self)
    #expect(
      text.contains(#""radius":2.5,"radii":[2.5,4.0]}"#) && text.hasSuffix(#"],"coverages":[0.9,0.95]}"#))
  }

  @Test func otherReadersOfJSONReadIt() throws {
    let bytes = encodeForecast(example, envelope: .example, as: .json)
    let object = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(object["receivedNs"] as? Int == 1_700_000_000_000_000_001)
    #expect(object["tick"] as? Int == 0)
    let horizons = try #require(object["horizons"] as? [[String: Any]])
    let markers = try #require(horizons[0]["markers"] as? [[String: Any]])
    #expect((markers[0]["position"] as? [String: Double]) == ["x": 0, "y": -1.25, "z": 1e-9])
    #expect(markers[1]["position"] == nil)
  }

  @Test func unknownConditionsSayNothing() {
    #expect(TickConditions(names: ["gap_bridged", "moon_full", "gap_bridged"]) == .gapBridged)
    for (condition, name) in TickConditions.named {
      #expect(TickConditions(names: [name]) == condition && condition.names == [name])
    }
  }

  @Test func aLostForecastNeedsNoTick() throws {
    var message = try Markercast_V1_Forecast(
      serializedBytes: encodeForecast(example, envelope: .example, as: .protobuf))
    message.clearTick()
    #expect(forecastRejection(try message.serializedBytes()) == .malformed("forecast: no tick"))
    message.state = .lost
    message.horizons = []
    let bytes: [UInt8] = try message.serializedBytes()
    let forecast = try bytes.withUnsafeBytes { try decodeForecast($0) }.forecast
    #expect(forecast.state == .lost && forecast.horizons.isEmpty)
  }

  static let faults: [(String, @Sendable (inout Markercast_V1_Forecast) -> Void)] = [
    ("malformed", { $0.state = .unspecified }),
    ("malformed", { $0.state = .UNRECOGNIZED(9) }),
    ("malformed", { $0.clearReceivedNs() }),
    ("malformed", { $0.clearWithinBudget() }),
    ("malformed", { $0.latencyS = .nan }),
    ("malformed", { $0.sampleAgeS = .infinity }),
    ("malformed", { $0.horizons[0].horizonS = .nan }),
    (
      "no_stamp",
      {
        $0.clearStampNs()
        $0.clearStampS()
      }
    ),
    ("newer_schema", { $0.schemaVersion = 2 }),
    ("non_finite", { $0.horizons[0].markers[0].position.x = .nan }),
    ("non_finite", { $0.horizons[0].markers[0].radius = .infinity }),
    ("non_finite", { $0.horizons[0].markers[0].radii = [2.5, .nan] }),
    ("malformed", { $0.horizons[0].markers[0].radii = [3, 2.5] }),
    ("malformed", { $0.horizons[0].markers[1].radii = [3, 2.5] }),
    ("malformed", { $0.coverages = [0.9, 1] }),
    ("malformed", { $0.coverages = [.nan] }),
    ("partial_position", { $0.horizons[0].markers[0].position.clearX() }),
    ("partial_position", { $0.horizons[0].markers[0].status = .missing }),
    ("duplicate_marker", { $0.horizons[0].markers[0].name = "b" }),
    ("bad_marker_name", { $0.horizons[0].markers[0].name = "" }),
  ]

  @Test(arguments: faults)
  func aSpoiltForecastIsRefused(
    reason: String, spoil: @Sendable (inout Markercast_V1_Forecast) -> Void
  ) throws {
    var message = try Markercast_V1_Forecast(
      serializedBytes: encodeForecast(example, envelope: .example, as: .protobuf))
    spoil(&message)
    #expect(forecastRejection(try message.serializedBytes())?.name == reason)
    #expect(forecastRejection(try message.jsonUTF8Bytes())?.name == reason)
  }

  @Test(arguments: Encoding.allCases) func statisticsComeBackAsTheyWere(encoding: Wire.Encoding) throws {
    let stats = Markercast_V1_Stats.with {
      $0.schemaVersion = 1
      $0.stream = "couch"
      $0.publishedNs = .max
      $0.state = .tracking
      $0.frames = .max
      $0.rejected = ["malformed": 3, "empty": 1]
      $0.latencyS = .with { $0.p999 = 0.001 }
      $0.accuracy = [.with { $0.horizons = [.with { $0.rmseMm = 0 }] }]
    }
    let bytes = encodeStats(stats, as: encoding)
    #expect(try bytes.withUnsafeBytes { try decodeStats($0) } == stats)
    #expect(encodeStats(stats, as: encoding) == bytes)
  }
}
