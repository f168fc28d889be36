internal import RealModule

/// The state of a recurrent network, x_t = tanh(W [x_{t-1}; i_t]), and what it was computed from.
package struct RecurrentState<Scalar: Floating>: Sendable {
  /// [x_{t-1}; i_t].
  package private(set) var joined: [Scalar]
  /// x_t.
  package private(set) var state: [Scalar]
  /// The derivative of tanh at x_t: 1 - x_t^2.
  package private(set) var slope: [Scalar]

  /// The zero state of a network of `hidden` units and `inputs` inputs.
  package init(hidden: Int, inputs: Int) {
    joined = Array(repeating: 0, count: hidden + inputs)
    state = Array(repeating: 0, count: hidden)
    slope = Array(repeating: 1, count: hidden)
  }

  /// Moves on with the input in a row of `inputs`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func advance(_ weights: Matrix<Scalar>, on inputs: Matrix<Scalar>, row: Int) {
    let hidden = state.count
    for i in 0..<hidden { joined[i] = state[i] }
    for i in 0..<inputs.columns { joined[hidden + i] = inputs[row, i] }
    weights.multiply(joined, into: &state)
    for i in 0..<hidden {
      let x = Scalar.tanh(state[i])
      state[i] = x
      slope[i] = 1 - x * x
    }
  }

  /// Goes back to zero.
  package mutating func restart() {
    for i in state.indices { state[i] = 0 }
  }
}
