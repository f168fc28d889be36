/// Numbers as short text: whole thousandths, each as its difference from what was expected of it, in the base 64 VLQ of
/// source maps (ECMA-426) with the digits of RFC 4648's URL-safe alphabet. What is not known is a full stop.
///
/// A trace then takes two to three characters a coordinate, and the page reads only those that are looked at.
struct PackedNumbers {
  /// In thousandths; nil where not known, or further than a kilometre from zero.
  private let steps: [Int?]

  init(_ values: some Sequence<Double>) {
    steps = values.map { value in
      Int(exactly: (value * 1000).rounded()).flatMap { abs($0) < 1_000_000_000 ? $0 : nil }
    }
  }

  /// The text where each number is expected to equal the last one known, at first 0.
  var text: String { text(expected: [0] + carried.dropLast()) }

  /// The text where each number is expected to equal that of `others`, or their last one known.
  func text(near others: PackedNumbers) -> String { text(expected: others.carried) }

  private var carried: [Int] {
    var last = 0
    return steps.map { step in
      last = step ?? last
      return last
    }
  }

  private func text(expected: [Int]) -> String {
    var result: [UInt8] = []
    for (step, expected) in zip(steps, expected) {
      guard let step else {
        result.append(UInt8(ascii: "."))
        continue
      }
      let difference = step - expected
      var rest = difference < 0 ? 2 * -difference + 1 : 2 * difference
      repeat {
        let digit = rest & 31
        rest >>= 5
        result.append(Self.digits[rest > 0 ? digit + 32 : digit])
      } while rest > 0
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
}
