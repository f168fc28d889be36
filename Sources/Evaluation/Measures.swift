/// How far the forecasts of one run at one horizon were from the truth: the measures of `Score`, in its units.
package struct Measures: Codable, Hashable, Sendable {
  /// The limits, in mm, that `within` and `dutyCycle` count by.
  package static let limits = [1.0, 2, 3, 5]

  package var rmse = 0.0
  package var mae = 0.0
  package var nrmse: Double?
  package var largest = 0.0
  package var jitter: Double?
  /// Of each asked coverage that some forecast had a radius for.
  package var calibrations: [Calibration] = []
  package var mase: Double?
  package var p50 = 0.0
  package var p95 = 0.0
  package var p99 = 0.0
  package var within: [Double] = []
  package var dutyCycle: [Double] = []
  package var markers: [Double?] = []
  package var axes: [Double] = []

  /// The measures of `scored`; nil where no marker was both seen and forecast.
  package init?(_ scored: ScoredForecasts, markers count: Int) {
    var errors = ErrorSums(markers: count, coverages: scored.coverages)
    errors.add(scored)
    self.init(errors)
  }

  /// The measures of errors that were summed up; nil where there were none.
  init?(_ errors: ErrorSums) {
    guard errors.sizes.count > 0 else { return nil }
    let number = Double(errors.sizes.count)
    rmse = (errors.squares / number).squareRoot()
    mae = errors.total / number
    let spread = errors.truth.rootMeanSquareDeviation
    nrmse = spread > 0 ? rmse / spread : nil
    jitter = errors.jitter
    mase = errors.still > 0 ? mae * number / errors.still : nil
    calibrations = errors.calibrations.compactMap(\.mean)
    within = errors.within.map { Double($0) / number }
    dutyCycle = errors.allWithin.map { Double($0) / Double(errors.ticks) }
    markers = errors.markers.map(\.root)
    axes = errors.axes.map { ($0 / number).squareRoot() }
    largest = errors.sizes.largest
    (p50, p95, p99) = errors.sizes.quantiles
  }

  /// Whether the forecasts have left the motion: one of them is no number, or their errors are a hundred times as
  /// large as the motion.
  package var hasDiverged: Bool { !rmse.isFinite || (nrmse.map { !($0 < 100) } ?? false) }
}

/// A quantile of sorted values, interpolated between the nearest two.
package func quantile(_ share: Double, of sorted: [Double]) -> Double {
  let place = share * Double(sorted.count - 1)
  let lower = Int(place)
  let upper = min(lower + 1, sorted.count - 1)
  return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
}
