import MarkerMotion
import Testing
import Wire

/// Decodes text or bytes as a payload of the stream `couch`.
func decode(_ text: String) throws -> Frame { try decode(Array(text.utf8)) }

func decode(_ bytes: [UInt8]) throws -> Frame {
  try bytes.withUnsafeBytes { try decodeFrame($0, stream: "couch") }
}

/// The reason for which a payload is refused; nil where it is taken.
func rejection(_ bytes: [UInt8]) -> Rejection? {
  do {
    _ = try decode(bytes)
    return nil
  } catch { return error as? Rejection }
}

func rejection(_ text: String) -> Rejection? { rejection(Array(text.utf8)) }

/// A generator whose seed is printed where a test fails.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 33) ^ (state &* 0x9E37_79B9_7F4A_7C15)
  }
}

func randomFrame(_ random: inout Seeded) -> Frame {
  let markers = (0..<Int.random(in: 1...6, using: &random)).map { m in
    Marker(
      name: "m\(m) \u{00e9}\"",
      position: Bool.random(using: &random)
        ? Position(
          Double.random(in: -1e4...1e4, using: &random), 0, Double.random(in: -1e-6...1e-6, using: &random))
        : nil)
  }
  return Frame(
    sequence: Bool.random(using: &random) ? UInt64.random(in: 0...UInt64.max, using: &random) : nil,
    stamp: Stamp(nanoseconds: Int64.random(in: Int64.min...Int64.max, using: &random)),
    session: Bool.random(using: &random) ? "patient 7" : nil, startsSession: Bool.random(using: &random),
    markers: markers)
}

@Suite struct FrameTests {
  private let frame = Frame(
    sequence: 7, stamp: Stamp(nanoseconds: 1_500_000_000), session: "p",
    markers: [Marker(name: "a", position: Position(1, -2.5, 0)), Marker(name: "b", position: nil)])

  @Test(arguments: Encoding.allCases) func framesComeBackAsTheyWere(encoding: Encoding) throws {
    for seed in 0..<300 as Range<UInt64> {
      var random = Seeded(state: seed)
      let frame = randomFrame(&random)
      let bytes = encodeFrame(frame, stream: "couch", as: encoding)
      #expect(try decode(bytes) == frame, "seed \(seed)")
    }
  }

  @Test func theJSONMappingIsAsDocumented() throws {
    let text = String(decoding: encodeFrame(frame, stream: "couch", as: .json), as: UTF8.self)
    #expect(
      text == """
        {"schemaVersion":1,"stream":"couch","sequence":7,"stampNs":1500000000,"stampS":1.5,"session":"p",\
        "markers":[{"name":"a","status":"MARKER_STATUS_MEASURED","position":{"x":1.0,"y":-2.5,"z":0.0}},\
        {"name":"b","status":"MARKER_STATUS_MISSING"}]}
        """)
  }

  @Test func theMappingOfOtherWritersIsReadToo() throws {
    let text = """
      {"schema_version": 1, "sequence": "7", "stamp_ns": "1500000000", "session": "p", "new_field": [1, {"x": 2}],
       "markers": [{"name": "a", "position": {"x": 1, "y": -2.5, "z": 0}, "colour": "red"}, {"name": "b"}]}
      """
    #expect(try decode(text) == frame)
  }

  @Test func theBareFormIsRead() throws {
    let text = """
       {"t": 1.5, "sequence": 7, "session": "p", "more": {"deep": [[1e3, "x", true, null]]},
        "markers": {"a": [1, -2.5, 0], "b": null}}
      """
    #expect(try decode(text) == frame)
    #expect(try decode(#"{"markers":{"b":[null,null,null],"a":[1,2,3]},"t":0,"reset":true}"#).startsSession)
  }

  @Test func stampsInSecondsAreRounded() throws {
    #expect(try decode(#"{"t":1731.1000000001,"markers":{"a":null}}"#).stamp.nanoseconds == 1_731_100_000_000)
    #expect(
      try decode(#"{"stampS":0.1,"markers":[{"name":"a"}]}"#).stamp.nanoseconds == 100_000_000)
    #expect(
      try decode(#"{"stampS":0.1,"stampNs":5,"markers":[{"name":"a"}]}"#).stamp.nanoseconds == 5)
  }

  @Test func namesMayHoldAnything() throws {
    let frame = try decode(#"{"t":0,"markers":{"\u00e9\ud83d\ude00 \"\\\/":[0,0,0]}}"#)
    #expect(frame.markers[0].name == "é😀 \"\\/")
  }

  // MARK: - What is refused

  static let refused: [(String, Rejection)] = [
    ("", .empty),
    (#"{"t":0,"markers":{}}"#, .noMarkers),
    (#"{"t":0}"#, .noMarkers),
    (#"{"stampS":0}"#, .noMarkers),
    (#"{"markers":{"a":[0,0,0]}}"#, .noStamp),
    (#"{"schemaVersion":1,"markers":[{"name":"a"}]}"#, .noStamp),
    (#"{"t":1e300,"markers":{"a":null}}"#, .badStamp),
    (#"{"t":NaN,"markers":{"a":null}}"#, .badStamp),
    (#"{"stampS":1e300,"markers":[{"name":"a"}]}"#, .badStamp),
    (#"{"t":0,"markers":{"a":[NaN,0,0]}}"#, .nonFinite("a")),
    (#"{"t":0,"markers":{"a":[0,-Infinity,0]}}"#, .nonFinite("a")),
    (#"{"t":0,"markers":{"a":[1e999,0,0]}}"#, .nonFinite("a")),
    (#"{"stampNs":0,"markers":[{"name":"a","position":{"x":"NaN","y":0,"z":0}}]}"#, .nonFinite("a")),
    (#"{"t":0,"markers":{"a":[0,2e7,0]}}"#, .outOfRange("a")),
    (#"{"t":0,"markers":{"a":null,"a":[1,2,3]}}"#, .duplicateMarker("a")),
    (#"{"stampNs":0,"markers":[{"name":"a"},{"name":"a"}]}"#, .duplicateMarker("a")),
    (#"{"t":0,"markers":{"":null}}"#, .badMarkerName),
    (#"{"t":0,"markers":{"a\u0007":null}}"#, .badMarkerName),
    (#"{"t":0,"markers":{"a":[1,2]}}"#, .partialPosition("a")),
    (#"{"t":0,"markers":{"a":[1,2,3,4]}}"#, .partialPosition("a")),
    (#"{"t":0,"markers":{"a":[1,null,3]}}"#, .partialPosition("a")),
    (#"{"stampNs":0,"markers":[{"name":"a","position":{"x":0,"y":0}}]}"#, .partialPosition("a")),
    (#"{"stampNs":0,"markers":[{"name":"a","status":"MARKER_STATUS_MEASURED"}]}"#, .partialPosition("a")),
    (
      #"{"stampNs":0,"markers":[{"name":"a","status":"MARKER_STATUS_MISSING","position":{"x":0,"y":0,"z":0}}]}"#,
      .partialPosition("a")
    ),
    (#"{"schemaVersion":2,"stampNs":0,"markers":[{"name":"a"}]}"#, .newerSchema(2)),
    (#"{"stream":"other","stampNs":0,"markers":[{"name":"a"}]}"#, .streamMismatch),
    (#"{"t":0,"session":"a\nb","markers":{"a":null}}"#, .badSession),
  ]

  @Test(arguments: refused) func badFramesAreRefused(text: String, reason: Rejection) {
    #expect(rejection(text) == reason)
    #expect(reason.description.contains(":"), "what is wrong, and what to do")
  }

  @Test(arguments: [
    "{", "{}x", #"{"t":0,"markers":{"a":null}"#, #"{"t":0,,"markers":{"a":null}}"#, #"{"t":01,"markers":{}}"#,
    #"{"t":1.,"markers":{}}"#, #"{"t":"0","markers":{"a":null}}"#, #"{"t":0,"markers":{"a":"x"}}"#,
    #"{"t":0,"markers":{"a":{"x":1}}}"#, #"{"t":0,"markers":{"\ud800":null}}"#,
    #"{"t":0,"x":[[[[[[[[[[[[[[[[[[[[1"#,
    #"{"t":0,"sequence":-1,"markers":{"a":null}}"#, #"{"t":0,"sequence":1.5,"markers":{"a":null}}"#,
    #"{"stampNs":"x","markers":[{"name":"a"}]}"#, #"{"stampNs":0,"markers":[{"name":7}]}"#,
    "garbage",
  ])
  func malformedPayloadsSayWhere(text: String) {
    guard case .malformed = rejection(text) else {
      Issue.record("\(text) was taken for \(String(describing: rejection(text)))")
      return
    }
  }

  @Test func invalidUTF8IsMalformed() {
    let bytes = Array(#"{"t":0,"markers":{"a"#.utf8) + [0xFF] + Array(#"":null}}"#.utf8)
    guard case .malformed = rejection(bytes) else {
      Issue.record("invalid UTF-8 was taken")
      return
    }
  }

  @Test func theLimitsHold() {
    let many = (0..<65).map { #""m\#($0)":null"# }.joined(separator: ",")
    #expect(rejection(#"{"t":0,"markers":{\#(many)}}"#) == .tooManyMarkers(count: 65))
    #expect(rejection([UInt8](repeating: 0x20, count: 10_000_000)) == .tooLarge(count: 10_000_000))
    let long = String(repeating: "x", count: 200)
    #expect(rejection(#"{"t":0,"markers":{"\#(long)":null}}"#) == .badMarkerName)
    #expect(rejection(#"{"t":0,"session":"\#(long)","markers":{"a":null}}"#) == .badSession)
  }

  // MARK: - Forward compatibility and damage

  @Test func unknownFieldsOfProtobufAreKeptOut() throws {
    // Field 100, varint 5; field 101, four bytes of text.
    let unknown: [UInt8] = [0xA0, 0x06, 0x05, 0xAA, 0x06, 0x04, 1, 2, 3, 4]
    #expect(try decode(encodeFrame(frame, stream: "couch", as: .protobuf) + unknown) == frame)
  }

  @Test(arguments: Encoding.allCases) func aNewerSchemaSaysSo(encoding: Encoding) {
    var message = Markercast_V1_Frame()
    message.schemaVersion = 3
    message.stampNs = 1
    message.markers = [.with { $0.name = "a" }]
    let bytes: [UInt8] =
      encoding == .json
      ? Array(#"{"schemaVersion":3,"stampNs":1,"markers":[{"name":"a"}]}"#.utf8)
      : try! message.serializedBytes()
    #expect(rejection(bytes) == .newerSchema(3))
    #expect(Rejection.newerSchema(3).description.contains("upgrade"))
  }

  @Test(arguments: Encoding.allCases) func aPayloadCutAnywhereNeverCrashes(encoding: Encoding) {
    let bytes = encodeFrame(frame, stream: "couch", as: encoding)
    for count in 0..<bytes.count {
      let cut = Array(bytes.prefix(count))
      if encoding == .json { #expect(rejection(cut) != nil) } else { _ = rejection(cut) }
    }
  }

  @Test(arguments: [0, 1, 2] as [UInt64]) func damagedPayloadsNeverCrash(seed: UInt64) {
    var random = Seeded(state: seed &* 977)
    let bare = Array(#"{"t": 1.5, "sequence": 7, "markers": {"a": [1, -2.5, 0], "b": null}}"#.utf8)
    for _ in 0..<4000 {
      var bytes = [bare] + Encoding.allCases.map { encodeFrame(frame, stream: "couch", as: $0) }
      var damaged = bytes.remove(at: Int.random(in: 0..<3, using: &random))
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if let frame = try? decode(damaged) {
        #expect(
          frame.markers.allSatisfy { marker in (0..<3).allSatisfy { marker.position?[$0].isFinite ?? true } },
          "seed \(seed)")
      }
    }
  }
}
