import MarkerMotion
import SwiftProtobuf
import Testing
import Wire

/// Messages of schemas to come.
@Suite struct CompatibilityTests {
  /// Field 100, varint 5; field 101, four bytes; field 102, a fixed64; field 103, a group.
  private let unknown: [UInt8] =
    [
      0xA0, 0x06, 0x05, 0xAA, 0x06, 0x04, 1, 2, 3, 4, 0xB1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xBB, 0x06, 0xBC,
      0x06,
    ]

  @Test func unknownFieldsOfProtobufChangeNothing() throws {
    let bytes = encodeFrame(.example, stream: "couch", as: .protobuf)
    #expect(try decode(bytes + unknown) == .example)
    #expect(try decode(unknown + bytes) == .example)
    // Inside a marker, too.
    let marker: [UInt8] = [0x42, UInt8(3 + unknown.count), 0x0A, 1, 0x63] + unknown
    #expect(try decode(bytes + marker).markers == Frame.example.markers + [Marker(name: "c", position: nil)])
  }

  @Test func unknownFieldsOfForecastsAndStatisticsAreNotKept() throws {
    var random = Seeded(state: 1)
    let forecast = random.forecast()
    let bytes = encodeForecast(forecast, envelope: .example, as: .protobuf) + unknown
    #expect(try bytes.withUnsafeBytes { try decodeForecast($0) }.forecast == forecast)
    let stats = try unknown.withUnsafeBytes { try decodeStats($0) }
    #expect(stats.unknownFields.data.isEmpty)
  }

  @Test func unknownMembersOfJSONChangeNothing() throws {
    for form in [Form.json, .bare] {
      let text = String(decoding: form.encode(.example), as: UTF8.self)
      #expect(try decode(#"{"new":{"a":[{},[],""]},"#.dropLast() + "," + text.dropFirst()) == .example)
      #expect(try decode(text.dropLast() + #","other":-1.5e-3}"#) == .example)
    }
  }

  @Test(arguments: [Markercast_V1_MarkerStatus.UNRECOGNIZED(9), .unspecified])
  func aStatusThatIsNotKnownSaysNothing(status: Markercast_V1_MarkerStatus) throws {
    let message = Markercast_V1_Frame.with {
      $0.stampNs = 1
      $0.markers = [
        .with {
          $0.name = "a"; $0.status = status
        },
        .with {
          $0.name = "b"; $0.status = status;
          $0.position = .with {
            $0.x = 1; $0.y = 2; $0.z = 3
          }
        },
      ]
    }
    let expected = [Marker(name: "a", position: nil), Marker(name: "b", position: Position(1, 2, 3))]
    #expect(try decode(message.serializedBytes() as [UInt8]).markers == expected)
    #expect(try decode(message.jsonString()).markers == expected)
  }

  @Test(arguments: [
    // What else a newer schema may change must not hide that it is newer.
    #"{"schemaVersion":2,"stampNs":{"clock":1},"markers":[{"name":"a"}]}"#,
    #"{"markers":7,"schema_version":2}"#,
    #"{"schemaVersion":"2","stampNs":1,"markers":[{"name":"a"}]}"#,
  ])
  func aNewerSchemaIsTheFirstThingSaid(text: String) {
    #expect(rejection(text) == .newerSchema(2))
    #expect(throws: Rejection.newerSchema(2)) {
      try Array(#"{"schemaVersion":2,"state":"STATE_NEW"}"#.utf8).withUnsafeBytes { try decodeForecast($0) }
    }
    #expect(throws: Rejection.newerSchema(2)) {
      try ([0x08, 0x02] as [UInt8]).withUnsafeBytes { try decodeStats($0) }
    }
  }
}
