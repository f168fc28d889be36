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
  private var transition: Matrix<Scalar>
  private var scratch: Matrix<Scalar>
  private var nothing: [Scalar]
  private var unused: Matrix<Scalar>

  /// No influence yet.
  package init(hidden: Int, inputs: Int) {
    jacobian = Matrix(rows: hidden, columns: hidden * (hidden + inputs), repeating: 0)
    transition = Matrix(rows: hidden, columns: hidden, repeating: 0)
    scratch = Matrix(rows: hidden, columns: 48, repeating: 0)
    nothing = Array(repeating: 0, count: hidden)
    unused = Matrix(rows: hidden, columns: hidden + inputs, repeating: 0)
  }

  package mutating func advance(_ weights: Matrix<Scalar>, through state: RecurrentState<Scalar>) {
    var gradient = Matrix(rows: 0, columns: 0, repeating: Scalar.zero)
    swap(&gradient, &unused)
    follow(state, weights: weights, nothing, into: &gradient)
    swap(&gradient, &unused)
  }

  package mutating func follow(
    _ state: RecurrentState<Scalar>, weights: Matrix<Scalar>, _ g: [Scalar], target _: [Scalar],
    into gradient: inout Matrix<Scalar>
  ) {
    follow(state, weights: weights, g, into: &gradient)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private mutating func follow(
    _ state: RecurrentState<Scalar>, weights: Matrix<Scalar>, _ g: [Scalar],
    into gradient: inout Matrix<Scalar>
  ) {
    let (slope, kept) = (state.slope, state.kept)
    for i in slope.indices {
      for l in slope.indices { transition[i, l] = slope[i] * weights[i, l] + (i == l ? kept[i] : 0) }
    }
    jacobian.multiplyInPlace(by: transition, combining: g, into: &gradient, scratch: &scratch)  // (1), (3)
    for i in slope.indices {
      jacobian.add(slope[i], times: state.joined, toRow: i, from: i * state.joined.count)  // (2)
      gradient.add(g[i] * slope[i], times: state.joined, toRow: i, from: 0)
    }
  }

  package func gradient(
    _ g: [Scalar], target _: [Scalar], weights _: Matrix<Scalar>, into gradient: inout Matrix<Scalar>
  ) {
    gradient.setCombination(of: g, rowsOf: jacobian)  // (3)
  }

  package mutating func restart() { jacobian.fill(with: 0) }

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&jacobian)
  }
}
