/// A recurrent network with a linear output, x_t = tanh(W [x_{t-1}; u_t]), y = Wc x, every weight of which learns by
/// clipped gradient descent: the learner of the papers (Pohl et al. 2022, arXiv:2106.01100; 2024, arXiv:2403.01607).
///
/// Comments count a step's equations in the order of the published code; (3) is the method's own, told by its `Credit`.
///
///     (1) x_t = tanh(W [x_{t-1}; u_t]),  y = Wc x_t,  e = target - y
///     (2) d = -Wc' e,  G_Wc = -e x_t'
///     (3) G_W = d . dx/dW, exactly or by an estimate
///     (4) G <- G min(1, clip / |G|) for all weights together,  W <- W - rate G
package struct PublishedLearner<Carried: Credit>: Sendable {
  package typealias Scalar = Carried.Scalar

  /// Which state is read, and which influence is multiplied by the error.
  package enum Order: Sendable {
    /// The state that has absorbed the input, and its influence.
    case fresh
    /// The state that has absorbed the input, and the influence on the state before it, as the papers' UORO does.
    case stale
    /// The state before the input, and its influence, as the RTRL of the first paper does.
    case beforeInput
  }

  /// [Wa Wb].
  package private(set) var weights: Matrix<Scalar>
  /// Wc.
  package private(set) var output: Matrix<Scalar>
  /// The state of the newest input.
  package private(set) var state: RecurrentState<Scalar>
  /// How a loss at that state is laid to the weights.
  package private(set) var credit: Carried
  /// The output of the last step of learning, before its weights changed.
  package private(set) var prediction: [Scalar]
  /// The norm of the last gradient by all weights, before clipping.
  package private(set) var gradientNorm: Scalar = 0
  private let order: Order
  private let rate: Scalar
  private let clip: Scalar
  private var read: [Scalar]
  private var error: [Scalar]
  private var pull: [Scalar]
  private var gradient: Matrix<Scalar>

  /// A learner from initial weights, and a zero state.
  package init(
    weights: Matrix<Scalar>, output: Matrix<Scalar>, credit: Carried, order: Order, rate: Double,
    clip: Double
  ) {
    self.weights = weights
    self.output = output
    self.credit = credit
    self.order = order
    self.rate = Scalar(rate)
    self.clip = Scalar(clip)
    state = RecurrentState(hidden: weights.rows, inputs: weights.columns - weights.rows)
    prediction = Array(repeating: 0, count: output.rows)
    error = prediction
    read = Array(repeating: 0, count: weights.rows)
    pull = read
    gradient = Matrix(rows: weights.rows, columns: weights.columns, repeating: 0)
  }

  /// One step of learning that the input in a row of `inputs` is followed by `target`.
  package mutating func learn(_ inputs: Matrix<Scalar>, row: Int, target: [Scalar]) {
    if order == .beforeInput { readState() }
    state.advance(weights, on: inputs, row: row)
    if order != .beforeInput { readState() }
    output.multiply(read, into: &prediction)  // (1)
    for i in error.indices { error[i] = target[i] - prediction[i] }
    for i in pull.indices { pull[i] = 0 }
    output.subtractTransposedProduct(with: error, from: &pull)  // (2)
    // (3)
    if order == .fresh {
      credit.advance(weights, through: state)
      credit.gradient(pull, target: target, weights: weights, into: &gradient)
    } else {
      credit.gradient(pull, target: target, weights: weights, into: &gradient)
      credit.advance(weights, through: state)
    }
    descend()
  }

  /// Moves the state alone on.
  package mutating func advance(_ inputs: Matrix<Scalar>, row: Int) {
    state.advance(weights, on: inputs, row: row)
  }

  /// Forgets the state and what led to it, and keeps what was learned.
  package mutating func restart() {
    state.restart()
    credit.restart()
  }

  private mutating func readState() {
    for i in read.indices { read[i] = state.state[i] }
  }

  /// (4)
  private mutating func descend() {
    let recurrent = gradient.norm
    let outer = norm(error) * norm(read)
    gradientNorm = (recurrent * recurrent + outer * outer).squareRoot()
    let step = gradientNorm > clip ? rate * clip / gradientNorm : rate
    weights.scale(by: 1, adding: -step, times: gradient)
    for i in error.indices { error[i] *= step }
    output.addProduct(of: error, and: read)
  }
}
