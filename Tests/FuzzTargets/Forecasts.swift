import MarkerMotion
import SwiftProtobuf
import Wire

func checkForecasts(_ bytes: UnsafeRawBufferPointer) throws {
  _ = ForecastGlance(bytes)
  guard let (forecast, envelope) = try? decodeForecast(bytes) else { return }
  try demand(forecast.isFinite && envelope.isFinite, "a number that is not finite: \(forecast), \(envelope)")
  for encoding in Encoding.allCases {
    let again = try encodeForecast(forecast, envelope: envelope, as: encoding).read { try decodeForecast($0) }
    try demand(again.forecast == forecast, "\(encoding) brings \(forecast) back as \(again.forecast)")
    try demand(again.envelope == envelope, "\(encoding) brings \(envelope) back as \(again.envelope)")
  }
  let own = encodeForecast(forecast, envelope: envelope, as: .protobuf)
  let message = try Markercast_V1_Forecast(serializedBytes: own)
  try demand(try message.serializedBytes() == own, "the library writes \(forecast) otherwise")
  guard let sequence = forecast.sequence else { return }
  let glance = own.read { ForecastGlance($0) }
  try demand(
    glance?.sequence == sequence && glance?.latency == envelope.latency,
    "a glance at \(forecast) is \(String(describing: glance))"
  )
}

func checkStatistics(_ bytes: UnsafeRawBufferPointer) throws {
  guard var statistics = try? decodeStats(bytes) else { return }
  // As the daemon always does: a message that says nothing has no bytes.
  statistics.schemaVersion = 1
  var options = BinaryEncodingOptions()
  options.useDeterministicOrdering = true
  let plain: [UInt8] = try statistics.serializedBytes(options: options)
  // JSON has one NaN, and no number that is none is meant to be there.
  let text = encodeStats(statistics, as: .json)
  for encoding in Encoding.allCases
  where encoding == .protobuf || !String(decoding: text, as: UTF8.self).contains("NaN") {
    let again = try encodeStats(statistics, as: encoding).read { try decodeStats($0) }
    try demand(
      try again.serializedBytes(options: options) == plain,
      "\(encoding) brings back others than \(statistics)")
  }
}

extension Forecast {
  var isFinite: Bool {
    horizons.allSatisfy { horizon in
      horizon.seconds.isFinite && horizon.experts.allSatisfy { $0.weight.isFinite }
        && horizon.markers.allSatisfy { marker in
          (0..<3).allSatisfy { marker.position?[$0].isFinite ?? true } && marker.radii.allSatisfy(\.isFinite)
        }
    } && coverages.allSatisfy(\.isFinite)
  }
}

extension ForecastEnvelope {
  var isFinite: Bool { latency.isFinite && sampleAge?.isFinite ?? true }
}
