import Testing
import Wire

@Suite struct ShowableTests {
  @Test(arguments: [
    ("couch-1", "couch-1"), ("Thorax é 胸 a\u{200D}b", "Thorax é 胸 a\u{200D}b"), ("", ""),
    ("a\u{1B}[2Jb", #"a\u{1B}[2Jb"#),
    ("a\u{9B}2Jb", #"a\u{009B}2Jb"#), ("a\nb\tc\u{7F}", #"a\nb\tc\u{7F}"#), ("a\u{202E}b", #"a\u{202E}b"#),
    ("say \"x\\y\"", #"say \"x\\y\""#), ("\u{2028}\u{200B}\u{E000}", #"\u{2028}\u{200B}\u{E000}"#),
  ])
  func whatIsNotShownIsEscaped(text: String, shown: String) { #expect(showable(text) == shown) }

  @Test(arguments: ["x", "\u{202E}", "胸"]) func whatIsLongIsCut(character: String) {
    let shown = showable(String(repeating: character, count: 1_000_000))
    #expect(shown.utf8.count < 115 && shown.hasSuffix("..."))
  }
}
