import MarkerMotion

/// The number that these bytes spell in decimal, with `mark` as the decimal mark; nil where they spell none, and
/// where it is too large for a `Double`. Spaces around it are passed over.
///
/// A number of at most 2^53, shifted by at most 22 places, is the quotient of two doubles that are exact, which
/// rounds once and so rightly (W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990,
/// doi:10.1145/93542.93557); all others are left to the standard library.
func number(_ bytes: ArraySlice<UInt8>, mark: UInt8 = UInt8(ascii: ".")) -> Double? {
  let field = trimmed(bytes)
  var digits: UInt64 = 0
  var places = -1
  var isNegative = false
  for (i, byte) in zip(field.indices, field) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      digits = digits * 10 + UInt64(byte - UInt8(ascii: "0"))
      if places >= 0 { places += 1 }
      guard digits <= 1 << 53, places < powersOfTen.count else { return slowNumber(field, mark: mark) }
    case mark where places < 0: places = 0
    case UInt8(ascii: "-") where i == field.startIndex: isNegative = true
    default: return slowNumber(field, mark: mark)
    }
  }
  guard field.count > (isNegative ? 1 : 0) + (places >= 0 ? 1 : 0) else { return nil }
  let value = Double(digits) / powersOfTen[max(places, 0)]
  return isNegative ? -value : value
}

/// 10^0 to 10^22: the powers of ten that a `Double` holds exactly.
private let powersOfTen: [Double] = (0..<22).reduce(into: [1]) { powers, _ in powers.append(powers.last! * 10)
}

private func slowNumber(_ field: ArraySlice<UInt8>, mark: UInt8) -> Double? {
  // Only what a plain decimal number is made of: Double would also take "nan", "inf" and hexadecimal.
  guard field.allSatisfy({ isOfNumber($0, mark) }) else { return nil }
  let point = UInt8(ascii: ".")
  let plain = mark == point ? field : ArraySlice(field.map { $0 == mark ? point : $0 })
  return Double(String(decoding: plain, as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
}

private func isOfNumber(_ byte: UInt8, _ mark: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "e"),
    UInt8(ascii: "E"), mark:
    true
  default: false
  }
}

private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var field = bytes
  while field.first == UInt8(ascii: " ") { field.removeFirst() }
  while field.last == UInt8(ascii: " ") { field.removeLast() }
  return field
}

extension Stamp {
  /// The instant that these bytes spell as decimal seconds, exact to the nanosecond; digits beyond the ninth round
  /// it. Nil where they spell no number, or one beyond 292 years.
  init?(_ bytes: ArraySlice<UInt8>) {
    let field = trimmed(bytes)
    let isNegative = field.first == UInt8(ascii: "-")
    var magnitude: UInt64 = 0
    var places = -1
    var digits = 0
    for byte in isNegative ? field.dropFirst() : field {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        if places >= 0 { places += 1 }
        if places == 10, byte >= UInt8(ascii: "5") { magnitude += 1 }
        if places < 10 {
          guard Self.append(byte - UInt8(ascii: "0"), to: &magnitude) else { return nil }
        }
      case UInt8(ascii: ".") where places < 0: places = 0
      default:
        // Exponents and plus signs are rare enough for the long way.
        guard let seconds = number(field) else { return nil }
        self.init(seconds: seconds)
        return
      }
    }
    guard digits > 0 else { return nil }
    for _ in min(max(places, 0), 9)..<9 {
      guard Self.append(0, to: &magnitude) else { return nil }
    }
    guard magnitude <= Int64.max.magnitude + (isNegative ? 1 : 0) else { return nil }
    self.init(nanoseconds: Int64(truncatingIfNeeded: isNegative ? 0 &- magnitude : magnitude))
  }

  /// Appends a decimal digit; false where the magnitude leaves the range of stamps.
  private static func append(_ digit: UInt8, to magnitude: inout UInt64) -> Bool {
    guard magnitude <= Int64.min.magnitude / 10 else { return false }
    magnitude = magnitude * 10 + UInt64(digit)
    return true
  }

  /// The instant as decimal seconds, exactly, as short as they can be.
  var decimalSeconds: String {
    let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let whole = (nanoseconds < 0 ? "-" : "") + "\(seconds)"
    guard rest > 0 else { return whole }
    var digits = String(String(1_000_000_000 + rest).dropFirst())
    while digits.last == "0" { digits.removeLast() }
    return whole + "." + digits
  }
}
