import Benchmark
import Breathing
import Forecasting
import MarkerMotion
import Recordings
import Wire

/// The encoders and decoders of frames and forecasts: 3 markers, 20 horizons.
func wire() {
  let frame = Array(SyntheticBreather(.calm(markers: 3)).prefix(100)).last!
  measured("frame", "bare", "encode") { blackHole(encodeBareFrame(frame)) }
  measuredDecoding("bare", encodeBareFrame(frame))
  let forecast = someForecast()
  let envelope = ForecastEnvelope(
    stream: "couch", receivedNanoseconds: 1_700_000_000_000_000_000,
    publishedNanoseconds: 1_700_000_000_000_300_000, latency: 0.0003, sampleAge: nil, isWithinBudget: true)
  for encoding in Encoding.allCases {
    measured("frame", encoding.rawValue, "encode") {
      blackHole(encodeFrame(frame, stream: "couch", as: encoding))
    }
    measuredDecoding(encoding.rawValue, encodeFrame(frame, stream: "couch", as: encoding))
    let message = encodeForecast(forecast, envelope: envelope, as: encoding)
    var encoder = ForecastEncoder(encoding)
    measured("forecast", encoding.rawValue, "encode") {
      blackHole(encoder.encode(forecast, envelope: envelope).count)
    }
    measured("forecast", encoding.rawValue, "decode") {
      message.withUnsafeBytes { blackHole(try! decodeForecast($0)) }
    }
  }
}

/// A frame like the one before it, as a stream's come.
private func measuredDecoding(_ form: String, _ payload: [UInt8]) {
  var reader = FrameReader(stream: "couch")
  measured("frame", form, "decode") {
    payload.withUnsafeBytes { try! reader.read($0) }
  }
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
