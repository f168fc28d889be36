/// Where the motion is at a tick and how it has come there, in the first few principal axes of the warm-up.
///
/// [x_t; d_t]: x_t = V'z_t, and d_t the scaled differences s_l (x_t - x_{t-l}) over six lags up to 2.4 s.
package struct MotionEmbedding: Sendable {
  /// The number of axes: the elements of x.
  package let place: Int
  /// The number of elements.
  package var count: Int { place * blocks }
  /// How many ticks back the oldest position lies.
  package var reach: Int { input.reach }

  private let input: DifferenceInput
  private let axes: Matrix<Double>
  private let blocks: Int
  private var differences: [Double]

  /// An embedding in `axes` axes, from the warm-up of `context`.
  package init(_ context: ForecasterContext, _ scales: Scales, axes count: Int = 3) {
    input = DifferenceInput(context, scales, lags: .max)
    axes = principalAxes(of: scales.covariance(of: context.warmUp), count: count)
    place = axes.rows
    blocks = (input.count - 1) / max(1, context.dimension)
    differences = Array(repeating: 0, count: input.count)
  }

  /// Writes the embedding of tick t.
  package mutating func write(_ history: History, at t: Int, into embedding: inout [Double]) {
    input.write(history, at: t, into: &differences)
    let dimension = axes.columns
    for block in 0..<blocks {
      for axis in 0..<place {
        var sum = 0.0
        for c in 0..<dimension { sum += axes[axis, c] * differences[block * dimension + c] }
        embedding[block * place + axis] = sum
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
