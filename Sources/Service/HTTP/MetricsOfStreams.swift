import MarkerMotion
import Wire

/// What is told of every stream.
extension Metrics {
  mutating func addStates() {
    each("stream_info", .gauge, "1, with the model whose forecasts are published.") {
      [([("model", $0.model)], 1)]
    }
    each("stream_state", .gauge, "1 for the state that a stream is in, 0 for the others.") { stats in
      ForecastState.allCases.map { state in
        ([("state", state.label)], ForecastState(stats.state) == state ? 1 : 0)
      }
    }
    each("stream_rate_hertz", .gauge, "The stream's rate, as given or as found.") {
      $0.hasRateHz ? [([], $0.rateHz)] : []
    }
    each("stream_markers", .gauge, "Markers of the session.") { [([], Double($0.markers.count))] }
    each("stream_statistics_timestamp_seconds", .gauge, "When the stream's newest statistics were made.") {
      [([], Double($0.publishedNs) / 1e9)]
    }
  }

  mutating func addCounts() {
    each("frames_total", .counter, "Frames that came in whole.") { [([], Double($0.frames))] }
    each("forecasts_total", .counter, "Forecasts that were published.") { [([], Double($0.forecasts))] }
    each(
      "frames_skipped_total", .counter,
      "Frames that were learned from and not forecast from, as a newer was there."
    ) {
      [([], Double($0.skipped))]
    }
    each("budget_misses_total", .counter, "Forecasts published later than the budget allows.") {
      [([], Double($0.budgetMisses))]
    }
    each("learning_shed_total", .counter, "Ticks whose learning was given up.") {
      [([], Double($0.learningShed))]
    }
    each("events_total", .counter, "What happened to frames and ticks, by event.") { stats in
      (StreamEvent.allCases.map(\.name) + ["lost_published"]).map {
        ([("event", $0)], Double(stats.outcomes[$0] ?? 0))
      }
    }
    each("messages_rejected_total", .counter, "Messages of the stream that were refused, by reason.") {
      stats in
      Rejection.Reason.allCases.filter(\.isOfStream).map {
        ([("reason", $0.rawValue)], Double(stats.rejected[$0.rawValue] ?? 0))
      }
    }
  }

  mutating func addDurations() {
    family(
      "latency_seconds", .histogram, "From the receipt of a frame to the return of its forecast's send.")
    for stats in streams {
      let bounds = LatencyBounds(stats.latencyHistogram, budget: stats.budgetS)
      let labels = [("stream", stats.stream)]
      for (bound, count) in bounds.cumulative {
        add("latency_seconds_bucket", labels + [("le", bound)], count)
      }
      add("latency_seconds_sum", labels, bounds.sum)
      add("latency_seconds_count", labels, bounds.count)
    }
    quantiles("tick_seconds", "From the start of decoding to the end of encoding.", \.tickS)
    quantiles("learn_seconds", "Learning after a forecast, a tick.", \.learnS)
    quantiles("sample_age_seconds", "The sample's age when its forecast was encoded.", \.sampleAgeS)
    each(
      "recent_sample_age_seconds", .gauge,
      "The largest sample age since the statistics before, about a second."
    ) { $0.hasRecentSampleAgeS ? [([], $0.recentSampleAgeS)] : [] }
  }

  private mutating func quantiles(
    _ name: String, _ help: String, _ durations: KeyPath<Markercast_V1_Stats, Markercast_V1_Percentiles>
  ) {
    each(name, .summary, help + " Quantiles since the start.") { $0[keyPath: durations].quantiles }
  }

  mutating func addClocks() {
    each("clock_shared", .gauge, "1 where sensor and daemon are said to share a clock.") {
      [([], $0.clockShared ? 1 : 0)]
    }
    each(
      "clock_offset_seconds", .gauge,
      "Shared clocks: the smallest delay of the last minutes; below 0 the sensor's clock is ahead."
    ) { $0.hasClockOffsetS ? [([], $0.clockOffsetS)] : [] }
    each("clock_drift_ratio", .gauge, "How much faster the daemon's clock runs than the sensor's.") {
      $0.hasClockDriftPpm ? [([], $0.clockDriftPpm * 1e-6)] : []
    }
  }

  mutating func addCheckpoints() {
    each("checkpoints_written_total", .counter, "Checkpoints that were written.") {
      $0.hasCheckpoints ? [([], Double($0.checkpoints.written))] : []
    }
    each("checkpoints_failed_total", .counter, "Checkpoints that could not be written.") {
      $0.hasCheckpoints ? [([], Double($0.checkpoints.failed))] : []
    }
    each("checkpoint_timestamp_seconds", .gauge, "When the stream's newest checkpoint was written.") {
      $0.checkpoints.hasNewestNs ? [([], Double($0.checkpoints.newestNs) / 1e9)] : []
    }
  }
}
