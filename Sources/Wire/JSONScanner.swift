/// Reads JSON (RFC 8259) from memory, token by token, and keeps what decoders hide: names that stand twice.
///
/// Strict but for one thing: NaN and Infinity, which Python writes, are read as such, so that they can be refused
/// for what they are. Nothing recurses deeper than `deepest`.
struct JSONScanner {
  static let deepest = 16

  private let bytes: UnsafeRawBufferPointer
  private var place = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  static func isWhite(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// The next byte that is not white, unread; nil at the end.
  mutating func peek() -> UInt8? {
    while place < bytes.count, Self.isWhite(bytes[place]) { place += 1 }
    return place < bytes.count ? bytes[place] : nil
  }

  /// Reads `character` if it comes next.
  mutating func reads(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws(Rejection) {
    guard reads(character) else { throw problem("expected '\(character)'") }
  }

  /// Nothing may follow.
  mutating func expectEnd() throws(Rejection) {
    guard peek() == nil else { throw problem("expected the end") }
  }

  func problem(_ text: String) -> Rejection { .malformed("JSON at byte \(place): \(text)") }

  /// Reads an object and calls `member` with each name; it must read the value.
  mutating func object(
    _ member: (inout JSONScanner, String) throws(Rejection) -> Void
  ) throws(Rejection) {
    try expect("{")
    if reads("}") { return }
    repeat {
      guard peek() == UInt8(ascii: "\"") else { throw problem("expected a name") }
      let name = try string()
      try expect(":")
      try member(&self, name)
    } while reads(",")
    try expect("}")
  }

  /// Reads an array and calls `element` before each element; it must read it.
  mutating func array(_ element: (inout JSONScanner) throws(Rejection) -> Void) throws(Rejection) {
    try expect("[")
    if reads("]") { return }
    repeat { try element(&self) } while reads(",")
    try expect("]")
  }

  /// Reads a word such as `null` if it comes next.
  mutating func reads(word: StaticString) -> Bool {
    _ = peek()
    let count = word.utf8CodeUnitCount
    guard place + count <= bytes.count else { return false }
    for i in 0..<count where bytes[place + i] != word.utf8Start[i] { return false }
    place += count
    return true
  }

  mutating func bool() throws(Rejection) -> Bool {
    if reads(word: "true") { return true }
    if reads(word: "false") { return false }
    throw problem("expected true or false")
  }

  mutating func number() throws(Rejection) -> Double {
    if reads(word: "NaN") { return .nan }
    if reads(word: "Infinity") { return .infinity }
    if reads(word: "-Infinity") { return -.infinity }
    _ = peek()
    let start = place
    _ = readsByte(UInt8(ascii: "-"))
    if !readsByte(UInt8(ascii: "0")) { guard digits() > 0 else { throw problem("expected a number") } }
    if readsByte(UInt8(ascii: ".")) { guard digits() > 0 else { throw problem("expected a digit") } }
    if readsByte(UInt8(ascii: "e")) || readsByte(UInt8(ascii: "E")) {
      if !readsByte(UInt8(ascii: "+")) { _ = readsByte(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw problem("expected a digit") }
    }
    let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self)
    guard let value = Double(text) else { throw problem("expected a number") }
    return value
  }

  private mutating func readsByte(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func digits() -> Int {
    let start = place
    while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) { place += 1 }
    return place - start
  }

  mutating func string() throws(Rejection) -> String {
    try expect("\"")
    let start = place
    var isPlain = true
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      guard bytes[place] >= 0x20 else { throw problem("a control character in a string") }
      if bytes[place] == UInt8(ascii: "\\") {
        isPlain = false
        place += 1
      }
      place += 1
    }
    guard place < bytes.count else { throw problem("a string has no end") }
    let raw = UnsafeRawBufferPointer(rebasing: bytes[start..<place])
    place += 1
    let text = isPlain ? String(validating: raw, as: UTF8.self) : try unescaped(raw)
    guard let text else { throw problem("a string is not UTF-8") }
    return text
  }

  private func unescaped(_ raw: UnsafeRawBufferPointer) throws(Rejection) -> String? {
    var out: [UInt8] = []
    var i = 0
    while i < raw.count {
      guard raw[i] == UInt8(ascii: "\\") else {
        out.append(raw[i])
        i += 1
        continue
      }
      guard i + 1 < raw.count else { throw problem("an escape has no end") }
      i += 2
      switch raw[i - 1] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(raw[i - 1])
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "f"): out.append(0x0C)
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "r"): out.append(0x0D)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "u"):
        var code = try hexadecimal(raw, at: &i)
        if (0xD800..<0xDC00).contains(code) {
          guard i + 1 < raw.count, raw[i] == UInt8(ascii: "\\"), raw[i + 1] == UInt8(ascii: "u") else {
            throw problem("half a surrogate pair")
          }
          i += 2
          let low = try hexadecimal(raw, at: &i)
          guard (0xDC00..<0xE000).contains(low) else { throw problem("half a surrogate pair") }
          code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw problem("half a surrogate pair") }
        out.append(contentsOf: Array(String(scalar).utf8))
      default: throw problem("an unknown escape")
      }
    }
    return String(validating: out, as: UTF8.self)
  }

  private func hexadecimal(_ raw: UnsafeRawBufferPointer, at i: inout Int) throws(Rejection) -> UInt32 {
    guard i + 4 <= raw.count,
      let code = UInt32(String(decoding: raw[i..<i + 4], as: UTF8.self), radix: 16),
      raw[i] != UInt8(ascii: "+"), raw[i] != UInt8(ascii: "-")
    else { throw problem("an escape without four hexadecimal digits") }
    i += 4
    return code
  }

  /// Reads any value and forgets it.
  mutating func skip(depth: Int = 0) throws(Rejection) {
    guard depth < Self.deepest else { throw problem("nested too deeply") }
    switch peek() {
    case UInt8(ascii: "{"):
      try object { (scanner, _) throws(Rejection) in try scanner.skip(depth: depth + 1) }
    case UInt8(ascii: "["):
      try array { (scanner) throws(Rejection) in try scanner.skip(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
    case UInt8(ascii: "n"): guard reads(word: "null") else { throw problem("expected null") }
    default: _ = try number()
    }
  }
}
