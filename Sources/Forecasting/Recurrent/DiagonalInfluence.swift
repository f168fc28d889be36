/// SnAp-1, the sparse one-step approximation of RTRL: of dx/dW only what each weight does to its own unit is kept, which
/// costs no more than the network itself, and is biased where units act on each other.
///
/// J. Menick et al., arXiv:2006.07232, with n = 1. Row i of J, of the shape of W, is dx_i / dW_i:
///
///     (1) J_i <- (D_i Wh_ii + k_i) J_i + D_i v, with the part k that leaky units keep
///     (2) G_i = d_i J_i
package struct DiagonalInfluence<Scalar: Floating>: Credit {
  /// J.
  package var jacobian: Matrix<Scalar> {
    var (jacobian, move) = (influence, move)
    move.settle(&jacobian)
    return jacobian
  }
  private var influence: Matrix<Scalar>
  private var move: RowMove<Scalar>
  private var kept: [Scalar]
  private var factors: FactoredGradient<Scalar>
  /// After a pass along the weights: J v of the next step, and |J_i|^2.
  private var product: [Scalar]
  private var squares: [Scalar]
  private var steps: [Scalar]
  private var isPassing = false
  private var unused: [Scalar] = []

  /// No influence yet.
  package init(hidden: Int, inputs: Int) {
    influence = Matrix(rows: hidden, columns: hidden + inputs, repeating: 0)
    move = RowMove(rows: hidden, columns: hidden + inputs)
    kept = Array(repeating: 0, count: hidden)
    (product, squares, steps) = (kept, kept, kept)
    factors = FactoredGradient(rows: hidden, columns: hidden + inputs, products: 0)
  }

  /// (1) waits for the pass along the weights.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func advance(_ weights: Matrix<Scalar>, through state: RecurrentState<Scalar>) {
    isPassing = false
    move.settle(&influence)
    for i in kept.indices {
      move.keep[i] = state.slope[i] * weights[i, i] + state.kept[i]
      move.column[i] = state.slope[i]
    }
    for i in move.row.indices { move.row[i] = state.joined[i] }
    move.isWaiting = true
  }

  package mutating func gradient(
    _ g: [Scalar], target _: [Scalar], weights _: Matrix<Scalar>, into gradient: inout Matrix<Scalar>
  ) {
    move.settle(&influence)
    gradient.setRows(of: influence, times: g)  // (2)
  }

  package mutating func descend(
    _ weights: inout Matrix<Scalar>, by descent: inout Adam<Scalar>, _ g: [Scalar], target _: [Scalar],
    buffer _: inout Matrix<Scalar>, _ pass: inout WeightPass<Scalar>
  ) {
    for i in g.indices { factors.strengths[i] = g[i] }
    _ = descent.descend(
      &weights, along: &influence, after: &move, factors, &pass, tangent: [], pushed: &unused)  // (1), (2)
  }

  /// The new J_i is b J_i + c v, and so |J_i|^2 known before it is: b^2 |J_i|^2 + 2 b c J_i . v + c^2 |v|^2.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func pass(
    along weights: inout Matrix<Scalar>, by descent: inout PlainDescent<Scalar>, _ order: LearningOrder,
    _ pull: [Scalar], through state: RecurrentState<Scalar>, _ pass: inout WeightPass<Scalar>
  ) -> Bool {
    guard order == .fresh else { return false }
    move.settle(&influence)
    if !isPassing || !pass.isPrepared {
      influence.multiply(state.joined, into: &product)
      influence.sumSquares(into: &squares)
    }
    let input = dot(state.joined, state.joined)
    var square: Scalar = 0
    for i in kept.indices {
      let (b, c) = (state.slope[i] * weights[i, i] + state.kept[i], state.slope[i])
      kept[i] = b
      pass.column[i] = c
      let own = b * b * squares[i] + 2 * b * c * product[i] + c * c * input
      square += pull[i] * pull[i] * max(0, own)
    }
    descent.measure(recurrentSquare: square)
    for i in steps.indices { steps[i] = descent.step * pull[i] }
    weights.passSnAp(
      &influence, &pass, row: state.joined, step: steps, keep: kept, influenceProduct: &product,
      squares: &squares)
    isPassing = true
    return true
  }

  package mutating func restart() {
    isPassing = false
    move.clear()
    influence.fill(with: 0)
  }

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&influence)
    archive.transfer(&move)
    archive.transfer(&product)
    archive.transfer(&squares)
    archive.transfer(&isPassing)
  }
}
