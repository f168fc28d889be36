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
    let entries = Array(zip(counts.valueNs, counts.count))
    for share in Self.shares {
      // To a microsecond, as latencies are counted: 0.0075, not 0.007500000000000001.
      let bound = (budget * share * 1e6).rounded() / 1e6
      cumulative.append(("\(bound)", entries.reduce(0) { Double($1.0) / 1e9 <= bound ? $0 + $1.1 : $0 }))
    }
    count = entries.reduce(0) { $0 + $1.1 }
    cumulative.append(("+Inf", count))
    self.cumulative = cumulative
    sum = entries.reduce(0) { $0 + Double($1.0) / 1e9 * Double($1.1) }
  }
}
