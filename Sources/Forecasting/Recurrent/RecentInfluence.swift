/// The influence of the newest ticks exactly, by going back through them, and that of all ticks before them by UORO.
///
/// Nearly all that a weight does to the state it has done in the last few ticks, while the noise of a rank-one estimate comes
/// from all ticks that it holds. With slopes D_j, kept parts k_j and inputs v_j of tick j back, and d the gradient of a loss by
/// the state:
///
///     (1) G <- 0; for j = 0 ... m - 1:  G <- G + (D_j * d) v_j',  d <- Wh' (D_j * d) + k_j * d
///     (2) G <- G + w (d . x~) th~, of m ticks back
///
/// With w = 1, G has the expectation of the exact gradient, up to the weights' having moved within the m ticks; a smaller w
/// gives up some of what is old for less noise. Where a step was not followed, what came before it is forgotten.
///
/// (1) is back-propagation through time cut off at m ticks (R. J. Williams and J. Peng 1990,
/// doi:10.1162/neco.1990.2.4.490); on the variance of rank-one estimates see T. Cooijmans and J. Martens, arXiv:1902.02405.
package struct RecentInfluence<Scalar: Floating>: Credit {
  /// The influence of the ticks that are older.
  package private(set) var older: RankOneInfluence<Scalar>
  private let weight: Scalar
  private var recent: [RecurrentState<Scalar>]
  private var count = 0
  private var pull: [Scalar]
  private var pushed: [Scalar]
  private var factors: FactoredGradient<Scalar>

  /// The newest `ticks` ticks exactly, at least one, and `older`, times `weight`, for those before them.
  package init(
    ticks: Int, gains: [Scalar], inputs: Int, older: RankOneInfluence<Scalar>, weight: Double
  ) {
    self.older = older
    self.weight = Scalar(weight)
    recent = Array(repeating: RecurrentState(gains: gains, inputs: inputs), count: max(1, ticks))
    pull = gains
    pushed = gains
    factors = FactoredGradient(rows: gains.count, columns: gains.count + inputs, products: recent.count)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func advance(_ weights: Matrix<Scalar>, through state: RecurrentState<Scalar>) {
    if count > 0, !state.follows(recent[(count - 1) % recent.count]) { restart() }
    let slot = count % recent.count
    if count >= recent.count { older.advance(weights, through: recent[slot]) }
    recent[slot].copy(state)
    for i in state.joined.indices { factors.inputs[slot, i] = state.joined[i] }
    count += 1
  }

  package mutating func gradient(
    _ g: [Scalar], target: [Scalar], weights: Matrix<Scalar>, into gradient: inout Matrix<Scalar>
  ) {
    goBack(g, weights)
    gradient.fill(with: 0)
    for slot in 0..<factors.pulls.rows {
      for i in pull.indices { pushed[i] = factors.pulls[slot, i] }
      gradient.addProduct(of: pushed, and: recent[slot].joined)
    }
    older.add(pull, to: &gradient)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func descend(
    _ weights: inout Matrix<Scalar>, by descent: inout Adam<Scalar>, _ g: [Scalar], target: [Scalar],
    buffer: inout Matrix<Scalar>, _ pass: inout WeightPass<Scalar>
  ) {
    guard older.estimates.count == 1 else {
      gradient(g, target: target, weights: weights, into: &buffer)
      descent.descend(&weights, along: &buffer, &pass)
      return
    }
    goBack(g, weights)
    older.descend(&weights, by: &descent, pull, &factors, &pass)
  }

  /// The vectors of (1), D_j * d a row for each tick j, and what is left of d for (2), times its weight.
  @inline(__always)
  private mutating func goBack(_ g: [Scalar], _ weights: Matrix<Scalar>) {
    for i in pull.indices { pull[i] = g[i] }
    factors.pulls.fill(with: 0)
    for age in 0..<min(count, recent.count) {
      let slot = (count - 1 - age) % recent.count
      for i in pull.indices {
        pushed[i] = -recent[slot].slope[i] * pull[i]
        pull[i] *= recent[slot].kept[i]
        factors.pulls[slot, i] = -pushed[i]
      }
      weights.subtractTransposedProduct(with: pushed, from: &pull)
    }
    for i in pull.indices { pull[i] *= weight }
  }

  package mutating func restart() {
    count = 0
    older.restart()
  }

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&older)
    archive.transfer(&recent)
    archive.transfer(count: &count)
    archive.transfer(&factors.inputs)
  }
}
