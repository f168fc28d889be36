import MarkerMotion

/// Encodes forecasts, one after the other, into storage that is kept: in protobuf without allocating, once it has grown to
/// what a forecast takes. The JSON mapping is made by its library, which allocates.
public struct ForecastEncoder: Sendable {
  private let encoding: Encoding
  private var writer = ProtobufWriter()

  /// An encoder of payloads of `forecast/<stream>`.
  public init(_ encoding: Encoding) { self.encoding = encoding }

  /// A payload. Where the state is `lost` there must be no horizons. The storage is used again once the caller has let go
  /// of the payload.
  public mutating func encode(_ forecast: Forecast, envelope: ForecastEnvelope) -> ArraySlice<UInt8> {
    guard encoding == .protobuf else {
      return encoding.encode(Markercast_V1_Forecast(forecast, envelope: envelope))[...]
    }
    writer.removeAll()
    writer.write(forecast, envelope)
    return writer.bytes
  }
}

// What SwiftProtobuf's serializer makes of the same messages, byte for byte: fields by number, strings, numbers and
// enumerations of the value 0 left out but where the schema calls them optional.

extension ProtobufWriter {
  fileprivate mutating func write(_ forecast: Forecast, _ envelope: ForecastEnvelope) {
    write(UInt64(schemaVersion), field: 1)
    writeUnlessEmpty(envelope.stream, field: 2)
    if let sequence = forecast.sequence { write(sequence, field: 3) }
    write(forecast.stamp.nanoseconds, field: 4)
    write(forecast.stamp.seconds, field: 5)
    write(envelope.receivedNanoseconds, field: 6)
    write(envelope.publishedNanoseconds, field: 7)
    write(envelope.latency, field: 8)
    if let age = envelope.sampleAge { write(age, field: 9) }
    write(UInt64(envelope.isWithinBudget ? 1 : 0), field: 10)
    writeUnlessEmpty(forecast.model, field: 11)
    write(UInt64(Markercast_V1_State(forecast.state).rawValue), field: 12)
    for (condition, name) in TickConditions.named where forecast.conditions.contains(condition) {
      write(name, field: 13)
    }
    write(UInt64(clamping: forecast.tick), field: 14)
    if let learned = forecast.learnedThrough { write(UInt64(clamping: learned), field: 15) }
    for horizon in forecast.horizons { write(field: 16) { $0.write(horizon) } }
    if !forecast.coverages.isEmpty { write(forecast.coverages, field: 17) }
  }

  private mutating func write(_ horizon: HorizonForecast) {
    if horizon.seconds.bitPattern != 0 { write(horizon.seconds, field: 1) }
    if horizon.stamp.nanoseconds != 0 { write(horizon.stamp.nanoseconds, field: 2) }
    for marker in horizon.markers { write(field: 3) { $0.write(marker) } }
    for expert in horizon.experts {
      write(field: 4) {
        $0.writeUnlessEmpty(expert.model, field: 1)
        if expert.weight.bitPattern != 0 { $0.write(expert.weight, field: 2) }
      }
    }
  }

  private mutating func write(_ marker: MarkerForecast) {
    writeUnlessEmpty(marker.name, field: 1)
    let status = marker.position == nil ? Markercast_V1_MarkerStatus.missing : .measured
    write(UInt64(status.rawValue), field: 2)
    if let position = marker.position {
      write(field: 3) {
        for c in 0..<3 { $0.write(position[c], field: UInt64(c + 1)) }
      }
    }
    if let radius = marker.radius { write(radius, field: 4) }
    if marker.radii.count > 1 { write(marker.radii, field: 5) }
  }

  private mutating func writeUnlessEmpty(_ text: String, field: UInt64) {
    if !text.isEmpty { write(text, field: field) }
  }
}
