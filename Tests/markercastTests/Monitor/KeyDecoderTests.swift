import Commands
import Testing

@Suite struct KeyDecoderTests {
  @Test(
    arguments: [
      ("q?", [.letter("q"), .letter("?")]),
      ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]),
      ("\u{1B}OA\u{1B}OD", [.up, .left]), ("\t\u{1B}[Z", [.tab, .backTab]),
      ("\u{3}\u{C}", [.interrupt, .redraw]),
      ("\u{1B}[1;5Cx", [.right, .letter("x")]), ("\u{1B}[3~\u{1B}[200~j", [.letter("j")]),
      ("\u{1B}xj", [.letter("j")]), ("\u{1B}\u{1B}[A", [.escape, .up]), ("é\u{0}\u{7F}\r", []),
      ("\u{1B}[\u{1B}[A", [.up]),
    ] as [(String, [Key])])
  func bytesAreKeys(text: String, keys: [Key]) {
    var whole = KeyDecoder()
    #expect(whole.keys(Array(text.utf8)) == keys)
    #expect(!whole.isWaiting)
    // However a slow line parts them.
    var parted = KeyDecoder()
    #expect(text.utf8.flatMap { parted.keys([$0]) } == keys)
  }

  @Test func anEscapeAloneIsAKeyOnceNothingFollows() {
    var decoder = KeyDecoder()
    #expect(decoder.keys([0x1B]) == [] && decoder.isWaiting)
    #expect(decoder.pause() == .escape && !decoder.isWaiting)
    #expect(decoder.keys([0x1B, UInt8(ascii: "[")]) == [] && decoder.pause() == nil)
    #expect(decoder.keys([UInt8(ascii: "A")]) == [.letter("A")])
  }

  @Test(arguments: [UInt64.random(in: 0 ... .max)]) func anyBytesLeaveItWorking(seed: UInt64) {
    var state = seed
    var decoder = KeyDecoder()
    for _ in 0..<100_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      _ = decoder.keys([UInt8(state >> 56)])
    }
    _ = decoder.pause()
    #expect(decoder.keys("q".utf8) == [.letter("q")], "seed \(seed)")
  }
}
