/// Real-time recurrent learning: the influence itself, q^2 (q + inputs) numbers and q times as many operations.
///
///     (1) J <- D Wh J + k J, with the part k that leaky units keep
///     (2) J_ij <- J_ij + D_i v where i = j
///     (3) G = d J
///
/// R. J. Williams and D. Zipser, Neural Computation 1 (1989), doi:10.1162/neco.1989.1.2.270. The immediate influence is
/// sparse: weight (j, l) acts on unit j alone, by D_j v_l.
package struct ExactInfluence<Scalar: Floating>: Credit {
  /// dx_i / dW, flat, in row i.
  package private(set) var jacobian: Matrix<Scalar>
  private var next: Matrix<Scalar>

  /// No influence yet.
  package init(hidden: Int, inputs: Int) {
    jacobian = Matrix(rows: hidden, columns: hidden * (hidden + inputs), repeating: 0)
    next = jacobian
  }

  package mutating func advance(_ weights: Matrix<Scalar>, through state: RecurrentState<Scalar>) {
    next.setProduct(scales: state.slope, weights, jacobian, keeping: state.kept)  // (1)
    for (row, slope) in state.slope.enumerated() {
      next.add(slope, times: state.joined, toRow: row, from: row * state.joined.count)  // (2)
    }
    swap(&jacobian, &next)
  }

  package func gradient(
    _ g: [Scalar], target _: [Scalar], weights _: Matrix<Scalar>, into gradient: inout Matrix<Scalar>
  ) {
    gradient.setCombination(of: g, rowsOf: jacobian)  // (3)
  }

  package mutating func restart() { jacobian.fill(with: 0) }
}
