import MarkerMotion
import Wire

extension Markercast_V1_Stats {
  /// The statistics as they may be shown: their text fit for a terminal and a log, and of everything no more than a
  /// daemon has. What comes from the network is not to fill the screen.
  func tamed() -> Self {
    var stats = self
    stats.model = showable(model)
    stats.markers = markers.prefix(mostMarkers).map(showable)
    stats.outcomes = tamed(outcomes)
    stats.rejected = tamed(rejected)
    stats.accuracy = accuracy.prefix(mostModels).map { accuracy in
      var accuracy = accuracy
      accuracy.model = showable(accuracy.model)
      accuracy.horizons = Array(accuracy.horizons.prefix(mostHorizons))
      return accuracy
    }
    stats.weights = weights.prefix(mostHorizons).map { weights in
      var weights = weights
      weights.experts = weights.experts.prefix(mostModels).map { expert in
        var expert = expert
        expert.model = showable(expert.model)
        return expert
      }
      return weights
    }
    if hasCheckpoints { stats.checkpoints.problem = showable(checkpoints.problem) }
    return stats
  }

  private func tamed(_ counts: [String: UInt64]) -> [String: UInt64] {
    Dictionary(
      counts.sorted { $0.key < $1.key }.prefix(mostKinds).map { (showable($0.key), $0.value) },
      uniquingKeysWith: { $0 &+ $1 })
  }
}

private let mostMarkers = 64
private let mostModels = 32
private let mostHorizons = 128
private let mostKinds = 64
