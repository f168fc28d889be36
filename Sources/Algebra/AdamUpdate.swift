extension Matrix where Scalar: Floating {
  /// The inner loop of Adam (D. P. Kingma and J. Ba, arXiv:1412.6980), element by element:
  ///
  ///     m <- .9 m + .1 g,   v <- .999 v + .001 g^2,   element <- element - step m / (scale sqrt(v) + 1e-8)
  ///
  /// - Precondition: All four have the same number of elements.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func adamUpdate(
    gradient: Matrix, mean: inout [Scalar], square: inout [Scalar], step: Scalar, scale: Scalar
  ) {
    precondition(
      elements.count == gradient.elements.count && elements.count == mean.count
        && elements.count == square.count,
      "shapes of an update must agree")
    // Indices stay below the counts just checked, and the four arrays hold their storage meanwhile.
    elements.withUnsafeMutableBufferPointer { weights in
      gradient.elements.withUnsafeBufferPointer { gradient in
        mean.withUnsafeMutableBufferPointer { mean in
          square.withUnsafeMutableBufferPointer { square in
            for i in 0..<weights.count {
              let g = gradient[i]
              let m = 0.9 * mean[i] + 0.1 * g
              let v = 0.999 * square[i] + 0.001 * g * g
              mean[i] = m
              square[i] = v
              weights[i] -= step * m / (v.squareRoot() * scale + 1e-8)
            }
          }
        }
      }
    }
  }
}
