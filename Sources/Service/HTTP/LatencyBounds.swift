import Wire

/// Latencies counted up to bounds around the budget.
struct LatencyBounds {
  /// Of the budget.
  private static let shares = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.75, 1, 1.5, 2, 5, 10, 100]

  /// How many were no longer than each bound, which is written in seconds; the last holds all.
  let cumulative: [(bound: String, count: UInt64)]
  /// All of them, in seconds, to the histogram's two digits.
  let sum: Double
  let count: UInt64

  init(_ counts: Markercast_V1_DurationCounts, budget: Double) {
    var cumulative: [(String, UInt64)] = []
    var entries = zip(counts.valueNs, counts.count).map { (seconds: Double($0) / 1e9, count: $1) }[...]
    var count: UInt64 = 0
    var sum = 0.0
    // To a microsecond, as latencies are counted: 0.0075, not 0.007500000000000001.
    for bound in Self.shares.map({ (budget * $0 * 1e6).rounded() / 1e6 }) + [.infinity] {
      while let entry = entries.first, entry.seconds <= bound {
        count += entry.count
        sum += entry.seconds * Double(entry.count)
        entries.removeFirst()
      }
      cumulative.append((bound.isFinite ? "\(bound)" : "+Inf", count))
    }
    self.cumulative = cumulative
    self.count = count
    self.sum = sum
  }
}
