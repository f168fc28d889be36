import Forecasting
import MarkerMotion
import Recordings

/// Drives a session over `recording` as the daemon does without loss, and sets each forecast beside its truth.
///
/// Targets are scored from row `testFrom`, counted from 1, on; a target that was not measured, or that an interruption
/// parts from its origin, is not scored. Returns the forecasts of each horizon, and whether the model failed on the way.
package func causalForecasts(
  _ configuration: SessionConfiguration, on recording: Recording, testFrom: Int
) -> (horizons: [ScoredForecasts], hasFailed: Bool) {
  var session = ForecastSession(configuration)
  var course = Course(
    recording, horizons: configuration.horizons.sorted(), coverages: configuration.coverages,
    testFrom: testFrom)
  for (row, frame) in recording.frames.enumerated() {
    let admission = session.observe(frame)
    if admission == .tick {
      course.take(session.forecast(), of: frame, row: row, rate: session.rate)
    }
    while session.learn() {}
  }
  return (course.horizons, session.events[.modelFailed] > 0)
}

/// The ticks of a recording as the session counts them, and the forecasts that wait for their truth.
private struct Course {
  private(set) var horizons: [ScoredForecasts]
  private let markers: [String]
  private let coverages: [Double]
  private let testFrom: Int
  private var pending: [[Pending]]
  /// What was measured at each tick since the last interruption; nil where a tick was bridged.
  private var measured: [Measured?] = []
  private var firstTick = 0

  private struct Measured {
    var row: Int
    var places: [Double]
  }

  private struct Pending {
    var tick: Int
    var row: Int
    var ahead: Double
    var places: [Double]
    var radii: [Double]
    var still: [Double]
  }

  init(_ recording: Recording, horizons seconds: [Double], coverages: [Double], testFrom: Int) {
    markers = recording.markers
    self.coverages = coverages
    self.testFrom = testFrom
    horizons = seconds.map { ScoredForecasts(seconds: $0, ticks: nil, coverages: coverages) }
    pending = seconds.map { _ in [] }
  }

  mutating func take(_ forecast: Forecast, of frame: Frame, row: Int, rate: Double?) {
    // Until the rate is known, no horizon is a number of ticks.
    guard let rate else { return }
    if !forecast.conditions.isDisjoint(with: [.segmentStarted, .sessionStarted]) || measured.isEmpty {
      measured = []
      firstTick = forecast.tick
      for h in pending.indices { pending[h] = [] }
    }
    while firstTick + measured.count < forecast.tick { measured.append(nil) }
    let places = coordinates { name in frame.markers.first { $0.name == name }?.position }
    measured.append(Measured(row: row, places: places))
    for h in horizons.indices {
      settle(h)
      guard h < forecast.horizons.count else { continue }
      issue(forecast, h, row: row, still: places, rate: rate)
    }
  }

  private mutating func issue(_ forecast: Forecast, _ h: Int, row: Int, still: [Double], rate: Double) {
    let horizon = forecast.horizons[h]
    let ahead = horizon.seconds * rate
    let whole = ahead.rounded()
    let isWhole = abs(ahead - whole) < 1e-6
    horizons[h].ticks = isWhole ? Int(whole) : nil
    pending[h].append(
      Pending(
        tick: forecast.tick, row: row, ahead: isWhole ? whole : ahead,
        places: coordinates { name in horizon.markers.first { $0.name == name }?.position },
        radii: markers.flatMap { name in
          let known = horizon.markers.first { $0.name == name }?.radii ?? []
          return known.isEmpty ? coverages.map { _ in .nan } : known
        },
        still: still))
  }

  /// Scores the forecasts of horizon `h` whose truth the newest tick completes.
  private mutating func settle(_ h: Int) {
    let newest = firstTick + measured.count - 1
    while let first = pending[h].first, Double(first.tick) + first.ahead <= Double(newest) + 1e-9 {
      pending[h].removeFirst()
      let target = Double(first.tick - firstTick) + first.ahead
      let lower = Int(target.rounded(.down))
      let fraction = target - Double(lower)
      let upper = fraction > 0 ? lower + 1 : lower
      guard let a = measured[lower], let b = measured[upper], b.row + 1 >= testFrom else { continue }
      horizons[h].add(
        target: b.row + 1, origin: first.row,
        truth: zip(a.places, b.places).map { $0 == $1 ? $0 : (1 - fraction) * $0 + fraction * $1 },
        forecast: first.places, still: first.still, radii: first.radii)
    }
  }

  /// x, y, z of each marker; NaN where it has no place.
  private func coordinates(_ place: (String) -> Position?) -> [Double] {
    markers.flatMap { name in place(name).map { [$0.x, $0.y, $0.z] } ?? [.nan, .nan, .nan] }
  }
}
