internal import RealModule

/// The state of a recurrent network of leaky units and what it was computed from:
///
///     x_t = (1 - a) x_{t-1} + a tanh(W [x_{t-1}; i_t]),  a between 0 and 1, 1 for a unit without leak
///
/// H. Jaeger et al., "Optimization and applications of echo state networks with leaky-integrator neurons" (2007,
/// doi:10.1016/j.neunet.2007.04.016).
package struct RecurrentState<Scalar: Floating>: Sendable {
  /// [x_{t-1}; i_t].
  package private(set) var joined: [Scalar]
  /// x_t.
  package private(set) var state: [Scalar]
  /// The derivative of x_t by W [x_{t-1}; i_t]: a times that of tanh.
  package private(set) var slope: [Scalar]
  /// The derivative of x_t by x_{t-1} past the weights: 1 - a.
  package let kept: [Scalar]

  /// The zero state of a network of `inputs` inputs, of units that take up `gains` of what is new, each a.
  package init(gains: [Scalar], inputs: Int) {
    joined = Array(repeating: 0, count: gains.count + inputs)
    state = Array(repeating: 0, count: gains.count)
    slope = gains
    kept = gains.map { 1 - $0 }
  }

  /// The zero state of a network of `hidden` units without leak and `inputs` inputs.
  package init(hidden: Int, inputs: Int) {
    self.init(gains: Array(repeating: 1, count: hidden), inputs: inputs)
  }

  /// Moves on with the input in a row of `inputs`, which may have fewer elements than there is room for: the others are 0.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func advance(_ weights: Matrix<Scalar>, on inputs: Matrix<Scalar>, row: Int) {
    join(inputs, row)
    weights.multiply(joined, into: &state)
    activate()
  }

  /// Moves on to what is known of the step: [x_{t-1}; i_t], taken in exchange for the old one, and the product of W with it.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func advance(to joined: inout [Scalar], product: [Scalar]) {
    precondition(
      joined.count == self.joined.count && product.count == state.count, "a step is of one network")
    swap(&self.joined, &joined)
    for i in state.indices { state[i] = product[i] }
    activate()
  }

  @inline(__always)
  private mutating func join(_ inputs: Matrix<Scalar>, _ row: Int) {
    for i in state.indices { joined[i] = state[i] }
    inputs.copy(row: row, into: &joined, from: state.count)
  }

  @inline(__always)
  private mutating func activate() {
    takeTanh(&state)
    for i in state.indices {
      let (x, gain) = (state[i], 1 - kept[i])
      state[i] = kept[i] * joined[i] + gain * x
      slope[i] = gain * (1 - x * x)
    }
  }

  /// Whether this was computed from `other`.
  func follows(_ other: Self) -> Bool {
    state.indices.allSatisfy { joined[$0] == other.state[$0] }
  }

  /// Becomes equal to `other`, a state of the same network, in its own storage.
  package mutating func copy(_ other: Self) {
    for i in joined.indices { joined[i] = other.joined[i] }
    for i in state.indices {
      state[i] = other.state[i]
      slope[i] = other.slope[i]
    }
  }

  /// Goes back to zero.
  package mutating func restart() {
    for i in state.indices { state[i] = 0 }
  }
}

extension RecurrentState: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&joined)
    archive.transfer(&state)
    archive.transfer(&slope)
  }
}
