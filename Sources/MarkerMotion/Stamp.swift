import Archiving

/// An instant on the sensor's clock, in integer nanoseconds.
///
/// Where the clock starts is the sensor's affair: the Unix epoch, or the first frame of a recording.
/// Integers hold every instant within 292 years exactly, which seconds in a `Double` do not.
public struct Stamp: Hashable, Sendable {
  /// Nanoseconds since the clock's start.
  public var nanoseconds: Int64

  /// The instant `nanoseconds` after the clock's start.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The instant nearest to `seconds`, or nil where that is not finite or beyond 292 years.
  public init?(seconds: Double) {
    guard let nanoseconds = Int64(exactly: (seconds * 1e9).rounded()) else { return nil }
    self.nanoseconds = nanoseconds
  }

  /// Seconds since the clock's start, rounded to the nearest `Double`.
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// Seconds from `other` to this instant, negative where this one is earlier.
  public func seconds(since other: Stamp) -> Double {
    // The difference of any two stamps fits a Double, though not always an Int64.
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
    return overflow ? seconds - other.seconds : Double(difference) / 1e9
  }

  /// The instant `seconds` later, held at the ends of the range.
  public func advanced(by seconds: Double) -> Stamp {
    let step = Int64(exactly: (seconds * 1e9).rounded()) ?? (seconds < 0 ? .min : .max)
    let (sum, overflow) = nanoseconds.addingReportingOverflow(step)
    return Stamp(nanoseconds: overflow ? (step < 0 ? .min : .max) : sum)
  }
}

extension Stamp: Comparable {
  /// Whether `a` is earlier than `b`.
  public static func < (a: Stamp, b: Stamp) -> Bool { a.nanoseconds < b.nanoseconds }
}

extension Stamp: ArchivedNumber {}

extension Archive {
  /// Transfers an instant, or that there is none.
  package mutating func transfer(_ stamp: inout Stamp?) { transfer(&stamp, filler: Stamp(nanoseconds: 0)) }
}
