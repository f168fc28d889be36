/// The next step of a network whose next input is known, begun by the pass that moves its weights: what the new weights
/// meet then, and their product with it.
struct BegunStep<Scalar: Floating>: Sendable {
  /// What the pass is told of the next step, and what it writes.
  var pass: WeightPass<Scalar>
  private var begun: Int?

  /// Nothing begun, for weights of `rows` by `columns`.
  init(rows: Int, columns: Int) {
    pass = WeightPass(rows: rows, columns: columns)
  }

  /// Moves `state` on with the input in a row of `inputs`, and takes what was begun where that is the step.
  mutating func advance(
    _ state: inout RecurrentState<Scalar>, _ weights: Matrix<Scalar>, on inputs: Matrix<Scalar>, row: Int
  ) {
    pass.isPrepared = begun == row
    if pass.isPrepared {
      state.advance(to: &pass.next, product: pass.product)
    } else {
      state.advance(weights, on: inputs, row: row)
    }
    begun = nil
  }

  /// Tells the pass what the new weights meet in the next step: `state`, and the input in a row of `inputs`.
  mutating func prepare(_ state: RecurrentState<Scalar>, _ inputs: Matrix<Scalar>, _ next: Int) {
    for i in state.state.indices { pass.next[i] = state.state[i] }
    inputs.copy(row: next, into: &pass.next, from: state.state.count)
  }

  /// The pass was made, and the next step is that of the input in this row.
  mutating func begin(_ next: Int?) { begun = next }

  /// Leaves the step that was begun.
  mutating func abandon() { begun = nil }
}

extension BegunStep: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&pass)
    archive.transfer(tick: &begun)
  }
}
