/// Where positions are measured from and in what unit: z = (y - origin) / unit, coordinate by coordinate.
package struct Scales: Sendable {
  /// The origins, mm.
  package let origin: [Double]
  /// The units, mm, none of them below a micrometre: a marker that lay still while they were taken may yet move.
  package let unit: [Double]

  private static let leastUnit = 1e-3

  /// The mean of each coordinate, and one unit for all of them: the root mean square of their standard deviations.
  package static func pooled(of positions: [[Double]]) -> Scales {
    let moments = Moments(of: positions)
    let pooled = (moments.variance.reduce(0, +) / Double(max(1, moments.variance.count))).squareRoot()
    return Scales(
      origin: moments.mean, unit: moments.variance.map { _ in max(pooled, leastUnit) })
  }

  /// The mean and the standard deviation of each coordinate.
  package static func perCoordinate(of positions: [[Double]]) -> Scales {
    let moments = Moments(of: positions)
    return Scales(origin: moments.mean, unit: moments.variance.map { max($0.squareRoot(), leastUnit) })
  }

  /// Millimetres from the first of `positions`.
  package static func millimetres(from positions: [[Double]]) -> Scales {
    let origin = positions.first ?? []
    return Scales(origin: origin, unit: origin.map { _ in 1 })
  }
}

private struct Moments {
  var mean: [Double]
  var variance: [Double]

  init(of positions: [[Double]]) {
    mean = Array(repeating: 0, count: positions.first?.count ?? 0)
    variance = mean
    let count = Double(max(1, positions.count))
    for position in positions {
      for c in mean.indices { mean[c] += position[c] / count }
    }
    for position in positions {
      for c in mean.indices { variance[c] += (position[c] - mean[c]) * (position[c] - mean[c]) / count }
    }
  }
}
