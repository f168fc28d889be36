extension JSONScanner {
  /// Reads a string. One without escapes is what `known` makes of its bytes if it makes anything of them.
  mutating func string(
    known: (UnsafeRawBufferPointer) -> String? = { _ in nil }
  ) throws(Rejection) -> String {
    try expect("\"")
    let start = place
    var isPlain = true
    while place < text.count, text[place] != UInt8(ascii: "\"") {
      guard text[place] >= 0x20 else { throw problem("a control character in a string") }
      if text[place] == UInt8(ascii: "\\") {
        isPlain = false
        place += 1
      }
      place += 1
    }
    guard place < text.count else { throw problem("a string has no end") }
    let raw = UnsafeRawBufferPointer(rebasing: text[start..<place])
    let string =
      isPlain
      ? known(raw) ?? String(validating: raw, as: UTF8.self)
      : String(validating: try unescaped(raw), as: UTF8.self)
    guard let string else { throw problem("a string is not UTF-8") }
    place += 1
    return string
  }

  /// What a string with escapes stands for, in UTF-8.
  private func unescaped(_ raw: UnsafeRawBufferPointer) throws(Rejection) -> ArraySlice<UInt8> {
    var rest = Array(raw)[...]
    var out: ArraySlice<UInt8> = []
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        out.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(escape)
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "f"): out.append(0x0C)
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "r"): out.append(0x0D)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "u"): out.append(contentsOf: try scalar(&rest).utf8)
      default: throw problem("a string has an unknown escape")
      }
    }
    return out
  }

  /// The scalar of the digits that follow `\u`, and of a second escape where the first is half a surrogate pair.
  private func scalar(_ rest: inout ArraySlice<UInt8>) throws(Rejection) -> String {
    var units = [try hexadecimal(&rest)]
    if UTF16.isLeadSurrogate(units[0]), rest.starts(with: #"\u"#.utf8) {
      rest.removeFirst(2)
      units.append(try hexadecimal(&rest))
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw problem("a string has half a surrogate pair")
    }
    return text
  }

  private func hexadecimal(_ rest: inout ArraySlice<UInt8>) throws(Rejection) -> UInt16 {
    let digits = rest.prefix(4)
    rest = rest.dropFirst(4)
    var unit: UInt16 = 0
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else {
        throw problem("a string has an escape without four hexadecimal digits")
      }
      unit = unit << 4 | UInt16(value)
    }
    guard digits.count == 4 else { throw problem("a string has an escape without four hexadecimal digits") }
    return unit
  }
}

/// `text` as a JSON string, in its quotation marks.
func quotedJSON(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": out += "\\\(scalar)"
    case "\u{0}"..<" ":
      let digits = String(scalar.value, radix: 16)
      out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}
