/// Errors by their size, for their quantiles: each one while there are few; of more, how many are in each class, whose width
/// is a thousandth of their size.
struct ErrorSizes: Sendable {
  private(set) var count = 0
  private(set) var largest = 0.0
  private let limit: Int
  private var each: [Double] = []
  private var classes: [UInt64: Int] = [:]
  /// A class is the sign, the exponent and so many bits less of the mantissa of a `Double`.
  private static let shift: UInt64 = 42

  /// No errors; at most `limit` are kept one by one.
  init(limit: Int) { self.limit = limit }

  /// Adds an error, which is not negative.
  mutating func add(_ error: Double) {
    count += 1
    largest = max(largest, error)
    guard classes.isEmpty else { return classes[error.bitPattern >> Self.shift, default: 0] += 1 }
    each.append(error)
    guard count > limit else { return }
    for error in each { classes[error.bitPattern >> Self.shift, default: 0] += 1 }
    each = []
  }

  /// The median, and what 95 and 99 % do not exceed.
  var quantiles: (Double, Double, Double) {
    guard classes.isEmpty else { return (size(of: 0.5), size(of: 0.95), size(of: 0.99)) }
    let sorted = each.sorted()
    return (quantile(0.5, of: sorted), quantile(0.95, of: sorted), quantile(0.99, of: sorted))
  }

  /// The middle of the class in which a quantile lies.
  private func size(of share: Double) -> Double {
    var left = share * Double(count - 1)
    for (number, count) in classes.sorted(by: { $0.key < $1.key }) {
      left -= Double(count)
      guard left < 0 else { continue }
      let middle = Double(bitPattern: (2 * number + 1) << (Self.shift - 1))
      return min(middle, largest)
    }
    return largest
  }
}
