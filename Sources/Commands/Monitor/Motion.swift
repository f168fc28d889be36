import MarkerMotion

/// The recent motion of a stream's markers, and the newest forecast.
struct Motion: Sendable {
  /// A place and its instant, in seconds on the sensor's clock.
  struct Sample: Hashable, Sendable {
    var time: Double
    var position: Position
  }

  // Twelve seconds at the highest rate there is, and a few.
  private static let mostSamples = 2000
  private static let mostMarkers = 256
  /// A stamp that is more than so many seconds older than the newest is of another time, and not a frame out of order.
  private static let step = 1.0

  /// The newest forecast.
  private(set) var forecast: Forecast?
  /// The newest stamp of a frame or of a forecast's frame.
  private(set) var now: Double?
  /// How many seconds before, what is not measured was forecast.
  private(set) var lead = 0.0
  private var measured: [String: [Sample]] = [:]
  private var forecastSoonest: [String: [Sample]] = [:]

  /// Nothing.
  init() {}

  /// Whether the motion is what the tracker saw, and not what was forecast for it.
  var isMeasured: Bool { !measured.isEmpty }

  /// The markers that have moved, sorted by name.
  var markers: [String] { (isMeasured ? measured : forecastSoonest).keys.sorted() }

  /// Where a marker was, the oldest place first; forecasts among them may lie ahead of `now`.
  func past(of marker: String) -> [Sample] {
    (isMeasured ? measured : forecastSoonest)[marker] ?? []
  }

  /// Learns where the markers are.
  mutating func take(_ frame: Frame) {
    advance(to: frame.stamp.seconds)
    for marker in frame.markers {
      if let position = marker.position {
        Self.add(Sample(time: frame.stamp.seconds, position: position), of: marker.name, to: &measured)
      }
    }
  }

  /// Learns where the markers will be.
  mutating func take(_ forecast: Forecast) {
    advance(to: forecast.stamp.seconds)
    self.forecast = forecast
    guard let soonest = forecast.horizons.first else { return }
    lead = soonest.seconds
    for marker in soonest.markers {
      if let position = marker.position {
        let sample = Sample(time: soonest.stamp.seconds, position: position)
        Self.add(sample, of: marker.name, to: &forecastSoonest)
      }
    }
  }

  private mutating func advance(to time: Double) {
    if let now, time < now - Self.step { self = Motion() }
    now = max(now ?? time, time)
  }

  private static func add(_ sample: Sample, of marker: String, to samples: inout [String: [Sample]]) {
    // A frame out of order adds nothing to the picture.
    if let last = samples[marker]?.last, last.time >= sample.time { return }
    // Names without end are made up.
    if samples[marker] == nil, samples.count >= mostMarkers { samples = [:] }
    samples[marker, default: []].append(sample)
    // Not each time, as all that stay are moved.
    if samples[marker]!.count > 2 * mostSamples { samples[marker]!.removeFirst(mostSamples) }
  }
}
