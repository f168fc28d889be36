import Foundation
import MarkerMotion
import Wire

/// What is known of one stream: its newest statistics, and when they came.
struct StreamKnowledge: Sendable {
  /// The newest statistics, tamed.
  let stats: Markercast_V1_Stats
  /// When they came, in seconds.
  let received: Double

  var name: String { stats.stream }

  /// How many seconds ago the statistics came.
  func age(at time: Double) -> Double { time - received }

  func condition(at time: Double) -> StreamCondition {
    // A daemon that says nothing for three seconds says nothing true about now.
    if age(at: time) > 3 { return .silent }
    return ForecastState(stats.state).map(StreamCondition.told) ?? .unknown
  }

  var rate: String { stats.hasRateHz ? String(format: "%g", stats.rateHz) : "-" }
  var rejected: UInt64 { stats.rejected.values.reduce(0, &+) }
  var horizons: [Double] { stats.accuracy.first?.horizons.map(\.horizonS) ?? [] }

  /// The main model's recent RMSE in mm.
  func recentError(at horizon: Double) -> Double? { stats.accuracy.first?.recentError(at: horizon) }

  /// The experts of a mixture.
  var experts: [String] { stats.weights.first?.experts.map(\.model) ?? [] }

  /// What an expert has in the newest forecast, between 0 and 1.
  func weight(of expert: String, at horizon: Double) -> Double? {
    stats.weights.first { $0.horizonS == horizon }?.experts.first { $0.model == expert }?.weight
  }
}

extension Markercast_V1_ModelAccuracy {
  /// The recent RMSE in mm; nil where there is none yet.
  func recentError(at horizon: Double) -> Double? {
    horizons.first { $0.horizonS == horizon && $0.hasRecentRmseMm }?.recentRmseMm
  }
}

/// How a stream does, as the monitor tells it: by a word, a mark and an ink.
enum StreamCondition: Hashable {
  case told(ForecastState)
  case unknown
  case silent

  var name: String {
    switch self {
    case .told(let state): state.name
    case .unknown: "unknown"
    case .silent: "silent"
    }
  }

  var mark: String {
    switch self {
    case .told(.tracking): "●"
    case .told(.warmingUp): "◌"
    case .told(.degraded): "◐"
    case .told(.lost): "○"
    case .unknown: "?"
    case .silent: "×"
    }
  }

  var ink: Style.Ink {
    switch self {
    case .told(.tracking): .good
    case .told(.warmingUp), .told(.degraded), .unknown: .fair
    case .told(.lost), .silent: .bad
    }
  }

  /// The worst is the highest.
  var severity: Int {
    switch self {
    case .told(.tracking): 0
    case .told(.warmingUp): 1
    case .unknown: 2
    case .told(.degraded): 3
    case .told(.lost): 4
    case .silent: 5
    }
  }
}
