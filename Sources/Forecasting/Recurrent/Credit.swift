/// How the gradient of a loss by the state of a recurrent network becomes one by its weights W = [Wh Wi], the weights'
/// part in the states before included: by dx_t / dW, by an estimate of it, or by what has been learned of it.
///
/// It is carried along with the state, so that a gradient needs no look back in time.
package protocol Credit<Scalar>: Sendable {
  associatedtype Scalar: Floating

  /// Follows `state` through the step that it has just made with `weights`.
  mutating func advance(_ weights: Matrix<Scalar>, through state: RecurrentState<Scalar>)

  /// Writes the gradient by `weights`, of their shape, of a loss at the present state whose gradient by that state is
  /// `g` and that missed `target`. At most once for each `advance`.
  mutating func gradient(
    _ g: [Scalar], target: [Scalar], weights: Matrix<Scalar>, into gradient: inout Matrix<Scalar>)

  /// Forgets the states that were followed, and keeps what was learned.
  mutating func restart()
}
