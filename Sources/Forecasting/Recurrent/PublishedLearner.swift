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
  package var gradientNorm: Scalar { descent.norm }
  private let order: LearningOrder
  private let isFused: Bool
  private var descent: PlainDescent<Scalar>
  private var step: BegunStep<Scalar>
  private var read: [Scalar]
  private var error: [Scalar]
  private var pull: [Scalar]
  private var gradient: Matrix<Scalar>

  /// A learner from initial weights, and a zero state. Where `isFused` is false it takes every step equation by equation,
  /// which means the same.
  package init(
    weights: Matrix<Scalar>, output: Matrix<Scalar>, credit: Carried, order: LearningOrder, rate: Double,
    clip: Double, isFused: Bool = true
  ) {
    self.weights = weights
    self.output = output
    self.credit = credit
    self.order = order
    self.isFused = isFused
    descent = PlainDescent(rate: rate, clip: clip)
    state = RecurrentState(hidden: weights.rows, inputs: weights.columns - weights.rows)
    step = BegunStep(rows: weights.rows, columns: weights.columns)
    prediction = Array(repeating: 0, count: output.rows)
    error = prediction
    read = Array(repeating: 0, count: weights.rows)
    pull = read
    gradient = Matrix(rows: weights.rows, columns: weights.columns, repeating: 0)
  }

  /// One step of learning that the input in a row of `inputs` is followed by `target`. Where the row of the next input is
  /// known, and is the next step's, that step is begun on the way.
  package mutating func learn(_ inputs: Matrix<Scalar>, row: Int, next: Int? = nil, target: [Scalar]) {
    if order == .beforeInput { readState() }
    advance(inputs, row: row)
    if order != .beforeInput { readState() }
    output.multiply(read, into: &prediction)  // (1)
    for i in error.indices { error[i] = target[i] - prediction[i] }
    for i in pull.indices { pull[i] = 0 }
    output.subtractTransposedProduct(with: error, from: &pull)  // (2)
    descent.outerSquare = dot(error, error) * dot(read, read)
    if let next { step.prepare(state, inputs, next) }
    if isFused, credit.pass(along: &weights, by: &descent, order, pull, through: state, &step.pass) {
      step.begin(next)
    } else {
      descend(target)
    }
    for i in error.indices { error[i] *= descent.step }
    output.addProduct(of: error, and: read)
  }

  /// Moves the state alone on.
  package mutating func advance(_ inputs: Matrix<Scalar>, row: Int) {
    step.advance(&state, weights, on: inputs, row: row)
  }

  /// Forgets the state and what led to it, and keeps what was learned.
  package mutating func restart() {
    state.restart()
    credit.restart()
    step.abandon()
  }

  private mutating func readState() {
    for i in read.indices { read[i] = state.state[i] }
  }

  /// (3) and (4) for the recurrent weights
  private mutating func descend(_ target: [Scalar]) {
    if order == .fresh {
      credit.follow(state, weights: weights, pull, target: target, into: &gradient)
    } else {
      credit.gradient(pull, target: target, weights: weights, into: &gradient)
      credit.advance(weights, through: state)
    }
    let recurrent = gradient.norm
    descent.measure(recurrentSquare: recurrent * recurrent)
    weights.scale(by: 1, adding: -descent.step, times: gradient)
  }
}

extension PublishedLearner: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&weights)
    archive.transfer(&output)
    archive.transfer(&state)
    archive.transfer(&credit)
    archive.transfer(&prediction)
    archive.transfer(&descent)
    archive.transfer(&step)
  }
}
