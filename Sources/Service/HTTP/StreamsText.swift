import Foundation
import MarkerMotion
import Wire

/// The streams and how they do, in JSON.
struct StreamsText {
  /// What does not change while the daemon runs.
  struct Settings: Sendable {
    var version: String
    var started: Double
    var budget: Double
    var workers: Int
    /// Nil where no checkpoints are written.
    var checkpointInterval: Double?
  }

  private(set) var bytes: [UInt8]

  /// As the board has it at `now`, in monotonic nanoseconds.
  init(_ board: Board, _ settings: Settings, now: UInt64) {
    let overview = Overview(
      version: settings.version, now: Double(Clock.wall) / 1e9, started: settings.started,
      budget: settings.budget,
      workers: settings.workers, refused: board.counts.refused, elsewhere: board.counts.elsewhere,
      streams: board.streams.values.map { Row($0, now: now) }.sorted { $0.stream < $1.stream })
    let encoder = JSONEncoder()
    // Numbers that are finite, texts and counts can always be encoded.
    bytes = Array(try! encoder.encode(overview))
  }

  private struct Overview: Encodable {
    var version: String
    var now: Double
    var started: Double
    var budget: Double
    var workers: Int
    var refused: [String: UInt64]
    var elsewhere: UInt64
    var streams: [Row]

    enum CodingKeys: String, CodingKey {
      case now = "now_s"
      case started = "started_s"
      case budget = "budget_s"
      case version, workers, refused, elsewhere, streams
    }
  }

  private struct Row: Encodable {
    var stream: String
    var state: String
    var age: Double
    var model: String
    var rate: Double?
    var markers: [String]
    var frames: UInt64
    var forecasts: UInt64
    var skipped: UInt64
    var budgetMisses: UInt64
    var learningShed: UInt64
    var rejected: UInt64
    var latency: DurationPercentiles
    var sampleAge: DurationPercentiles
    var recentError: Double?
    var persistenceError: Double?

    enum CodingKeys: String, CodingKey {
      case age = "age_s"
      case rate = "rate_hz"
      case budgetMisses = "budget_misses"
      case learningShed = "learning_shed"
      case latency = "latency_s"
      case sampleAge = "sample_age_s"
      case recentError = "recent_rmse_mm"
      case persistenceError = "persistence_rmse_mm"
      case stream, state, model, markers, frames, forecasts, skipped, rejected
    }

    init(_ seen: Board.Stream, now: UInt64) {
      let stats = seen.stats
      stream = stats.stream
      state = ForecastState(stats.state)?.name ?? "unknown"
      age = Double(now - min(now, seen.received)) / 1e9
      model = stats.model
      rate = stats.hasRateHz ? stats.rateHz : nil
      markers = stats.markers
      frames = stats.frames
      forecasts = stats.forecasts
      skipped = stats.skipped
      budgetMisses = stats.budgetMisses
      learningShed = stats.learningShed
      rejected = stats.rejected.values.reduce(0, +)
      latency = DurationPercentiles(stats.latencyS)
      sampleAge = DurationPercentiles(stats.sampleAgeS)
      recentError = stats.accuracy.first?.meanRecentError
      persistenceError = stats.accuracy.last { $0.model == "persistence" }?.meanRecentError
    }
  }
}

extension Markercast_V1_ModelAccuracy {
  /// The mean of the horizons' recent RMSE (mm); nil before there is any.
  fileprivate var meanRecentError: Double? {
    let errors = horizons.filter(\.hasRecentRmseMm).map(\.recentRmseMm)
    return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
  }
}

extension DurationPercentiles {
  /// As a message has them.
  init(_ message: Markercast_V1_Percentiles) {
    self.init(
      count: message.count, p50: message.p50, p90: message.p90, p99: message.p99, p999: message.p999,
      max: message.max)
  }
}
