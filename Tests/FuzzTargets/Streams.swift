import Forecasting
import MarkerMotion
import Service
import Wire

/// The bytes choose settings, and then tell a tracker what to do.
func checkStream(_ bytes: UnsafeRawBufferPointer, models: [Model]) throws {
  var source = ByteSource(bytes)
  var configuration = ServiceConfiguration()
  configuration.session.model = source.choice(models)
  configuration.session.rate = source.choice([10, nil, 100, 0.5])
  configuration.session.horizons = source.choice([[0.1, 0.25], [0.5], [0.001, 2]])
  configuration.session.coverages = source.choice([[0.9], [], [0.5, 0.9, 0.99]])
  configuration.session.shadows = source.choice([[], [.lms]])
  configuration.session.limits.bridge = source.choice([0.5, 0, 1])
  configuration.session.explains = source.byte() & 1 == 1
  configuration.isClockShared = source.byte() & 1 == 1
  configuration.encoding = source.choice(Encoding.allCases)
  let server = StreamServer(name: "couch", configuration: configuration)
  var tracker = Tracker()
  while !source.isEmpty, tracker.sent < 300 {
    let step = tracker.step(by: &source)
    for _ in 0..<step.frames {
      let payload = step.payload ?? tracker.next()
      let isDue = try? payload.read { try server.receive($0, at: .now()) }
      if isDue == true, step.isForecast { try check(server.forecast()) }
      for _ in 0..<step.slices where server.learn() {}
    }
    if step.asksForMore {
      try check(server.lost())
      _ = try server.statistics().read { try decodeStats($0) }
    }
  }
  _ = server.finalSummary()
}

/// Demands that no number of a forecast is anything but finite.
func check(_ message: ArraySlice<UInt8>) throws {
  let (forecast, envelope) = try Array(message).read { try decodeForecast($0) }
  try demand(forecast.isFinite && envelope.isFinite, "a number that is not finite: \(forecast), \(envelope)")
  try demand(
    forecast.horizons.allSatisfy { $0.markers.allSatisfy { $0.radii.allSatisfy { $0 >= 0 } } },
    "a negative radius")
}
