import MarkerMotion
import Testing
import Wire

/// Strings of the bare form, as the names of markers.
@Suite struct JSONStringTests {
  @Test(arguments: [
    (#"\u00e9\ud83d\ude00 \"\\\/"#, "é😀 \"\\/"), (#"\uD83D\uDE00"#, "😀"), ("é😀", "é😀"),
    (#"\uffff"#, "\u{FFFF}"),
    (#"a\u0020b"#, "a b"), (#"{\"x\":[1]}"#, #"{"x":[1]}"#),
  ])
  func escapesAreRead(text: String, name: String) throws {
    #expect(try decode(#"{"t":0,"markers":{"\#(text)":null}}"#).markers[0].name == name)
  }

  @Test func everyControlCharacterIsEscaped() throws {
    let name = String(String.UnicodeScalarView((0..<32).map { Unicode.Scalar($0)! }))
    let frame = Frame(
      stamp: Stamp(nanoseconds: 0), session: name, markers: [Marker(name: "a", position: nil)])
    let bytes = encodeBareFrame(frame)
    #expect(bytes.allSatisfy { $0 >= 0x20 })
    #expect(rejection(bytes) == .badSession, "read as text, and then refused for what it holds")
  }

  @Test(arguments: [
    #"\ud800"#, #"\ud800x"#, #"\ud800\n"#, #"\ud800\u0041"#, #"\ude00"#, #"\ud83d\ud83d"#, #"\u12"#,
    #"\u12g4"#,
    #"\u+123"#, #"\x41"#, #"\'"#, "\t", "\u{1}", #"\"#, #"\u"#,
  ])
  func brokenEscapesAreMalformed(text: String) {
    let reason = rejection(#"{"t":0,"markers":{"\#(text)":null}}"#)
    guard case .malformed(let place) = reason else {
      Issue.record("\(text) was taken for \(String(describing: reason))")
      return
    }
    #expect(place.hasPrefix("JSON at byte "))
  }

  @Test(arguments: [
    [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82],
  ])
  func invalidUTF8IsMalformed(bytes: [UInt8]) {
    for member in [#""markers":{"a"#, #""other":"a"#, #""a"#] {
      let end = member.hasPrefix("\"markers") ? #"":null}}"# : member == #""a"# ? #"":null}"# : #""}"#
      let reason = rejection(Array((#"{"t":0,"# + member).utf8) + bytes + Array(end.utf8))
      #expect(reason?.name == "malformed", "\(member): \(String(describing: reason))")
    }
  }
}
