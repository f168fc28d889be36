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
    var errors = Errors(scored, markers: count)
    guard !errors.distances.isEmpty else { return nil }
    let number = Double(errors.distances.count)
    rmse = (errors.distances.reduce(0) { $0 + $1 * $1 } / number).squareRoot()
    mae = errors.distances.reduce(0, +) / number
    let spread = errors.truth.rootMeanSquareDeviation
    nrmse = spread > 0 ? rmse / spread : nil
    jitter = errors.jitter
    mase = errors.still > 0 ? mae * number / errors.still : nil
    calibrations = errors.calibrations.compactMap(\.mean)
    within = errors.within.map { Double($0) / number }
    dutyCycle = errors.allWithin.map { Double($0) / Double(errors.ticks) }
    markers = errors.markers.map(\.root)
    axes = errors.axes.map { ($0 / number).squareRoot() }
    errors.distances.sort()
    largest = errors.distances.last ?? 0
    p50 = quantile(0.5, of: errors.distances)
    p95 = quantile(0.95, of: errors.distances)
    p99 = quantile(0.99, of: errors.distances)
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

/// The sums that the measures are made of.
private struct Errors {
  var distances: [Double] = []
  var markers: [MeanSquare]
  var axes = [0.0, 0, 0]
  var still = 0.0
  var within = Measures.limits.map { _ in 0 }
  var allWithin = Measures.limits.map { _ in 0 }
  var ticks = 0
  var calibrations: [Calibration.Sums]
  var truth: Deviation
  var jitter: Double?

  struct MeanSquare {
    var sum = 0.0
    var count = 0
    var root: Double? { count > 0 ? (sum / Double(count)).squareRoot() : nil }
  }

  init(_ scored: ScoredForecasts, markers count: Int) {
    markers = Array(repeating: MeanSquare(), count: count)
    truth = Deviation(coordinates: 3 * count)
    calibrations = scored.coverages.map(Calibration.Sums.init)
    distances.reserveCapacity(scored.targets.count * count)
    var (steps, moved) = (0, 0.0)
    for i in scored.targets.indices {
      var worst = -Double.infinity
      for m in 0..<count {
        let c = 3 * (i * count + m)
        truth.add(scored.truth, at: c, coordinate: 3 * m)
        if i > 0, scored.targets[i] == scored.targets[i - 1] + 1,
          let step = distance(scored.forecasts, c, scored.forecasts, c - 3 * count)
        {
          steps += 1
          moved += step
        }
        guard let error = distance(scored.forecasts, c, scored.truth, c) else { continue }
        worst = max(worst, error)
        add(error, of: m, scored, at: c)
      }
      guard worst >= 0 else { continue }
      ticks += 1
      for (k, limit) in Measures.limits.enumerated() where worst <= limit { allWithin[k] += 1 }
    }
    if steps > 0 { jitter = moved / Double(steps) }
  }

  private mutating func add(_ error: Double, of marker: Int, _ scored: ScoredForecasts, at c: Int) {
    distances.append(error)
    markers[marker].sum += error * error
    markers[marker].count += 1
    still += distance(scored.still, c, scored.truth, c) ?? 0
    for axis in 0..<3 {
      let difference = scored.forecasts[c + axis] - scored.truth[c + axis]
      axes[axis] += difference * difference
    }
    for (k, limit) in Measures.limits.enumerated() where error <= limit { within[k] += 1 }
    for a in calibrations.indices {
      calibrations[a].add(error: error, radius: scored.radii[c / 3 * calibrations.count + a])
    }
  }
}

/// The 3-D distance of two places; nil where either is not known.
private func distance(_ a: [Double], _ i: Int, _ b: [Double], _ j: Int) -> Double? {
  guard !a[i].isNaN, !b[j].isNaN else { return nil }
  let (x, y, z) = (a[i] - b[j], a[i + 1] - b[j + 1], a[i + 2] - b[j + 2])
  return (x * x + y * y + z * z).squareRoot()
}

/// The deviation of a motion from its own mean, coordinate by coordinate (B. P. Welford 1962,
/// doi:10.1080/00401706.1962.10490022).
private struct Deviation {
  private var means: [Double]
  private var counts: [Int]
  private var squares = 0.0

  init(coordinates: Int) {
    means = Array(repeating: 0, count: coordinates)
    counts = Array(repeating: 0, count: coordinates)
  }

  mutating func add(_ values: [Double], at index: Int, coordinate: Int) {
    guard !values[index].isNaN else { return }
    for axis in 0..<3 {
      let c = coordinate + axis
      counts[c] += 1
      let difference = values[index + axis] - means[c]
      means[c] += difference / Double(counts[c])
      squares += difference * (values[index + axis] - means[c])
    }
  }

  /// The root of the mean squared 3-D deviation.
  var rootMeanSquareDeviation: Double {
    let points = counts.reduce(0, +) / 3
    return points > 0 ? (squares / Double(points)).squareRoot() : 0
  }
}
