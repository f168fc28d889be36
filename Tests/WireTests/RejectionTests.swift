import MarkerMotion
import SwiftProtobuf
import Testing
import Wire

/// A way to spoil a good message, and the reason for which it is then refused.
struct Fault: CustomTestStringConvertible, Sendable {
  var reason: Rejection
  var spoil: @Sendable (inout Markercast_V1_Frame) -> Void

  init(_ reason: Rejection, _ spoil: @escaping @Sendable (inout Markercast_V1_Frame) -> Void) {
    self.reason = reason
    self.spoil = spoil
  }

  var testDescription: String { reason.description }

  static let long = String(repeating: "é", count: 65)

  static let all: [Fault] = [
    Fault(.newerSchema(2)) { $0.schemaVersion = 2 },
    Fault(.newerSchema(.max)) { $0.schemaVersion = .max },
    Fault(.streamMismatch("other")) { $0.stream = "other" },
    Fault(.noStamp) {
      $0.clearStampNs()
      $0.clearStampS()
    },
    Fault(.badStamp) {
      $0.clearStampNs()
      $0.stampS = .nan
    },
    Fault(.badStamp) {
      $0.clearStampNs()
      $0.stampS = 9.3e9
    },
    Fault(.noMarkers) { $0.markers = [] },
    Fault(.tooManyMarkers(limit: 64)) {
      $0.markers = (0..<65).map { index in .with { $0.name = "m\(index)" } }
    },
    Fault(.badMarkerName) { $0.markers[0].name = "" },
    Fault(.badMarkerName) { $0.markers[0].name = "a\u{7}" },
    Fault(.badMarkerName) { $0.markers[0].name = "\u{85}" },
    Fault(.badMarkerName) { $0.markers[0].name = "\u{9B}31m" },
    Fault(.badMarkerName) { $0.markers[0].name = "a\u{202E}b" },
    Fault(.badMarkerName) { $0.markers[0].name = "a\u{200B}" },
    Fault(.badMarkerName) { $0.markers[0].name = "a\u{2028}b" },
    Fault(.badMarkerName) { $0.markers[0].name = "\u{E000}" },
    Fault(.streamMismatch("a\u{1B}]0;title\u{7}\u{202E}")) { $0.stream = "a\u{1B}]0;title\u{7}\u{202E}" },
    Fault(.badMarkerName) { $0.markers[0].name = String(repeating: "x", count: 65) },
    Fault(.duplicateMarker("b")) { $0.markers[0].name = "b" },
    Fault(.partialPosition("a")) { $0.markers[0].position.clearX() },
    Fault(.partialPosition("a")) { $0.markers[0].position.clearZ() },
    Fault(.partialPosition("a")) { $0.markers[0].status = .missing },
    Fault(.partialPosition("b")) { $0.markers[1].status = .measured },
    Fault(.nonFinite("a")) { $0.markers[0].position.x = .nan },
    Fault(.nonFinite("a")) { $0.markers[0].position.y = .infinity },
    Fault(.nonFinite("a")) { $0.markers[0].position.z = -.infinity },
    Fault(.outOfRange("a")) { $0.markers[0].position.y = 1.00001e7 },
    Fault(.outOfRange("a")) { $0.markers[0].position.z = -.greatestFiniteMagnitude },
    Fault(.badSession) { $0.session = long },
    Fault(.badSession) { $0.session = "a\nb" },
  ]
}

@Suite struct RejectionTests {
  @Test(arguments: Encoding.allCases, Fault.all)
  func aSpoiltMessageIsRefused(encoding: Wire.Encoding, fault: Fault) throws {
    let good: [UInt8] = encodeFrame(.example, stream: "couch", as: .protobuf)
    var message = try Markercast_V1_Frame(serializedBytes: good)
    #expect(rejection(try bytes(of: message, as: encoding)) == nil)
    fault.spoil(&message)
    #expect(rejection(try bytes(of: message, as: encoding)) == fault.reason)
  }

  private func bytes(of message: Markercast_V1_Frame, as encoding: Wire.Encoding) throws -> [UInt8] {
    switch encoding {
    case .protobuf: try message.serializedBytes()
    case .json: try message.jsonUTF8Bytes()
    }
  }

  static let bare: [(String, Rejection)] = [
    (#"{"t":0,"markers":{}}"#, .noMarkers),
    (#"{"t":0}"#, .noMarkers),
    (#"{"t":0,"markers":null}"#, .noMarkers),
    (#"{"markers":{"a":[0,0,0]}}"#, .noStamp),
    (#"{"t":null,"markers":{"a":[0,0,0]}}"#, .noStamp),
    ("{}", .noStamp),
    (#"{"t":1e300,"markers":{"a":null}}"#, .badStamp),
    (#"{"t":NaN,"markers":{"a":null}}"#, .badStamp),
    (#"{"t":0,"markers":{"a":[NaN,0,0]}}"#, .nonFinite("a")),
    (#"{"t":0,"markers":{"a":[0,-Infinity,0]}}"#, .nonFinite("a")),
    (#"{"t":0,"markers":{"a":[NaN,NaN,NaN]}}"#, .nonFinite("a")),
    (#"{"t":0,"markers":{"a":[1e999,0,0]}}"#, .nonFinite("a")),
    (#"{"t":0,"quality":NaN,"markers":{"a":null}}"#, .nonFiniteToken(byte: 17)),
    (#"{"stampNs":0,"markers":[{"name":"a","position":{"x":NaN,"y":0,"z":0}}]}"#, .nonFiniteToken(byte: 52)),
    (#"{"t":0,"markers":{"a":[0,2e7,0]}}"#, .outOfRange("a")),
    (#"{"t":0,"markers":{"a":null,"a":[1,2,3]}}"#, .duplicateMarker("a")),
    (#"{"t":0,"markers":{"a":null,"\u0061":null}}"#, .duplicateMarker("a")),
    (#"{"t":0,"markers":{"":null}}"#, .badMarkerName),
    (#"{"t":0,"markers":{"a\u0007":null}}"#, .badMarkerName),
    (#"{"t":0,"markers":{"a":[]}}"#, .partialPosition("a")),
    (#"{"t":0,"markers":{"a":[1,2]}}"#, .partialPosition("a")),
    (#"{"t":0,"markers":{"a":[null,null]}}"#, .partialPosition("a")),
    (#"{"t":0,"markers":{"a":[1,2,3,4]}}"#, .partialPosition("a")),
    (#"{"t":0,"markers":{"a":[1,null,3]}}"#, .partialPosition("a")),
    (#"{"schemaVersion":2,"t":0,"markers":{"a":null}}"#, .newerSchema(2)),
    (#"{"t":0,"session":"a\nb","markers":{"a":null}}"#, .badSession),
  ]

  @Test(arguments: bare) func theBareFormIsHeldToTheSame(text: String, reason: Rejection) {
    #expect(rejection(text) == reason)
  }

  @Test(arguments: [
    "{", "{}x", "{} {}", #"{"t":0,"markers":{"a":null}"#, #"{"t":0,,"markers":{"a":null}}"#,
    #"{"t":0,"markers":{"a":null,}}"#, #"{"t":01,"markers":{}}"#, #"{"t":1.,"markers":{}}"#,
    #"{"t":.5,"markers":{}}"#, #"{"t":+1,"markers":{}}"#, #"{"t":1e,"markers":{}}"#, #"{"t":-,"markers":{}}"#,
    #"{"t":0x10,"markers":{}}"#, #"{"t":nan,"markers":{}}"#, #"{"t":"0","markers":{"a":null}}"#,
    #"{"t":true,"markers":{"a":null}}"#, #"{"t":0,"markers":{"a":"x"}}"#, #"{"t":0,"markers":{"a":{"x":1}}}"#,
    #"{"t":0,"markers":[{"name":"a"}]}"#, #"{"t":0,"markers":7}"#, #"{"t":0,"markers":{"a":["1",2,3]}}"#,
    #"{"t":0,"t":1,"markers":{"a":null}}"#, #"{"t":0,"markers":{"a":null},"markers":{"b":null}}"#,
    #"{"stampNs":0,"stamp_ns":1,"markers":[{"name":"a"}]}"#, #"{'t':0}"#, #"{t:0}"#, #"{"t" 0}"#,
    #"{"t":nul}"#,
    #"{"t":0,"sequence":-1,"markers":{"a":null}}"#, #"{"t":0,"sequence":1.5,"markers":{"a":null}}"#,
    #"{"t":0,"sequence":18446744073709551616,"markers":{"a":null}}"#,
    #"{"t":0,"session":7,"markers":{"a":null}}"#, #"{"t":0,"reset":1,"markers":{"a":null}}"#,
    #"{"t":0,"other":[1,2"#, #"{"t":0,"other":[1,]}"#, #"{"t":0,"other":[1 2]}"#,
  ])
  func brokenJSONSaysWhere(text: String) {
    guard case .malformed(let place) = rejection(text) else {
      Issue.record("\(text) was taken for \(String(describing: rejection(text)))")
      return
    }
    #expect(place.hasPrefix("JSON at byte "))
  }

  @Test(arguments: [
    #"{"stampNs":"x","markers":[{"name":"a"}]}"#, #"{"stampNs":0,"markers":[{"name":7}]}"#,
    #"{"stampNs":0,"markers":{"a":[0,0,0]}}"#, #"{"stampNs":0,"sequence":-1,"markers":[{"name":"a"}]}"#,
    #"{"stampNs":1e30,"markers":[{"name":"a"}]}"#,
    #"{"stampNs":0,"markers":[{"name":"a","position":[0,0,0]}]}"#,
  ])
  func aMappingOfTheWrongTypesIsMalformed(text: String) {
    guard case .malformed(let place) = rejection(text) else {
      Issue.record("\(text) was taken for \(String(describing: rejection(text)))")
      return
    }
    #expect(place.hasPrefix("JSON of the schema: "))
  }

  @Test(arguments: ["garbage", "[1,2,3]", "   ", "\u{FEFF}{}", "null", "\"text\""])
  func whatIsNeitherIsMalformed(text: String) {
    #expect(rejection(text)?.name == "malformed")
  }

  @Test func theLimitsHold() {
    #expect(rejection([]) == .empty)
    for byte in [0x20, 0x7B, 0x42, 0xFF] as [UInt8] {
      #expect(
        rejection([UInt8](repeating: byte, count: 10_000_000)) == .tooLarge(count: 10_000_000, limit: 65_536))
    }
    var limits = DecodingLimits()
    limits.markers = 1
    #expect(throws: Rejection.tooManyMarkers(limit: 1)) {
      try decode(encodeBareFrame(.example), limits: limits)
    }
    limits.bytes = 10
    #expect(throws: Rejection.self) { try decode(encodeBareFrame(.example), limits: limits) }
  }

  @Test(arguments: Form.allCases) func theLargestHonestFrameFits(form: Form) throws {
    let frame = Frame(
      sequence: .max, stamp: Stamp(nanoseconds: 1_700_000_000_123_456_789),
      session: String(repeating: "s", count: 128),
      markers: (0..<64).map { index in
        Marker(
          name: "\(index + 10)" + String(repeating: "\"", count: 62),
          position: Position(repeating: -1234567.12345678))
      })
    #expect(try decode(form.encode(frame)).markers == frame.markers)
  }

  // MARK: - What they say

  static let each: [Rejection] =
    Fault.all.map(\.reason) + [
      .wrongFrameCount(3), .badTopic, .tooManyStreams(limit: 32), .tooManyMarkersInAll(limit: 9), .overrun,
      .empty,
      .tooLarge(count: 2, limit: 1), .malformed("JSON at byte 3: expected ':'"), .nonFiniteToken(byte: 9),
      .partialPosition("a\n\u{1B}[2J" + String(repeating: "x", count: 10_000)),
      .streamMismatch(String(repeating: "\u{202E}\u{9B}\"", count: 1000)),
    ]

  @Test(arguments: each) func everyReasonIsOneSentenceOfWhatIsWrongAndWhatToDo(reason: Rejection) throws {
    #expect(try reason.name.wholeMatch(of: Regex("[a-z]+(_[a-z]+)*")) != nil)
    let text = reason.description
    #expect(text.contains(": ") && text.utf8.count < 300 && !text.hasSuffix("."))
    #expect(
      text.unicodeScalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) })
  }

  @Test func aNewerSchemaIsToldPlainly() {
    #expect(
      Rejection.newerSchema(2).description
        == "the payload has schema version 2 and this markercast reads 1: upgrade markercast")
  }
}
