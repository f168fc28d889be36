/// Counts what is missing between sequence numbers.
public struct SequenceWatch: Sendable {
  /// Gaps seen.
  public private(set) var gaps = 0
  /// Numbers missing in them.
  public private(set) var missing: UInt64 = 0
  /// How often a number was smaller than the one before.
  package private(set) var restarts = 0
  private var last: UInt64?

  /// Nothing seen.
  public init() {}

  /// Takes the next number; returns how many are missing before it. A number that does not grow begins a new count.
  public mutating func add(_ sequence: UInt64) -> UInt64 {
    defer { last = sequence }
    if let last, sequence < last { restarts += 1 }
    guard let last, sequence > last, sequence - last > 1 else { return 0 }
    gaps += 1
    missing += sequence - last - 1
    return sequence - last - 1
  }
}
