/// What a run of the daemon did, for people and for scripts.
public struct Summary: Codable, Hashable, Sendable {
  /// All streams together.
  public var total = StreamSummary()
  /// Each stream by its name.
  public var streams: [String: StreamSummary] = [:]
  /// Messages refused before they belonged to a stream, by reason.
  public var refused: [String: UInt64] = [:]
  /// Messages passed over, as their streams are of another shard or fit no pattern.
  public var elsewhere: UInt64 = 0
  /// What became of those who connected; nil where nobody was asked for a key.
  public var admissions: Admissions?
  /// What was granted of realtime scheduling; nil where nothing of it was asked for.
  public var realtime: Realtime?
  /// The latencies of all streams as the plotters of HDR histograms read them, in microseconds; not in the summary's file.
  public var percentileText = ""

  private enum Key: String, CodingKey { case streams, refused, elsewhere, admissions, realtime }

  /// Writes the totals at the top level, the streams below.
  public func encode(to encoder: any Encoder) throws {
    try total.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(streams, forKey: .streams)
    try container.encode(refused, forKey: .refused)
    try container.encode(elsewhere, forKey: .elsewhere)
    try container.encodeIfPresent(admissions, forKey: .admissions)
    try container.encodeIfPresent(realtime, forKey: .realtime)
  }

  /// Reads what `encode` writes.
  public init(from decoder: any Decoder) throws {
    total = try StreamSummary(from: decoder)
    let container = try decoder.container(keyedBy: Key.self)
    streams = try container.decode([String: StreamSummary].self, forKey: .streams)
    refused = try container.decode([String: UInt64].self, forKey: .refused)
    elsewhere = try container.decode(UInt64.self, forKey: .elsewhere)
    admissions = try container.decodeIfPresent(Admissions.self, forKey: .admissions)
    realtime = try container.decodeIfPresent(Realtime.self, forKey: .realtime)
  }

  init() {}
}

/// What the daemon did with one stream, or with all.
public struct StreamSummary: Codable, Hashable, Sendable {
  /// Frames that came in whole, duplicates and late ones included.
  public var frames: UInt64 = 0
  /// Forecasts that were sent.
  public var forecasts: UInt64 = 0
  /// Frames that reached the history and were not forecast from, as a newer one was there already.
  public var skipped: UInt64 = 0
  /// Messages that were refused.
  public var rejected: UInt64 = 0
  /// Forecasts that were sent later than the budget allows.
  public var budgetMisses: UInt64 = 0
  /// Ticks whose learning was given up.
  public var learningShed: UInt64 = 0
  /// From receipt to the return of the send, in seconds.
  public var latency = DurationPercentiles()
  /// From the start of decoding to the end of encoding, in seconds.
  public var tick = DurationPercentiles()
  /// Learning after the forecast, in seconds a tick.
  public var learn = DurationPercentiles()
  /// The sample's age when its forecast was encoded, in seconds.
  public var sampleAge = DurationPercentiles()
  /// How often each event of the stream happened; those that never did are left out.
  public var events: [String: UInt64] = [:]
  /// Live accuracy: a model's name, then for each horizon.
  public var accuracy: [String: [HorizonSummary]]?
  /// What a model computes a tick, forecast and learning, in seconds, by its name.
  public var costs: [String: DurationPercentiles]?
  /// Checkpoints that were written; nil where none were asked for.
  public var checkpoints: UInt64?
  /// Checkpoints that could not be written.
  public var checkpointsFailed: UInt64?

  private enum CodingKeys: String, CodingKey {
    case frames, forecasts, skipped, rejected, events, accuracy
    case budgetMisses = "budget_misses"
    case learningShed = "learning_shed"
    case latency = "latency_seconds"
    case tick = "tick_seconds"
    case learn = "learn_seconds"
    case sampleAge = "sample_age_seconds"
    case costs = "model_seconds"
    case checkpoints
    case checkpointsFailed = "checkpoints_failed"
  }

  init() {}

  /// Adds the counts of another stream.
  mutating func add(_ other: StreamSummary) {
    frames += other.frames
    forecasts += other.forecasts
    skipped += other.skipped
    rejected += other.rejected
    budgetMisses += other.budgetMisses
    learningShed += other.learningShed
    events.merge(other.events, uniquingKeysWith: +)
    if let written = other.checkpoints { checkpoints = (checkpoints ?? 0) + written }
    if let failed = other.checkpointsFailed { checkpointsFailed = (checkpointsFailed ?? 0) + failed }
  }

  /// Takes the counts of a stream's checkpoints, if there are any.
  mutating func set(_ status: CheckpointWriter.Status?) {
    checkpoints = status?.written
    checkpointsFailed = status?.failed
  }

  /// Takes the percentiles of `meters`.
  mutating func set(_ meters: Meters) {
    latency = meters.latency.percentiles
    tick = meters.tick.percentiles
    learn = meters.learn.percentiles
    sampleAge = meters.sampleAge.percentiles
  }
}

/// Live accuracy at one horizon.
public struct HorizonSummary: Codable, Hashable, Sendable {
  /// How far ahead, in seconds.
  public var horizon: Double
  /// Errors counted.
  public var count: Int
  /// Root mean square 3-D error in mm.
  public var rmse: Double
  /// Mean 3-D error in mm.
  public var mae: Double
  /// The largest 3-D error in mm.
  public var largest: Double

  private enum CodingKeys: String, CodingKey {
    case horizon = "horizon_s"
    case count
    case rmse = "rmse_mm"
    case mae = "mae_mm"
    case largest = "max_mm"
  }
}
