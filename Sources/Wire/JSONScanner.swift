import Glibc

/// Reads JSON (RFC 8259) token by token, and shows what decoders hide: names that stand twice.
///
/// Strict but for one thing: NaN and Infinity, which Python writes, are read as such, so that they can be refused
/// for what they are. Nothing recurses deeper than `deepest`.
struct JSONScanner {
  static let deepest = 16

  /// The next byte to be read.
  var place: Int
  /// Where the first NaN or Infinity was.
  private(set) var nonFinite: Int?
  let text: UnsafeRawBufferPointer

  /// A scanner that begins at a byte of `text`, which is only borrowed.
  init(_ text: UnsafeRawBufferPointer, at place: Int = 0) {
    self.text = text
    self.place = place
  }

  func problem(_ what: String) -> Rejection { .malformed("JSON at byte \(place): \(what)") }

  // MARK: - Bytes

  static func isWhite(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// The next byte that is not white, unread; nil at the end.
  mutating func peek() -> UInt8? {
    while place < text.count, Self.isWhite(text[place]) { place += 1 }
    return place < text.count ? text[place] : nil
  }

  /// Reads `character` if it comes next after white space.
  mutating func reads(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  /// Reads a word such as `null` if it comes next after white space.
  mutating func reads(word: StaticString) -> Bool {
    _ = peek()
    let count = word.utf8CodeUnitCount
    // The memory of a static string lives as long as the program.
    let word = UnsafeBufferPointer(start: word.utf8Start, count: count)
    guard text[place...].starts(with: word) else { return false }
    place += count
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws(Rejection) {
    guard reads(character) else { throw problem("expected '\(character)'") }
  }

  /// Nothing may follow.
  mutating func expectEnd() throws(Rejection) {
    guard peek() == nil else { throw problem("expected the end") }
  }

  // MARK: - Values

  /// Reads an object and calls `member` before each member; it must read the name and the value.
  mutating func object(_ member: (inout JSONScanner) throws(Rejection) -> Void) throws(Rejection) {
    try expect("{")
    if reads("}") { return }
    repeat {
      guard peek() == UInt8(ascii: "\"") else { throw problem("expected a name") }
      try member(&self)
    } while reads(",")
    try expect("}")
  }

  /// Reads the name of a member, which is what `known` makes of its bytes if it makes anything of them.
  mutating func name(
    known: (UnsafeRawBufferPointer) -> String? = { _ in nil }
  ) throws(Rejection) -> String {
    let name = try string(known: known)
    try expect(":")
    return name
  }

  /// Reads an array and calls `element` before each element; it must read it.
  mutating func array(_ element: (inout JSONScanner) throws(Rejection) -> Void) throws(Rejection) {
    try expect("[")
    if reads("]") { return }
    repeat { try element(&self) } while reads(",")
    try expect("]")
  }

  mutating func bool() throws(Rejection) -> Bool {
    if reads(word: "true") { return true }
    if reads(word: "false") { return false }
    throw problem("expected true or false")
  }

  /// Reads a number; one that is too large for a `Double` is infinite.
  mutating func number() throws(Rejection) -> Double {
    let numeral = try numeral()
    guard let value = double(numeral) else { throw problem("expected a number") }
    return value
  }

  /// Reads a number that is whole and not negative, exactly.
  mutating func count() throws(Rejection) -> UInt64 {
    let numeral = String(decoding: text[try numeral()], as: UTF8.self)
    guard let count = UInt64(numeral) ?? Double(numeral).flatMap(UInt64.init(exactly:)) else {
      throw problem("expected a whole number from 0 to 18446744073709551615")
    }
    return count
  }

  /// Reads any value and forgets it.
  mutating func skip(depth: Int = 1) throws(Rejection) {
    guard depth < Self.deepest else { throw problem("nested deeper than \(Self.deepest)") }
    switch peek() {
    case UInt8(ascii: "{"):
      try object { (scanner) throws(Rejection) in
        _ = try scanner.name(known: Self.anyPlain)
        try scanner.skip(depth: depth + 1)
      }
    case UInt8(ascii: "["):
      try array { (scanner) throws(Rejection) in try scanner.skip(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string(known: Self.anyPlain)
    case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
    case UInt8(ascii: "n"): guard reads(word: "null") else { throw problem("expected null") }
    default: _ = try numeral()
    }
  }

  /// Has no string made of plain text that nobody asks for.
  private static func anyPlain(_ bytes: UnsafeRawBufferPointer) -> String? {
    bytes.allSatisfy { $0 < 0x80 } ? "" : nil
  }

  // MARK: - Numbers

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Reads a number and returns where it stands; `Double` can read what it is written as.
  private mutating func numeral() throws(Rejection) -> Range<Int> {
    let next = peek()
    let start = place
    if next == UInt8(ascii: "N") || next == UInt8(ascii: "I") || next == UInt8(ascii: "-") {
      if reads(word: "NaN") || reads(word: "Infinity") || reads(word: "-Infinity") {
        nonFinite = nonFinite ?? start
        return start..<place
      }
    }
    _ = readsByte("-")
    if !readsByte("0") { try digits("expected a value") }
    if readsByte(".") { try digits("expected a digit") }
    if readsByte("e") || readsByte("E") {
      if !readsByte("+") { _ = readsByte("-") }
      try digits("expected a digit")
    }
    return start..<place
  }

  /// The `Double` nearest to a numeral.
  private func double(_ numeral: Range<Int>) -> Double? {
    guard numeral.count < 64 else { return Double(String(decoding: text[numeral], as: UTF8.self)) }
    // A numeral of more than 15 bytes is too long for a string without storage.
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { digits in
      for (i, byte) in text[numeral].enumerated() { digits[i] = CChar(bitPattern: byte) }
      digits[numeral.count] = 0
      return strtod(digits.baseAddress!, nil)
    }
  }

  private mutating func readsByte(_ character: Unicode.Scalar) -> Bool {
    guard place < text.count, text[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func digits(_ expectation: String) throws(Rejection) {
    let start = place
    while place < text.count, Self.isDigit(text[place]) { place += 1 }
    guard place > start else { throw problem(expectation) }
  }
}
