import Forecasting
import MarkerMotion

/// Says that every marker will be at the origin: the error of a forecast is how far its truth is from there.
struct AtOrigin: Forecaster {
  let horizons: [Int]
  let markers: Int
  /// How far its experts are apart, by tick, row and marker.
  var disagree: (@Sendable (Int, Int, Int) -> Double)?
  /// A tick whose forecast is no number.
  var failing: Int?
  private var newest = 0

  init(
    _ context: ForecasterContext, disagree: (@Sendable (Int, Int, Int) -> Double)? = nil, failing: Int? = nil
  ) {
    horizons = context.horizons
    markers = context.dimension / 3
    self.disagree = disagree
    self.failing = failing
  }

  var isReady: Bool { true }
  var learnedThrough: Int? { nil }

  var disagreement: Matrix<Double>? {
    guard let disagree else { return nil }
    var result = Matrix(rows: horizons.count, columns: markers, repeating: 0.0)
    for row in horizons.indices {
      for m in 0..<markers { result[row, m] = disagree(newest, row, m) }
    }
    return result
  }

  mutating func observe(_ tick: borrowing Tick) { newest = tick.index }
  mutating func forecast(into forecast: inout Matrix<Double>) {
    for row in 0..<forecast.rows {
      for c in 0..<forecast.columns { forecast[row, c] = newest == failing ? .nan : 0 }
    }
  }
  mutating func learn() {}
  mutating func skipLearning() {}
  mutating func transfer(with archive: inout Archive) { archive.transfer(&newest) }
}

/// A session of `AtOrigin` in which markers may move as they like.
func originSession(
  coverages: [Double], horizons: [Double], rate: Double = 10, failing: Int? = nil,
  disagree: (@Sendable (Int, Int, Int) -> Double)? = nil
) -> ForecastSession {
  var configuration = SessionConfiguration()
  configuration.model = .rls
  configuration.rate = rate
  configuration.horizons = horizons
  configuration.coverages = coverages
  configuration.limits.jumpDistance = 1e9
  return ForecastSession(configuration) { model, context in
    model == .rls
      ? AtOrigin(context, disagree: disagree, failing: failing)
      : makeForecaster(model, preset: .standard, parameters: HyperParameters(), context: context)
  }
}

/// Frames of markers so far from the origin along x; nil is out of sight, and a row of none a frame that is missing.
func frames(distances: [[Double?]], rate: Double = 10) -> [Frame] {
  distances.enumerated().compactMap { n, row in
    row.isEmpty
      ? nil
      : Frame(
        stamp: Stamp(seconds: Double(n) / rate)!,
        markers: row.enumerated().map { m, distance in
          Marker(name: "\(m)", position: distance.map { Position($0, 0, 0) })
        })
  }
}

extension Forecast {
  /// The radii of a marker at a horizon, by their places.
  func radii(_ horizon: Int, _ marker: Int) -> [Double] { horizons[horizon].markers[marker].radii }

  /// The same as if no radii were asked for.
  var withoutRadii: Forecast {
    var result = self
    for j in horizons.indices {
      for m in horizons[j].markers.indices { result.horizons[j].markers[m].radii = [] }
    }
    return result
  }
}
