/// Where the motion is at a tick, how it has come there and, where there is a guide, where that says it goes, in the first
/// three principal axes of the warm-up.
///
/// [x_t; d_t]: x_t = V'z_t; d_t the scaled differences s_l (x_t - x_{t-l}) over some lags and, for some horizons of the
/// guide, s_h V'(its forecast of z_{t+h} - z_t).
package struct MotionEmbedding: Sendable {
  /// The number of axes: the elements of x.
  package let place: Int
  /// How many ticks back the oldest position lies.
  package var reach: Int { input.reach }
  /// The number of elements.
  package var count: Int { place * (blocks + foreseen.count) }

  private let input: DifferenceInput
  private let axes: Matrix<Double>
  private let blocks: Int
  private let foreseen: [Foreseen]
  private var differences: [Double]
  private let unit: [Double]

  /// A row of the guide's forecasts and its scale.
  private struct Foreseen {
    var row: Int
    var scale: Double
  }

  /// Seconds ahead at which a guide is asked.
  private static let horizons = [0.5, 1, 1.5, 2]

  /// An embedding of lags in seconds, from the warm-up of `context`.
  package init(
    _ context: ForecasterContext, _ scales: Scales, lags: [Double] = DifferenceInput.usualLags,
    isGuided: Bool = false
  ) {
    let warmUp = context.warmUp
    input = DifferenceInput(
      lags: DifferenceInput.lags(lags, rate: context.rate), warmUp: warmUp, scales: scales)
    axes = principalAxes(of: scales.covariance(of: warmUp), count: 3)
    place = axes.rows
    blocks = (input.count - 1) / max(1, context.dimension)
    differences = Array(repeating: 0, count: input.count)
    unit = scales.unit
    let asked = Self.horizons.map { $0 * context.rate }
    let rows = asked.compactMap { ticks in
      context.horizons.indices.min {
        abs(Double(context.horizons[$0]) - ticks) < abs(Double(context.horizons[$1]) - ticks)
      }
    }
    foreseen = (isGuided ? Set(rows).sorted() : []).map { row in
      Foreseen(row: row, scale: scales.scale(ofDifferencesOver: context.horizons[row], in: warmUp))
    }
  }

  /// Writes the embedding of tick t, at which the guide has forecast `forecast` (mm) from `position`.
  package mutating func write(
    _ history: History, at t: Int, position: [Double], forecast: Matrix<Double>?,
    into embedding: inout [Double]
  ) {
    input.write(history, at: t, into: &differences)
    for block in 0..<blocks {
      for axis in 0..<place {
        var sum = 0.0
        for c in unit.indices { sum += axes[axis, c] * differences[block * unit.count + c] }
        embedding[block * place + axis] = sum
      }
    }
    guard let forecast else { return }
    for (index, foreseen) in foreseen.enumerated() {
      for axis in 0..<place {
        var sum = 0.0
        for c in unit.indices { sum += axes[axis, c] * (forecast[foreseen.row, c] - position[c]) / unit[c] }
        embedding[(blocks + index) * place + axis] = foreseen.scale * sum
      }
    }
  }
}

extension Scales {
  /// The covariance of `positions` (mm) in these units.
  fileprivate func covariance(of positions: [[Double]]) -> Matrix<Double> {
    var covariance = Matrix(rows: unit.count, columns: unit.count, repeating: 0.0)
    for position in positions {
      let z = unit.indices.map { (position[$0] - origin[$0]) / unit[$0] }
      covariance.addProduct(of: z, and: z)
    }
    return covariance
  }
}
