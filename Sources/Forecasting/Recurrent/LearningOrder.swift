/// Which state a learner reads, and which influence its error is multiplied by.
package enum LearningOrder: Sendable {
  /// The state that has absorbed the input, and its influence.
  case fresh
  /// The state that has absorbed the input, and the influence on the state before it, as the papers' UORO does.
  case stale
  /// The state before the input, and its influence, as the RTRL of the first paper does.
  case beforeInput
}
