/// The sums that the measures of one horizon are made of. Forecasts are added piece by piece, in the order of time.
struct ErrorSums: Sendable {
  private(set) var sizes: ErrorSizes
  private(set) var squares = 0.0
  private(set) var total = 0.0
  private(set) var markers: [MeanSquare]
  private(set) var axes = [0.0, 0, 0]
  private(set) var still = 0.0
  private(set) var within = Measures.limits.map { _ in 0 }
  private(set) var allWithin = Measures.limits.map { _ in 0 }
  /// Targets at which some marker was both seen and forecast.
  private(set) var ticks = 0
  private(set) var calibrations: [Calibration.Sums]
  private(set) var truth: Deviation
  private var steps = 0
  private var moved = 0.0
  /// The newest target that was added, and its forecasts.
  private var lastTarget: Int?
  private var lastForecasts: [Double] = []

  struct MeanSquare: Sendable {
    var sum = 0.0
    var count = 0
    var root: Double? { count > 0 ? (sum / Double(count)).squareRoot() : nil }
  }

  /// Sums of nothing; `limit` errors are kept one by one for their quantiles.
  init(markers count: Int, coverages: [Double], limit: Int = .max) {
    sizes = ErrorSizes(limit: limit)
    markers = Array(repeating: MeanSquare(), count: count)
    truth = Deviation(coordinates: 3 * count)
    calibrations = coverages.map(Calibration.Sums.init)
  }

  /// The mean distance between consecutive forecasts.
  var jitter: Double? { steps > 0 ? moved / Double(steps) : nil }

  /// Adds forecasts that are later than those added before, of the same markers and coverages.
  mutating func add(_ scored: ScoredForecasts) {
    let count = markers.count
    for i in scored.targets.indices {
      var worst = -Double.infinity
      let before = i > 0 ? scored.targets[i - 1] : lastTarget
      let isNext = before.map { $0 + 1 == scored.targets[i] } ?? false
      for m in 0..<count {
        let c = 3 * (i * count + m)
        truth.add(scored.truth, at: c, coordinate: 3 * m)
        if isNext,
          let step = i > 0
            ? distance(scored.forecasts, c, scored.forecasts, c - 3 * count)
            : distance(scored.forecasts, c, lastForecasts, 3 * m)
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
    guard let newest = scored.targets.last else { return }
    lastTarget = newest
    lastForecasts = Array(scored.forecasts.suffix(3 * count))
  }

  private mutating func add(_ error: Double, of marker: Int, _ scored: ScoredForecasts, at c: Int) {
    sizes.add(error)
    squares += error * error
    total += error
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
struct Deviation: Sendable {
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
