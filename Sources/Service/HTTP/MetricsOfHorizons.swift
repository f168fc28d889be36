import Wire

/// What is told of some streams' horizons.
extension Metrics {
  mutating func addDetails() {
    let detailed = streams.prefix(Self.mostDetailed)
    each(
      "error_meters", .gauge, "Root mean square 3-D error of about the last minute, by model.", of: detailed
    ) {
      $0.errors { $0.hasRecentRmseMm ? $0.recentRmseMm : nil }
    }
    each(
      "session_error_meters", .gauge, "Root mean square 3-D error since the session began, by model.",
      of: detailed
    ) {
      $0.errors { $0.hasRmseMm ? $0.rmseMm : nil }
    }
    each(
      "model_cost_seconds", .summary, "What a model computes a tick. Quantiles since the start.", of: detailed
    ) { stats in
      stats.accuracy.flatMap { model in model.costS.quantiles.map { ([("model", model.model)] + $0, $1) } }
    }
    each("radius_truths_total", .counter, "Forecasts with a radius whose truth has come.", of: detailed) {
      $0.radiusCounts { Double($0.count) }
    }
    each("radius_held_total", .counter, "Those whose truth was within the radius.", of: detailed) {
      $0.radiusCounts { Double($0.held) }
    }
    each("expert_weight_ratio", .gauge, "An expert's share of a mixture's newest forecast.", of: detailed) {
      stats in
      stats.weights.spread(atMost: Metrics.mostHorizons).flatMap { horizon in
        horizon.experts.map { ([("horizon", "\(horizon.horizonS)"), ("model", $0.model)], $0.weight) }
      }
    }
  }
}

extension Markercast_V1_Stats {
  /// Errors in metres of every model at some horizons.
  fileprivate func errors(
    _ millimetres: (Markercast_V1_HorizonAccuracy) -> Double?
  ) -> [(labels: [(String, String)], value: Double)] {
    accuracy.flatMap { model in
      model.horizons.spread(atMost: Metrics.mostHorizons).compactMap { horizon in
        millimetres(horizon).map {
          ([("model", model.model), ("horizon", "\(horizon.horizonS)")], $0 / 1000)
        }
      }
    }
  }

  fileprivate func radiusCounts(
    _ count: (Markercast_V1_CoverageCount) -> Double
  ) -> [(labels: [(String, String)], value: Double)] {
    radii.spread(atMost: Metrics.mostHorizons).flatMap { horizon in
      horizon.coverages.map {
        ([("horizon", "\(horizon.horizonS)"), ("coverage", "\($0.asked)")], count($0))
      }
    }
  }
}
