import MarkerMotion

/// Decoupled neural interfaces: what the loss of all later steps will say to the state is itself forecast, c = v A, from
/// v = [x_t, y_t, 1], the state and the target that it missed; A learns from its own forecast one step on.
///
/// M. Jaderberg et al., arXiv:1608.05343, in the form of Pohl et al., arXiv:2403.01607, and of the code published with
/// it. v belongs to the step before and v+ to the present one, D is diag(slope) Wh + diag(kept), g the gradient of the present loss by
/// its state:
///
///     (1) f = v A - g - (v+ A) D
///     (2) A <- A - rate (v' f - v+' (f D'))
///     (3) c = v A, with the new A
///     (4) G = (c * slope) [x; i]', with the state before
package struct SyntheticGradient<Scalar: Floating>: Credit {
  /// A: a row for each element of v, a column for each unit.
  package private(set) var predictor: Matrix<Scalar>
  private let rate: Scalar
  private var past: [Scalar]
  private var present: [Scalar]
  private var transition: Matrix<Scalar>
  private var slope: [Scalar]
  private var joined: [Scalar]
  private var residual: [Scalar]
  private var forecast: [Scalar]
  private var pulled: [Scalar]
  private var isSettled = true

  /// Credit by the initial `predictor`, which has a row for each unit, for each of the target's elements, and one more, and
  /// learns at `rate`.
  package init(predictor: Matrix<Scalar>, inputs: Int, rate: Double) {
    self.predictor = predictor
    self.rate = Scalar(rate)
    let hidden = predictor.columns
    past = Array(repeating: 0, count: predictor.rows)
    past[predictor.rows - 1] = 1
    present = past
    transition = Matrix(rows: hidden, columns: hidden, repeating: 0)
    slope = Array(repeating: 0, count: hidden)
    joined = Array(repeating: 0, count: hidden + inputs)
    (residual, forecast, pulled) = (slope, slope, slope)
  }

  /// Credit of a predictor drawn from a normal distribution of the standard deviation `sigma`, which learns at .002 as the
  /// published one does.
  package init(hidden: Int, targets: Int, inputs: Int, sigma: Double, generator: consuming Xoshiro256) {
    self.init(
      predictor: generator.gaussian(rows: hidden + targets + 1, columns: hidden) { _ in sigma },
      inputs: inputs, rate: 0.002)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func advance(_ weights: Matrix<Scalar>, through state: RecurrentState<Scalar>) {
    // A step whose target was not told cannot be learned from: the next one begins anew.
    if !isSettled { restart() }
    isSettled = false
    transition.setRows(of: weights, times: state.slope)
    for i in slope.indices {
      transition[i, i] += state.kept[i]
      slope[i] = state.slope[i]
      present[i] = state.state[i]
    }
    for i in joined.indices { joined[i] = state.joined[i] }
  }

  /// - Precondition: `target` has as many elements as A has rows beyond the units and the one.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func gradient(
    _ g: [Scalar], target: [Scalar], weights _: Matrix<Scalar>, into gradient: inout Matrix<Scalar>
  ) {
    precondition(
      slope.count + target.count + 1 == present.count, "a target of another size than A was made for")
    for i in target.indices { present[slope.count + i] = target[i] }
    learn(g)
    for i in forecast.indices { forecast[i] = 0 }
    predictor.subtractTransposedProduct(with: past, from: &forecast)  // (3), its sign changed
    for i in forecast.indices { forecast[i] *= -slope[i] }
    gradient.fill(with: 0)
    gradient.addProduct(of: forecast, and: joined)  // (4)
    swap(&past, &present)
    isSettled = true
  }

  /// (1) and (2)
  @inline(__always)
  private mutating func learn(_ g: [Scalar]) {
    for i in residual.indices {
      residual[i] = g[i]
      forecast[i] = 0
    }
    // The residual is -f, and what is forecast here -v+ A.
    predictor.subtractTransposedProduct(with: past, from: &residual)
    predictor.subtractTransposedProduct(with: present, from: &forecast)
    transition.subtractTransposedProduct(with: forecast, from: &residual)  // (1)
    transition.multiply(residual, into: &pulled)
    for i in residual.indices {
      residual[i] *= rate
      pulled[i] *= -rate
    }
    predictor.addProduct(of: past, and: residual)
    predictor.addProduct(of: present, and: pulled)  // (2)
  }

  package mutating func restart() {
    for i in past.indices { past[i] = i == past.count - 1 ? 1 : 0 }
    isSettled = true
  }

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&predictor)
    archive.transfer(&past)
    archive.transfer(&present)
    archive.transfer(&transition)
    archive.transfer(&slope)
    archive.transfer(&joined)
    archive.transfer(&isSettled)
  }
}
