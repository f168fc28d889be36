import Archiving

/// Finds a stream's nominal rate from its first stamps.
///
/// Trackers are not metronomes: a nominal 10 Hz stream may come at 100 and 117 ms. The rate is that of the
/// usual interval: the mean of the intervals within a tenth of their median, taken to the nearest
/// whole number of hertz where that is within 2 %.
public struct RateFinder: Hashable, Sendable {
  /// Stamps must span this many seconds, and at least `leastIntervals` intervals.
  public static let leastSeconds = 2.0
  /// See `leastSeconds`.
  public static let leastIntervals = 8
  /// The rates (Hz) that are found. Stamps at another pace are in another unit, or of no tracker: what is ahead by
  /// seconds would be none of their ticks, or more than memory holds.
  public static let range = 0.5...1000.0
  /// The frames within which stamps at a rate of `range` show it.
  public static let mostFrames = 4096

  private var intervals: [Double] = []
  private var span = 0.0
  private var last: Stamp?

  /// A finder that has seen nothing.
  public init() {}

  /// Takes the next stamp; returns the rate in Hz once enough is known. Stamps that do not move on are passed over;
  /// where the rate is out of `range`, stamps are collected anew.
  public mutating func add(_ stamp: Stamp) -> Double? {
    defer { last = stamp }
    guard let last else { return nil }
    let interval = stamp.seconds(since: last)
    guard interval > 0 else { return nil }
    intervals.append(interval)
    span += interval
    guard span >= Self.leastSeconds, intervals.count >= Self.leastIntervals else { return nil }
    guard let rate = Self.rate(of: intervals), Self.range.contains(rate) else {
      intervals.removeAll(keepingCapacity: true)
      span = 0
      return nil
    }
    return rate
  }

  /// The nominal rate (Hz) of a stream with these intervals (s), all positive; nil where there are none. O(n log n).
  public static func rate(of intervals: [Double]) -> Double? {
    guard !intervals.isEmpty else { return nil }
    let median = intervals.sorted()[intervals.count / 2]
    let usual = intervals.filter { abs($0 - median) <= 0.1 * median }
    let rate = Double(usual.count) / usual.reduce(0, +)
    let whole = rate.rounded()
    return whole >= 1 && abs(rate - whole) <= 0.02 * whole ? whole : rate
  }
}

extension RateFinder: Archivable {
  /// Transfers the stamps that it has seen.
  public mutating func transfer(with archive: inout Archive) {
    archive.transfer(&intervals, atMost: Self.mostFrames, filler: 0)
    archive.transfer(&span)
    archive.transfer(&last)
  }
}
