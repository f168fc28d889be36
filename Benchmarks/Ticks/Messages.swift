import Benchmark
import Breathing
import Forecasting
import MarkerMotion
import Recordings
import Wire

/// The encoders and decoders of frames and forecasts: 3 markers, 20 horizons.
func wire() {
  let frame = Array(SyntheticBreather(.calm(markers: 3)).prefix(100)).last!
  let bare = encodeBareFrame(frame)
  measured("frame", "bare", "encode") { blackHole(encodeBareFrame(frame)) }
  measured("frame", "bare", "decode") { decode(bare) }
  let forecast = someForecast()
  let envelope = ForecastEnvelope(
    stream: "couch", receivedNanoseconds: 1_700_000_000_000_000_000,
    publishedNanoseconds: 1_700_000_000_000_300_000, latency: 0.0003, sampleAge: nil, isWithinBudget: true)
  for encoding in Encoding.allCases {
    let payload = encodeFrame(frame, stream: "couch", as: encoding)
    measured("frame", encoding.rawValue, "encode") {
      blackHole(encodeFrame(frame, stream: "couch", as: encoding))
    }
    measured("frame", encoding.rawValue, "decode") { decode(payload) }
    let message = encodeForecast(forecast, envelope: envelope, as: encoding)
    measured("forecast", encoding.rawValue, "encode") {
      blackHole(encodeForecast(forecast, envelope: envelope, as: encoding))
    }
    measured("forecast", encoding.rawValue, "decode") {
      message.withUnsafeBytes { blackHole(try! decodeForecast($0)) }
    }
  }
}

private func decode(_ payload: [UInt8]) {
  payload.withUnsafeBytes { blackHole(try! decodeFrame($0, stream: "couch")) }
}

private func measured(_ what: String, _ form: String, _ way: String, _ body: @escaping () -> Void) {
  Benchmark("wire,\(what),\(form),\(way)") { benchmark in
    benchmark.startMeasurement()
    body()
    benchmark.stopMeasurement()
  }
}

/// A forecast of a model that has radii too: least squares, after a minute.
private func someForecast() -> Forecast {
  var configuration = SessionConfiguration()
  configuration.model = .rls
  configuration.rate = Subject.rate
  var session = ForecastSession(configuration)
  for frame in SyntheticBreather(.calm(markers: 3)).prefix(600) {
    _ = session.observe(frame)
    _ = session.forecast()
    while session.learn() {}
  }
  return session.forecast()
}
