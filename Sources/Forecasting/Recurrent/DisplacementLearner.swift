/// A recurrent network whose weights learn online from gradients by its state: the learner of the default preset.
///
/// The readout that the gradients come from is not its own; nor does it know what the targets are.
package struct DisplacementLearner<Carried: Credit>: Sendable {
  package typealias Scalar = Carried.Scalar

  /// [Wh Wi].
  package private(set) var weights: Matrix<Scalar>
  /// The state of the newest tick learned from.
  package private(set) var state: RecurrentState<Scalar>
  /// How a loss at that state is laid to the weights.
  package private(set) var credit: Carried
  private let isFused: Bool
  private var descent: Adam<Scalar>
  private var step: BegunStep<Scalar>
  private var buffer: Matrix<Scalar>

  /// A learner from the initial `weights` and a zero state of units of these `gains`, whose rate grows to `rate` over its
  /// first `ramp` steps. Where `isFused` is false it forms every gradient whole and begins no step early, which means the same.
  package init(
    weights: Matrix<Scalar>, gains: [Scalar], credit: Carried, rate: Double, ramp: Int, isFused: Bool = true
  ) {
    self.weights = weights
    self.credit = credit
    self.isFused = isFused
    state = RecurrentState(gains: gains, inputs: weights.columns - weights.rows)
    descent = Adam(rate: rate, ramp: ramp, rows: weights.rows, columns: weights.columns)
    step = BegunStep(rows: weights.rows, columns: weights.columns)
    buffer = Matrix(rows: weights.rows, columns: weights.columns, repeating: 0)
  }

  /// Moves the state, and the credit where `learning`, on with the input in a row of `inputs`.
  package mutating func advance(on inputs: Matrix<Scalar>, row: Int, learning: Bool) {
    step.advance(&state, weights, on: inputs, row: row)
    if learning { credit.advance(weights, through: state) }
  }

  /// Moves the weights against the loss whose gradient by the present state is `g` and that missed `target`. The step of the
  /// next input, which is in row `next` of `inputs`, is begun on the way.
  package mutating func descend(
    _ g: [Scalar], target: [Scalar], before inputs: Matrix<Scalar>, next: Int
  ) {
    step.prepare(state, inputs, next)
    if isFused {
      credit.descend(&weights, by: &descent, g, target: target, buffer: &buffer, &step.pass)
      step.begin(next)
    } else {
      credit.gradient(g, target: target, weights: weights, into: &buffer)
      descent.descend(&weights, along: &buffer, &step.pass)
    }
  }

  /// Forgets the state and what led to it, and keeps what was learned.
  package mutating func restart() {
    state.restart()
    credit.restart()
    step.abandon()
  }
}

extension DisplacementLearner: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&weights)
    archive.transfer(&state)
    archive.transfer(&credit)
    archive.transfer(&descent)
    archive.transfer(&step)
  }
}
