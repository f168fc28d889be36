/// What a bench has measured.
public struct BenchResult: Encodable, Hashable, Sendable {
  /// The latency allowed, in seconds.
  public var budget: Double
  /// Frames that were due in the measured time and sent.
  public var frames: UInt64 = 0
  /// Those of them that neither their own forecast nor a newer one has answered.
  public var unanswered: UInt64 = 0
  /// Those of them that were answered later than the budget allows.
  public var late: UInt64 = 0
  /// From when a frame was due to when a forecast of it, or of a newer frame, was received; in seconds.
  public var latency = DurationPercentiles()
  /// From when a frame was due to when it was sent, in seconds: the bench's own share of `latency`.
  public var sending = DurationPercentiles()
  /// From the daemon's receipt of a frame to the encoding of its forecast, as the forecast tells, in seconds.
  public var encoding = DurationPercentiles()
  /// How `latency` is spread.
  public var histogram: [Bar] = []
  /// The percentiles of `latency` as the plotters of HDR histograms read them, in microseconds.
  public var percentileText = ""
  /// What the daemon tells of itself in its summary: of its whole run, the warm-up too.
  public var daemon = StreamSummary()
  /// The ticks whose learning was shed of the stream with the fewest of them.
  public var leastShed: UInt64 = 0
  /// And of the stream with the most.
  public var mostShed: UInt64 = 0
  /// What the daemon was granted of realtime scheduling.
  public var realtime: Realtime?
  /// The CPU time that the daemon took in the measured time, as a share of one CPU; without what keeps CPUs awake.
  public var cpuShare = 0.0
  /// The daemon's memory at its largest, in bytes.
  public var memory: UInt64 = 0

  /// Latencies in a range.
  public struct Bar: Encodable, Hashable, Sendable {
    /// The range's end, in seconds; it begins where the bar before ends.
    public var end: Double
    /// How many there were.
    public var count: UInt64

    private enum CodingKeys: String, CodingKey {
      case end = "end_seconds"
      case count
    }
  }

  /// Whether every frame was answered within the budget.
  public var holds: Bool { frames > 0 && unanswered == 0 && late == 0 }
  /// The budget less the longest latency, in seconds.
  public var margin: Double { budget - latency.max }

  private enum CodingKeys: String, CodingKey {
    case frames, unanswered, late, histogram, daemon, realtime, holds
    case budget = "budget_seconds"
    case leastShed = "least_learning_shed"
    case mostShed = "most_learning_shed"
    case latency = "latency_seconds"
    case sending = "sending_seconds"
    case encoding = "encoding_seconds"
    case cpuShare = "cpu_share"
    case memory = "memory_bytes"
    case margin = "margin_seconds"
  }

  init(budget: Double) { self.budget = budget }

  /// Latencies in ranges that end at 1, 1.5, 2, 3, 5 and 7 times each power of ten, from the smallest to the largest.
  static func bars(_ meter: DurationMeter) -> [Bar] {
    let bounds =
      [10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000].flatMap {
        decade in [1, 1.5, 2, 3, 5, 7].map { UInt64(Double(decade) * $0) }
      } + [.max]
    let bars = zip(bounds, meter.counts(upTo: bounds)).map { Bar(end: Double($0) / 1e9, count: $1) }
    let first = bars.firstIndex { $0.count > 0 } ?? 0
    let last = bars.lastIndex { $0.count > 0 } ?? -1
    return first <= last ? Array(bars[first...last]) : []
  }

  /// Writes what was measured and, by it, whether the budget holds.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(holds, forKey: .holds)
    try container.encode(margin, forKey: .margin)
    try container.encode(budget, forKey: .budget)
    try container.encode(frames, forKey: .frames)
    try container.encode(unanswered, forKey: .unanswered)
    try container.encode(late, forKey: .late)
    try container.encode(latency, forKey: .latency)
    try container.encode(sending, forKey: .sending)
    try container.encode(self.encoding, forKey: .encoding)
    try container.encode(histogram, forKey: .histogram)
    try container.encode(daemon, forKey: .daemon)
    try container.encode(leastShed, forKey: .leastShed)
    try container.encode(mostShed, forKey: .mostShed)
    try container.encodeIfPresent(realtime, forKey: .realtime)
    try container.encode(cpuShare, forKey: .cpuShare)
    try container.encode(memory, forKey: .memory)
  }
}
