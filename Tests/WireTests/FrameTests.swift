import Foundation
import MarkerMotion
import Testing
import Wire

@Suite struct FrameTests {
  private let example = Frame.example

  @Test(arguments: Encoding.allCases) func framesComeBackAsTheyWere(encoding: Encoding) throws {
    for seed in 0..<1000 as Range<UInt64> {
      var random = Seeded(state: seed)
      let frame = random.frame()
      let back = try decode(encodeFrame(frame, stream: "couch", as: encoding))
      #expect(back == frame, "seed \(seed)")
    }
  }

  @Test func framesComeBackFromTheBareForm() throws {
    for seed in 0..<1000 as Range<UInt64> {
      var random = Seeded(state: seed)
      var frame = random.frame()
      frame.stamp.nanoseconds %= 1 << 51
      #expect(try decode(encodeBareFrame(frame)) == frame, "seed \(seed)")
    }
  }

  // MARK: - What is written

  @Test func theBytesAreThoseOfTheSchema() {
    let one: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
    let minusTwoAndAHalf: [UInt8] = [0, 0, 0, 0, 0, 0, 0x04, 0xC0]
    let zero = [UInt8](repeating: 0, count: 8)
    let oneAndAHalf: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF8, 0x3F]
    let position = [0x09] + one + [0x11] + minusTwoAndAHalf + [0x19] + zero
    let a = [0x0A, 1, 0x61, 0x10, 1, 0x1A, 27] + position
    let b: [UInt8] = [0x0A, 1, 0x62, 0x10, 2]
    let head: [UInt8] =
      [0x08, 1, 0x12, 5] + Array("couch".utf8) + [0x18, 7, 0x20, 0x80, 0xDE, 0xA0, 0xCB, 0x05, 0x29]
      + oneAndAHalf + [0x32, 1, 0x70]
    #expect(
      encodeFrame(example, stream: "couch", as: .protobuf)
        == head + [0x42, UInt8(a.count)] + a + [0x42, UInt8(b.count)] + b)
  }

  @Test func theMappingIsStandard() {
    #expect(
      String(decoding: encodeFrame(example, stream: "couch", as: .json), as: UTF8.self) == """
        {"schemaVersion":1,"stream":"couch","sequence":7,"stampNs":1500000000,"stampS":1.5,"session":"p",\
        "markers":[{"name":"a","status":"MARKER_STATUS_MEASURED","position":{"x":1.0,"y":-2.5,"z":0.0}},\
        {"name":"b","status":"MARKER_STATUS_MISSING"}]}
        """)
  }

  @Test func theBareFormIsShort() {
    var frame = example
    #expect(
      String(decoding: encodeBareFrame(frame), as: UTF8.self)
        == #"{"t":1.5,"sequence":7,"session":"p","markers":{"a":[1.0,-2.5,0.0],"b":null}}"#)
    frame.sequence = nil
    frame.session = nil
    frame.startsSession = true
    #expect(
      String(decoding: encodeBareFrame(frame), as: UTF8.self)
        == #"{"t":1.5,"reset":true,"markers":{"a":[1.0,-2.5,0.0],"b":null}}"#)
  }

  @Test(arguments: Form.allCases.filter { $0 != .protobuf })
  func otherReadersOfJSONReadIt(form: Form) throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = Seeded(state: seed)
      let frame = random.frame()
      let object = try JSONSerialization.jsonObject(with: Data(form.encode(frame))) as? [String: Any]
      let names =
        form == .bare
        ? (object?["markers"] as? [String: Any]).map { Set($0.keys) }
        : (object?["markers"] as? [[String: Any]]).map { Set($0.compactMap { $0["name"] as? String }) }
      #expect(names == Set(frame.markers.map(\.name)), "seed \(seed)")
      #expect((object?["sequence"] as? NSNumber)?.uint64Value == frame.sequence, "seed \(seed)")
    }
  }

  // MARK: - What is read

  @Test(arguments: [
    // Python's protobuf, which writes 64-bit integers as text; the schema's own names; fields unknown or null.
    #"{"schema_version": 1, "sequence": "7", "stamp_ns": "1500000000", "session": "p", "reset": null,"#
      + #" "new": [1, {"x": "y"}], "markers": [{"name": "a", "position": {"x": 1, "y": -2.5, "z": 0}, "c": "red"},"#
      + #" {"name": "b"}]}"#,
    // Missing in each way in which that can be said; a status that only a newer schema knows.
    #"{"stampS":1.5,"sequence":7,"session":"p","markers":[{"name":"a","status":"MARKER_STATUS_GUESSED","#
      + #""position":{"x":1e0,"y":-25e-1,"z":0}},{"name":"b","status":2,"position":{}}]}"#,
    #"{"t":null,"stampS":1.5,"sequence":7,"session":"p","markers":[{"name":"a","status":77,"#
      + #""position":{"x":1,"y":-2.5,"z":-0.0}},{"name":"b","position":{"x":null}}]}"#,
    // The bare form, in any order, with members of the tracker's own.
    #" {"t": 1.5, "sequence": 7, "session": "p", "more": {"deep": [[1e3, "x", true, null]]},"#
      + #""markers": {"a": [1, -2.5, 0], "b": null}}"#,
    "\r\n\t {\"markers\" : { \"a\" : [ 1.0 , -2.5 , 0 ] ,\"b\": [null, null, null]},\n"
      + #""reset":false,"session":"p","stampNs":null,"stream":"other","t":15e-1,"sequence":7.0}"# + "\n",
  ])
  func otherWritersAreUnderstood(text: String) throws {
    #expect(try decode(text) == example)
  }

  @Test func emptyAndAbsentSayTheSame() throws {
    let frame = try decode(#"{"t":0,"session":"","sequence":null,"reset":null,"markers":{"a":null}}"#)
    #expect(frame == Frame(stamp: Stamp(nanoseconds: 0), markers: [Marker(name: "a", position: nil)]))
  }

  @Test func sequencesAreExact() throws {
    for sequence in [0, 9_007_199_254_740_993, UInt64.max] {
      #expect(try decode(#"{"t":0,"sequence":\#(sequence),"markers":{"a":null}}"#).sequence == sequence)
    }
  }

  @Test(
    arguments: [
      (#""stampS":0.1"#, 100_000_000), (#""stampS":0.1,"stampNs":5"#, 5), (#""stampNs":0,"stampS":9"#, 0),
      (#""stampNs":"-9223372036854775808""#, Int64.min), (#""stampS":-1731.1000000001"#, -1_731_100_000_000),
      (#""stampS":1e-9"#, 1), (#""stampS":4.9e-10"#, 0),
    ] as [(String, Int64)])
  func nanosecondsWinAndSecondsAreRounded(stamp: String, nanoseconds: Int64) throws {
    #expect(try decode(#"{\#(stamp),"markers":[{"name":"a"}]}"#).stamp.nanoseconds == nanoseconds)
  }

  @Test func protobufThatBeginsLikeJSONIsTakenForWhatItIs() throws {
    // A stamp of 123 ns and no field before it: the payload begins " {".
    for nanoseconds in 0..<256 as Range<Int64> {
      let message = Markercast_V1_Frame.with {
        $0.stampNs = nanoseconds
        $0.markers = [.with { $0.name = "a" }]
      }
      let bytes: [UInt8] = try message.serializedBytes()
      #expect(try decode(bytes).stamp.nanoseconds == nanoseconds)
    }
  }
}
