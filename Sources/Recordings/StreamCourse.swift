import Foundation

/// How a stream went while its messages were recorded.
///
/// Instants are in seconds since the Unix epoch, by the clock of whoever recorded.
package struct StreamCourse: Codable, Hashable, Sendable {
  /// The stream's name.
  package var stream: String
  /// When its first message was received.
  package var start: Double
  /// When its last message was.
  package var end: Double
  package var frames = 0
  package var forecasts = 0
  package var statistics = 0
  /// Messages that could not be read, by reason.
  package var unreadable: [String: Int] = [:]
  /// What is missing between the sequence numbers of the frames.
  package var missingFrames = MissingNumbers()
  /// What is missing between the sequence numbers of the forecasts' source frames.
  package var missingForecasts = MissingNumbers()
  /// The usual rate of the frames, Hz; nil where there are too few.
  package var rate: Double?
  /// The markers of the frames and the forecasts, sorted.
  package var markers: [String] = []
  /// The horizons that were forecast, s, ascending.
  package var horizons: [Double] = []
  /// The shares of truths that radii were asked to hold, in the order in which they were asked.
  package var coverages: [Double] = []
  /// Forecasts by their state.
  package var states: [String: Int] = [:]
  /// Forecasts by their model; those in state `lost` left out.
  package var models: [String: Int] = [:]
  /// From the receipt of a frame to the encoding of its forecast, as forecasts tell.
  package var latency: LatencySpan?
  /// The same in each minute in which there were forecasts.
  package var minutes: [LatencySpan] = []
  /// What happened, in order.
  package var events: [CourseEvent] = []
  /// Events that there were too many of to keep.
  package var eventsLeftOut = 0

  enum CodingKeys: String, CodingKey {
    case stream, frames, forecasts, statistics, unreadable, markers, coverages, states, models, events
    case start = "start_s"
    case end = "end_s"
    case missingFrames = "missing_frames"
    case missingForecasts = "missing_forecasts"
    case rate = "rate_hz"
    case horizons = "horizons_s"
    case latency = "latency_s"
    case minutes = "latency_by_minute"
    case eventsLeftOut = "events_left_out"
  }

  /// The course of a stream whose first message was received at `start`.
  package init(stream: String, start: Double) {
    (self.stream, self.start, end) = (stream, start, start)
  }
}

/// Gaps in sequence numbers.
package struct MissingNumbers: Codable, Hashable, Sendable {
  package var gaps = 0
  /// The numbers that are missing in all of them.
  package var missing = 0
  /// How often the numbers began anew.
  package var restarts = 0

  /// None.
  package init() {}
}

/// Latencies of some time, in seconds.
package struct LatencySpan: Codable, Hashable, Sendable {
  /// When the time began.
  package var start: Double
  package var count: Int
  package var p50: Double
  package var p90: Double
  package var p99: Double
  package var p999: Double
  package var max: Double
  /// Forecasts past the budget.
  package var late: Int

  enum CodingKeys: String, CodingKey {
    case count, p50, p90, p99, p999, max, late
    case start = "start_s"
  }

  /// Latencies with these percentiles.
  package init(
    start: Double, count: Int, p50: Double, p90: Double, p99: Double, p999: Double, max: Double, late: Int
  ) {
    (self.start, self.count, self.late) = (start, count, late)
    (self.p50, self.p90, self.p99, self.p999, self.max) = (p50, p90, p99, p999, max)
  }
}

/// Something that happened to a stream.
package struct CourseEvent: Codable, Hashable, Sendable {
  /// When the message that tells of it was received.
  package var time: Double
  /// What it was: `state_` and a state, a condition of a forecast, an outcome of a frame, `frames_missed` and the like.
  package var event: String
  /// How often: forecasts in a row that tell of it, frames that are missing, outcomes since the statistics before.
  package var count: Int

  enum CodingKeys: String, CodingKey {
    case event, count
    case time = "time_s"
  }

  /// The event `event`, `count` times from `time` on.
  package init(time: Double, event: String, count: Int = 1) {
    (self.time, self.event, self.count) = (time, event, count)
  }
}

/// An instant, in seconds since the Unix epoch, as people write it: date and time in UTC, to a millisecond.
package func instantText(_ seconds: Double) -> String {
  let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  return Date(timeIntervalSince1970: seconds).formatted(style).replacing("T", with: " ").replacing(
    "Z", with: "")
}
