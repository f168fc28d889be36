import Archiving

/// Watches whether a stream still comes at its nominal rate, over blocks of intervals.
struct Pace: Sendable {
  static let block = 32

  private var intervals: [Double] = []
  private(set) var isMismatched = false
  private(set) var rate: Double?

  init() { intervals.reserveCapacity(Self.block) }

  /// Takes an interval (s) of a stream of nominally `rate` Hz; true where a mismatch begins.
  /// The rate is judged once a block, by the block's median: single gaps and bursts don't move it.
  mutating func add(_ interval: Double, rate nominal: Double) -> Bool {
    intervals.append(interval)
    guard intervals.count == Self.block else { return false }
    intervals.sort()
    let median = intervals[Self.block / 2]
    intervals.removeAll(keepingCapacity: true)
    rate = median > 0 ? 1 / median : nil
    let was = isMismatched
    isMismatched = !(0.8...1.25).contains(median * nominal)
    return isMismatched && !was
  }
}

extension Pace: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&intervals, atMost: Self.block - 1, filler: 0)
    archive.transfer(&isMismatched)
    archive.transfer(&rate, filler: 0)
  }
}
