/// How the state of a recurrent network depends on its weights W = [Wh Wi]: dx_t / dW, or an estimate of it.
///
/// It is carried along with the state, so that a gradient needs no look back in time.
package protocol Influence<Scalar>: Sendable {
  associatedtype Scalar: Floating

  /// Follows `state` through the step that it has just made with `weights`.
  mutating func advance(_ weights: Matrix<Scalar>, through state: RecurrentState<Scalar>)

  /// Writes g . dx/dW, of the shape of W.
  func gradient(_ g: [Scalar], into gradient: inout Matrix<Scalar>)

  /// Goes back to none.
  mutating func restart()
}
