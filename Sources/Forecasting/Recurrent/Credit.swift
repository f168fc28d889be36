/// How the gradient of a loss by the state of a recurrent network becomes one by its weights W = [Wh Wi], the weights'
/// part in the states before included: by dx_t / dW, by an estimate of it, or by what has been learned of it.
///
/// It is carried along with the state, so that a gradient needs no look back in time.
package protocol Credit<Scalar>: Archivable, Sendable {
  associatedtype Scalar: Floating

  /// Follows `state` through the step that it has just made with `weights`.
  mutating func advance(_ weights: Matrix<Scalar>, through state: RecurrentState<Scalar>)

  /// Writes the gradient by `weights`, of their shape, of a loss at the present state whose gradient by that state is
  /// `g` and that missed `target`. At most once for each `advance`.
  mutating func gradient(
    _ g: [Scalar], target: [Scalar], weights: Matrix<Scalar>, into gradient: inout Matrix<Scalar>)

  /// Does what `advance` and then `gradient` do.
  mutating func follow(
    _ state: RecurrentState<Scalar>, weights: Matrix<Scalar>, _ g: [Scalar], target: [Scalar],
    into gradient: inout Matrix<Scalar>)

  /// Does a whole step of plain descent in one pass along the weights and their influence: `pull` is the gradient of the loss
  /// by `state`, `pass.next` what the new weights meet next, whose product it writes. False, with nothing done, where the
  /// method can't in that order.
  mutating func pass(
    along weights: inout Matrix<Scalar>, by descent: inout PlainDescent<Scalar>, _ order: LearningOrder,
    _ pull: [Scalar], through state: RecurrentState<Scalar>, _ pass: inout WeightPass<Scalar>
  ) -> Bool

  /// Moves `weights` along the gradient that `gradient` would write, and writes the product of the new ones with `pass.next`.
  /// `buffer` has their shape and no meaning.
  mutating func descend(
    _ weights: inout Matrix<Scalar>, by descent: inout Adam<Scalar>, _ g: [Scalar], target: [Scalar],
    buffer: inout Matrix<Scalar>, _ pass: inout WeightPass<Scalar>)

  /// Forgets the states that were followed, and keeps what was learned.
  mutating func restart()
}

extension Credit {
  package mutating func follow(
    _ state: RecurrentState<Scalar>, weights: Matrix<Scalar>, _ g: [Scalar], target: [Scalar],
    into gradient: inout Matrix<Scalar>
  ) {
    advance(weights, through: state)
    self.gradient(g, target: target, weights: weights, into: &gradient)
  }

  package mutating func descend(
    _ weights: inout Matrix<Scalar>, by descent: inout Adam<Scalar>, _ g: [Scalar], target: [Scalar],
    buffer: inout Matrix<Scalar>, _ pass: inout WeightPass<Scalar>
  ) {
    gradient(g, target: target, weights: weights, into: &buffer)
    descent.descend(&weights, along: &buffer, &pass)
  }

  package mutating func pass(
    along _: inout Matrix<Scalar>, by _: inout PlainDescent<Scalar>, _: LearningOrder, _: [Scalar],
    through _: RecurrentState<Scalar>, _: inout WeightPass<Scalar>
  ) -> Bool { false }
}
