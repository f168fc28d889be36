import MarkerMotion

/// What a forecast's message says beside the forecast.
package struct ForecastEnvelope: Hashable, Sendable {
  /// The stream's name.
  package var stream: String
  /// When the source frame was received, in nanoseconds since the Unix epoch.
  package var receivedNanoseconds: Int64
  /// When the message was encoded, in nanoseconds since the Unix epoch.
  package var publishedNanoseconds: Int64
  /// Seconds between the two, by the monotonic clock.
  package var latency: Double
  /// The age of the sample, in seconds.
  package var sampleAge: Double?
  /// Whether the latency is within the budget.
  package var isWithinBudget: Bool

  package init(
    stream: String, receivedNanoseconds: Int64, publishedNanoseconds: Int64, latency: Double,
    sampleAge: Double?, isWithinBudget: Bool
  ) {
    self.stream = stream
    self.receivedNanoseconds = receivedNanoseconds
    self.publishedNanoseconds = publishedNanoseconds
    self.latency = latency
    self.sampleAge = sampleAge
    self.isWithinBudget = isWithinBudget
  }
}

/// A payload of `forecast/<stream>`.
package func encodeForecast(
  _ forecast: Forecast, envelope: ForecastEnvelope, as encoding: Encoding
) -> [UInt8] {
  encoding.encode(
    Markercast_V1_Forecast.with {
      $0.schemaVersion = schemaVersion
      $0.stream = envelope.stream
      if let sequence = forecast.sequence { $0.sequence = sequence }
      $0.stampNs = forecast.stamp.nanoseconds
      $0.stampS = forecast.stamp.seconds
      $0.receivedNs = envelope.receivedNanoseconds
      $0.publishedNs = envelope.publishedNanoseconds
      $0.latencyS = envelope.latency
      if let age = envelope.sampleAge { $0.sampleAgeS = age }
      $0.withinBudget = envelope.isWithinBudget
      $0.model = forecast.model
      $0.state = Markercast_V1_State(forecast.state)
      $0.conditions = TickConditions.named.filter { forecast.conditions.contains($0.condition) }.map(\.name)
      $0.tick = UInt64(clamping: forecast.tick)
      if let learned = forecast.learnedThrough { $0.learnedThrough = UInt64(clamping: learned) }
      $0.horizons = forecast.horizons.map(Markercast_V1_Horizon.init)
    })
}

/// The forecast in a payload of `forecast/<stream>`.
package func decodeForecast(
  _ payload: UnsafeRawBufferPointer
) throws(Rejection) -> (forecast: Forecast, envelope: ForecastEnvelope) {
  let message: Markercast_V1_Forecast = try Encoding.decode(payload)
  guard message.schemaVersion <= schemaVersion else { throw .newerSchema(message.schemaVersion) }
  guard let state = ForecastState(message.state) else { throw .malformed("forecast: its state is unknown") }
  let forecast = Forecast(
    sequence: message.hasSequence ? message.sequence : nil, stamp: Stamp(nanoseconds: message.stampNs),
    tick: Int(clamping: message.tick), model: message.model, state: state,
    conditions: TickConditions(
      TickConditions.named.filter { message.conditions.contains($0.name) }.map(\.condition)),
    learnedThrough: message.hasLearnedThrough ? Int(clamping: message.learnedThrough) : nil,
    horizons: message.horizons.map(HorizonForecast.init))
  let envelope = ForecastEnvelope(
    stream: message.stream, receivedNanoseconds: message.receivedNs,
    publishedNanoseconds: message.publishedNs, latency: message.latencyS,
    sampleAge: message.hasSampleAgeS ? message.sampleAgeS : nil, isWithinBudget: message.withinBudget)
  return (forecast, envelope)
}

/// A payload of `stats/<stream>`.
package func encodeStats(_ stats: Markercast_V1_Stats, as encoding: Encoding) -> [UInt8] {
  encoding.encode(stats)
}

/// The statistics in a payload of `stats/<stream>`.
package func decodeStats(_ payload: UnsafeRawBufferPointer) throws(Rejection) -> Markercast_V1_Stats {
  let stats: Markercast_V1_Stats = try Encoding.decode(payload)
  guard stats.schemaVersion <= schemaVersion else { throw .newerSchema(stats.schemaVersion) }
  return stats
}

extension Markercast_V1_State {
  /// The wire's word for a state.
  package init(_ state: ForecastState) {
    self =
      switch state {
      case .warmingUp: .warmingUp
      case .tracking: .tracking
      case .degraded: .degraded
      case .lost: .lost
      }
  }
}

extension ForecastState {
  /// The state of a message; nil where it says none that this code knows.
  package init?(_ state: Markercast_V1_State) {
    switch state {
    case .warmingUp: self = .warmingUp
    case .tracking: self = .tracking
    case .degraded: self = .degraded
    case .lost: self = .lost
    case .unspecified, .UNRECOGNIZED: return nil
    }
  }

  /// The state as statistics, logs and tables write it.
  package var name: String {
    switch self {
    case .warmingUp: "warming up"
    case .tracking: "tracking"
    case .degraded: "degraded"
    case .lost: "lost"
    }
  }
}

extension Markercast_V1_Horizon {
  fileprivate init(_ horizon: HorizonForecast) {
    self.init()
    horizonS = horizon.seconds
    stampNs = horizon.stamp.nanoseconds
    markers = horizon.markers.map { marker in
      .with {
        $0.name = marker.name
        $0.status = marker.position == nil ? .missing : .measured
        if let position = marker.position { $0.position = Markercast_V1_Position(position) }
        if let radius = marker.radius { $0.radius = radius }
      }
    }
  }
}

extension HorizonForecast {
  fileprivate init(_ message: Markercast_V1_Horizon) {
    self.init(
      seconds: message.horizonS, stamp: Stamp(nanoseconds: message.stampNs),
      markers: message.markers.map {
        MarkerForecast(
          name: $0.name, position: $0.hasPosition ? Position($0.position) : nil,
          radius: $0.hasRadius ? $0.radius : nil)
      })
  }
}
