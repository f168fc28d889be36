import MarkerMotion

/// A payload of `forecast/<stream>`, on its own (see `ForecastEncoder`).
public func encodeForecast(
  _ forecast: Forecast, envelope: ForecastEnvelope, as encoding: Encoding
) -> [UInt8] {
  var encoder = ForecastEncoder(encoding)
  return Array(encoder.encode(forecast, envelope: envelope))
}

/// The forecast in a payload of `forecast/<stream>`, as it was encoded; told apart by content.
public func decodeForecast(
  _ payload: UnsafeRawBufferPointer
) throws(Rejection) -> (forecast: Forecast, envelope: ForecastEnvelope) {
  let message: Markercast_V1_Forecast =
    try Payload(payload, limit: DecodingLimits.largestReport).decode()
  return (try Forecast(message), try ForecastEnvelope(message))
}

extension Forecast {
  fileprivate init(_ message: Markercast_V1_Forecast) throws(Rejection) {
    guard let state = ForecastState(message.state) else {
      throw .malformed("forecast: no state that is known")
    }
    guard message.hasTick || state == .lost else { throw .malformed("forecast: no tick") }
    let stamp = try Stamp(
      nanoseconds: message.hasStampNs ? message.stampNs : nil,
      seconds: message.hasStampS ? message.stampS : nil)
    guard message.coverages.allSatisfy({ $0 > 0 && $0 < 1 }) else {
      throw .malformed("forecast: a coverage that is not between 0 and 1")
    }
    var horizons: [HorizonForecast] = []
    for horizon in message.horizons { horizons.append(try HorizonForecast(horizon)) }
    self.init(
      sequence: message.hasSequence ? message.sequence : nil, stamp: stamp,
      tick: Int(clamping: message.tick), model: message.model, state: state,
      conditions: TickConditions(names: message.conditions),
      learnedThrough: message.hasLearnedThrough ? Int(clamping: message.learnedThrough) : nil,
      horizons: horizons, coverages: message.coverages)
  }
}

extension ForecastEnvelope {
  fileprivate init(_ message: Markercast_V1_Forecast) throws(Rejection) {
    guard message.hasReceivedNs, message.hasPublishedNs, message.hasLatencyS, message.hasWithinBudget else {
      throw .malformed("forecast: no received_ns, published_ns, latency_s or within_budget")
    }
    guard message.latencyS.isFinite, message.sampleAgeS.isFinite else {
      throw .malformed("forecast: a latency or sample age that is not finite")
    }
    self.init(
      stream: message.stream, receivedNanoseconds: message.receivedNs,
      publishedNanoseconds: message.publishedNs, latency: message.latencyS,
      sampleAge: message.hasSampleAgeS ? message.sampleAgeS : nil, isWithinBudget: message.withinBudget)
  }
}

extension Markercast_V1_Forecast {
  /// The message of a forecast.
  init(_ forecast: Forecast, envelope: ForecastEnvelope) {
    self.init()
    schemaVersion = Wire.schemaVersion
    stream = envelope.stream
    if let sequence = forecast.sequence { self.sequence = sequence }
    stampNs = forecast.stamp.nanoseconds
    stampS = forecast.stamp.seconds
    receivedNs = envelope.receivedNanoseconds
    publishedNs = envelope.publishedNanoseconds
    latencyS = envelope.latency
    if let age = envelope.sampleAge { sampleAgeS = age }
    withinBudget = envelope.isWithinBudget
    model = forecast.model
    state = Markercast_V1_State(forecast.state)
    conditions = forecast.conditions.names
    tick = UInt64(clamping: forecast.tick)
    if let learned = forecast.learnedThrough { learnedThrough = UInt64(clamping: learned) }
    horizons = forecast.horizons.map(Markercast_V1_Horizon.init)
    coverages = forecast.coverages
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
        if marker.radii.count > 1 { $0.radii = marker.radii }
      }
    }
    experts = horizon.experts.map(Markercast_V1_ExpertWeight.init)
  }
}

extension Markercast_V1_ExpertWeight {
  /// The message of an expert's share.
  package init(_ expert: ExpertWeight) {
    self.init()
    model = expert.model
    weight = expert.weight
  }
}

extension HorizonForecast {
  fileprivate init(_ message: Markercast_V1_Horizon) throws(Rejection) {
    guard message.horizonS.isFinite else { throw .malformed("forecast: a horizon that is not finite") }
    var markers: [MarkerForecast] = []
    markers.reserveCapacity(message.markers.count)
    for marker in message.markers {
      try checkName(marker.name)
      markers.append(
        MarkerForecast(name: marker.name, position: try marker.place(), radii: try marker.allRadii()))
    }
    if let twice = repeated(markers.map(\.name)) { throw .duplicateMarker(twice) }
    let experts = message.experts.map { ExpertWeight(model: $0.model, weight: $0.weight) }
    guard experts.allSatisfy({ $0.weight.isFinite }) else {
      throw .malformed("forecast: an expert's weight that is not finite")
    }
    self.init(
      seconds: message.horizonS, stamp: Stamp(nanoseconds: message.stampNs), markers: markers,
      experts: experts)
  }
}

extension Markercast_V1_MarkerForecast {
  /// The radius that stands alone, or all of them.
  fileprivate func allRadii() throws(Rejection) -> [Double] {
    guard radius.isFinite, radii.allSatisfy(\.isFinite) else { throw .nonFinite(name) }
    guard !radii.isEmpty else { return hasRadius ? [radius] : [] }
    guard hasRadius, radius == radii[0] else {
      throw .malformed("forecast: a radius of marker \(name) that is not the first of its radii")
    }
    return radii
  }
}

/// The first name that was there before.
private func repeated(_ names: [String]) -> String? {
  var seen: Set<String> = []
  return names.first { !seen.insert($0).inserted }
}
