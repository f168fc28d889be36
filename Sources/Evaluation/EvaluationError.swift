/// What can't be evaluated: one sentence that names the thing, the place and what to do.
package struct EvaluationError: Error, Hashable, CustomStringConvertible {
  /// The sentence.
  package let description: String

  /// An error that says `sentence`.
  package init(_ sentence: String) { description = sentence }
}
