/// SnAp-1, the sparse one-step approximation of RTRL: of dx/dW only what each weight does to its own unit is kept, which
/// costs no more than the network itself, and is biased where units act on each other.
///
/// J. Menick et al., arXiv:2006.07232, with n = 1. Row i of J, of the shape of W, is dx_i / dW_i:
///
///     (1) J_i <- (D_i Wh_ii + k_i) J_i + D_i v, with the part k that leaky units keep
///     (2) G_i = d_i J_i
package struct DiagonalInfluence<Scalar: Floating>: Credit {
  /// J.
  package private(set) var jacobian: Matrix<Scalar>
  private var kept: [Scalar]

  /// No influence yet.
  package init(hidden: Int, inputs: Int) {
    jacobian = Matrix(rows: hidden, columns: hidden + inputs, repeating: 0)
    kept = Array(repeating: 0, count: hidden)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func advance(_ weights: Matrix<Scalar>, through state: RecurrentState<Scalar>) {
    for i in kept.indices { kept[i] = state.slope[i] * weights[i, i] + state.kept[i] }
    jacobian.scaleRows(by: kept, addingProductOf: state.slope, and: state.joined)  // (1)
  }

  package func gradient(
    _ g: [Scalar], target _: [Scalar], weights _: Matrix<Scalar>, into gradient: inout Matrix<Scalar>
  ) {
    gradient.setRows(of: jacobian, times: g)  // (2)
  }

  package mutating func restart() { jacobian.fill(with: 0) }
}
