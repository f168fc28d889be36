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
  private var descent: Adam<Scalar>
  private var buffer: Matrix<Scalar>

  /// A learner from the initial `weights` and a zero state of units of these `gains`, whose rate grows to `rate` over its
  /// first `ramp` steps.
  package init(weights: Matrix<Scalar>, gains: [Scalar], credit: Carried, rate: Double, ramp: Int) {
    self.weights = weights
    self.credit = credit
    state = RecurrentState(gains: gains, inputs: weights.columns - weights.rows)
    descent = Adam(rate: rate, ramp: ramp, rows: weights.rows, columns: weights.columns)
    buffer = Matrix(rows: weights.rows, columns: weights.columns, repeating: 0)
  }

  /// Moves the state, and the credit where `learning`, on with the input in a row of `inputs`.
  package mutating func advance(on inputs: Matrix<Scalar>, row: Int, learning: Bool) {
    state.advance(weights, on: inputs, row: row)
    if learning { credit.advance(weights, through: state) }
  }

  /// Moves the weights against the loss whose gradient by the present state is `g` and that missed `target`.
  package mutating func descend(_ g: [Scalar], target: [Scalar]) {
    credit.descend(&weights, by: &descent, g, target: target, buffer: &buffer)
  }

  /// Forgets the state and what led to it, and keeps what was learned.
  package mutating func restart() {
    state.restart()
    credit.restart()
  }
}
