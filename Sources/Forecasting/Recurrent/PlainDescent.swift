/// Clipped gradient descent with one step for all of a network's weights.
package struct PlainDescent<Scalar: Floating>: Sendable {
  /// The step where nothing is clipped.
  package let rate: Scalar
  /// The greatest norm of a gradient by all weights.
  package let clip: Scalar
  /// The squared norm of the gradient by the output's weights.
  package var outerSquare: Scalar = 0
  /// The norm of the gradient by all weights, before clipping.
  package private(set) var norm: Scalar = 0
  /// What the gradient is multiplied by.
  package private(set) var step: Scalar = 0

  /// Descent at `rate`, no gradient taken for longer than `clip`.
  package init(rate: Double, clip: Double) {
    self.rate = Scalar(rate)
    self.clip = Scalar(clip)
  }

  /// Sets the norm and the step by the squared norm of the gradient by the recurrent weights.
  package mutating func measure(recurrentSquare: Scalar) {
    norm = (recurrentSquare + outerSquare).squareRoot()
    step = norm > clip ? rate * clip / norm : rate
  }
}

extension PlainDescent: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&outerSquare)
    archive.transfer(&norm)
    archive.transfer(&step)
  }
}
