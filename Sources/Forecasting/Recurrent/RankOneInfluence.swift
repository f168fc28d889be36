internal import RealModule

/// Unbiased online recurrent optimisation: the influence as a product x~ th~, whose expectation over random signs is
/// dx/dW, and which costs no more than the network itself.
///
/// C. Tallec and Y. Ollivier, arXiv:1702.05043, algorithm 1. Each step, with signs nu, D the slope and v = [x_{t-1}; i_t]:
///
///     (1) a = D * (Wh x~) + k * x~, with the part k that leaky units keep
///     (2) g = (D * nu) v'
///     (3) rho0 = sqrt(|th~| / |a|),  rho1 = sqrt(|g| / |nu|), which balance the factors and keep the variance least
///     (4) x~ <- rho0 a + rho1 nu
///     (5) th~ <- th~ / rho0 + g / rho1
///
/// and for a loss whose gradient by the state is d
///
///     (6) G = (d . x~) th~
///
/// Several independent products may be averaged.
package struct RankOneInfluence<Scalar: Floating>: Credit {
  /// The independent products.
  package private(set) var estimates: [Estimate]
  private var signs: Signs<Scalar>
  private let balance: Balance
  private let tangent: Tangent
  private var drawn: [Scalar]
  private var noise: [Scalar]
  private var pushed: [Scalar]
  private var moved: [Scalar]
  /// Of the only product, after a pass along the weights: |th~|^2, and that `pushed` is Wh x~.
  private var square: Scalar = 0
  private var isPushed = false

  /// One product x~ th~.
  package struct Estimate: Sendable {
    /// x~, an element for each unit.
    package fileprivate(set) var state: [Scalar]
    /// th~, of the shape of W.
    package var weights: Matrix<Scalar> {
      var estimate = self
      estimate.settle()
      return estimate.direction
    }
    /// th~ is so many times `direction`, once what waits is moved: a factor for all of it costs nothing.
    fileprivate var scale: Scalar = 1
    fileprivate var direction: Matrix<Scalar>
    fileprivate var move: RowMove<Scalar>

    /// Makes the move that waits, and the factor 1.
    fileprivate mutating func settle() {
      move.settle(&direction)
      guard scale != 1 else { return }
      direction.scale(by: scale)
      scale = 1
    }

    fileprivate mutating func descend(
      _ weights: inout Matrix<Scalar>, by descent: inout Adam<Scalar>, _ factors: FactoredGradient<Scalar>,
      _ pass: inout WeightPass<Scalar>, _ pushed: inout [Scalar]
    ) -> Scalar {
      descent.descend(
        &weights, along: &direction, after: &move, factors, &pass, tangent: state, pushed: &pushed)
    }
  }

  /// How rho0 and rho1 are kept from zero.
  package enum Balance: Sendable {
    /// rho = sqrt((a + 1e-7) / (b + 1e-7)).
    case damped
    /// rho = sqrt(a / (b + 1e-7)) + 1e-7, as in the code published with arXiv:2106.01100.
    case published
  }

  /// How Wh x~ passes through tanh.
  package enum Tangent: Sendable {
    /// By the exact derivative.
    case exact
    /// By a difference of 1e-7, as in the code published with arXiv:2106.01100; of use in `Double` alone.
    case difference
  }

  /// `count` products from zero.
  package init(
    count: Int, hidden: Int, inputs: Int, signs: Signs<Scalar>, balance: Balance, tangent: Tangent = .exact
  ) {
    let zeros = Array(repeating: Scalar.zero, count: hidden)
    let matrix = Matrix(rows: hidden, columns: hidden + inputs, repeating: Scalar.zero)
    let move = RowMove<Scalar>(rows: hidden, columns: hidden + inputs)
    estimates = Array(repeating: Estimate(state: zeros, direction: matrix, move: move), count: count)
    self.signs = signs
    self.balance = balance
    self.tangent = tangent
    (drawn, noise, pushed) = (zeros, zeros, zeros)
    moved = Array(repeating: 0, count: hidden + inputs)
  }

  /// (5) waits for the pass along the weights.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func advance(_ weights: Matrix<Scalar>, through state: RecurrentState<Scalar>) {
    let inputNorm = norm(state.joined)
    for k in estimates.indices {
      estimates[k].settle()
      signs.draw(into: &drawn)
      for i in noise.indices { noise[i] = drawn[i] * state.slope[i] }  // (2): g is its product with v
      let old = isPushed ? square.squareRoot() : estimates[k].direction.norm
      push(k, weights, state)  // (1)
      let rho0 = ratio(old, norm(estimates[k].state))  // (3)
      let rho1 = ratio(norm(noise) * inputNorm, Scalar(drawn.count).squareRoot())
      for i in drawn.indices {
        estimates[k].state[i] = rho0 * estimates[k].state[i] + rho1 * drawn[i]  // (4)
        estimates[k].move.keep[i] = 1 / rho0
        estimates[k].move.column[i] = noise[i] / rho1
      }
      for i in state.joined.indices { estimates[k].move.row[i] = state.joined[i] }
      estimates[k].move.isWaiting = true
    }
    isPushed = false
  }

  /// x~ <- D * (Wh x~) + k * x~
  private mutating func push(_ k: Int, _ weights: Matrix<Scalar>, _ state: RecurrentState<Scalar>) {
    switch tangent {
    case .exact:
      if !isPushed { weights.multiply(estimates[k].state, into: &pushed) }
      for i in pushed.indices {
        estimates[k].state[i] = state.slope[i] * pushed[i] + state.kept[i] * estimates[k].state[i]
      }
    case .difference:
      let step: Scalar = 1e-7
      for i in moved.indices { moved[i] = state.joined[i] }
      for i in pushed.indices { moved[i] += step * estimates[k].state[i] }
      weights.multiply(moved, into: &pushed)
      for i in pushed.indices { estimates[k].state[i] = (.tanh(pushed[i]) - state.state[i]) * (1 / step) }
    }
  }

  private func ratio(_ a: Scalar, _ b: Scalar) -> Scalar {
    let least: Scalar = 1e-7
    switch balance {
    case .damped: return ((a + least) / (b + least)).squareRoot()
    case .published: return (a / (b + least)).squareRoot() + least
    }
  }

  package mutating func gradient(
    _ g: [Scalar], target _: [Scalar], weights _: Matrix<Scalar>, into gradient: inout Matrix<Scalar>
  ) {
    gradient.fill(with: 0)
    add(g, to: &gradient)
  }

  /// Adds the gradient of a loss whose gradient by the state is `g`.
  mutating func add(_ g: [Scalar], to gradient: inout Matrix<Scalar>) {
    isPushed = false
    for k in estimates.indices {
      estimates[k].settle()
      let strength = dot(g, estimates[k].state) / Scalar(estimates.count)
      gradient.scale(by: 1, adding: strength, times: estimates[k].direction)  // (6)
    }
  }

  /// Moves `weights` along the gradient of a loss whose gradient by the state is `g` and the products in `factors`, and th~ in
  /// the same pass.
  ///
  /// - Precondition: There is one estimate.
  mutating func descend(
    _ weights: inout Matrix<Scalar>, by descent: inout Adam<Scalar>, _ g: [Scalar],
    _ factors: inout FactoredGradient<Scalar>, _ pass: inout WeightPass<Scalar>
  ) {
    precondition(estimates.count == 1, "a pass moves one estimate")
    let strength = dot(g, estimates[0].state)
    for i in factors.strengths.indices { factors.strengths[i] = strength }
    square = estimates[0].descend(&weights, by: &descent, factors, &pass, &pushed)  // (5), (6)
    isPushed = self.tangent == .exact
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func pass(
    along weights: inout Matrix<Scalar>, by descent: inout PlainDescent<Scalar>, _ order: LearningOrder,
    _ pull: [Scalar], through state: RecurrentState<Scalar>, _ pass: inout WeightPass<Scalar>
  ) -> Bool {
    guard order == .stale, estimates.count == 1, tangent == .exact else { return false }
    if !isPushed {
      estimates[0].settle()
      let old = estimates[0].direction.norm
      square = old * old
      weights.multiply(estimates[0].state, into: &pushed)
    }
    let strength = dot(pull, estimates[0].state)
    descent.measure(recurrentSquare: strength * strength * square)
    signs.draw(into: &drawn)
    set(&noise, to: 1, times: drawn, state.slope)
    scale(&estimates[0].state, by: state.kept, adding: state.slope, times: pushed)  // (1)
    let rho0 = ratio(square.squareRoot(), norm(estimates[0].state))  // (3)
    let rho1 = ratio(norm(noise) * norm(state.joined), Scalar(drawn.count).squareRoot())
    let step = descent.step * strength * estimates[0].scale
    estimates[0].scale /= rho0
    let factor = estimates[0].scale
    scale(&estimates[0].state, by: rho0, adding: rho1, times: drawn)  // (4)
    set(&pass.column, to: 1 / (rho1 * factor), times: drawn, state.slope)
    // (5), and (6) with the estimate before it.
    let tangent = estimates[0].state
    square = weights.passUORO(
      &estimates[0].direction, &pass, row: state.joined, step: step, tangent: tangent, pushed: &pushed)
    square *= factor * factor
    isPushed = true
    // Half of what a Float can hold, as squares are taken.
    if factor < 1e-15 || factor > 1e15 { estimates[0].settle() }
    return true
  }

  package mutating func restart() {
    isPushed = false
    for k in estimates.indices {
      for i in drawn.indices { estimates[k].state[i] = 0 }
      estimates[k].scale = 1
      estimates[k].move.clear()
      estimates[k].direction.fill(with: 0)
    }
  }

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&estimates)
    archive.transfer(&signs)
    archive.transfer(&pushed)
    archive.transfer(&square)
    archive.transfer(&isPushed)
  }
}

extension RankOneInfluence.Estimate: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&state)
    archive.transfer(&scale)
    archive.transfer(&direction)
    archive.transfer(&move)
  }
}
