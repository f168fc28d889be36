/// How long the forecasts of one stream took, second by second: what statistics count since the daemon began hardly moves.
struct LatencyHistory: Sendable {
  private static let mostSeconds = 256
  private static let mostInSecond = 10_000

  /// Each second's median in seconds, the newest last; nil where nothing was forecast.
  private(set) var medians: [Double?] = []
  /// Each second's 99th percentile, which of fewer than a hundred forecasts is the longest.
  private(set) var tails: [Double?] = []
  private var second: [Double] = []

  /// Nothing yet.
  init() {}

  /// Counts the latency of a forecast, in seconds.
  mutating func take(_ latency: Double) {
    if second.count < Self.mostInSecond { second.append(latency) }
  }

  /// Begins another second.
  mutating func endSecond() {
    second.sort()
    medians.append(percentile(0.5))
    tails.append(percentile(0.99))
    second.removeAll(keepingCapacity: true)
    let surplus = max(0, medians.count - Self.mostSeconds)
    medians.removeFirst(surplus)
    tails.removeFirst(surplus)
  }

  /// The nearest rank's.
  private func percentile(_ share: Double) -> Double? {
    guard !second.isEmpty else { return nil }
    return second[Int((share * Double(second.count)).rounded(.up)) - 1]
  }
}
