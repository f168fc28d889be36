/// The Euclidean norm of `x`.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func norm<Scalar: Floating>(_ x: [Scalar]) -> Scalar {
  x.withUnsafeBufferPointer { x in
    guard let start = x.baseAddress else { return 0 }
    return Scalar.Loops.dot(start, start, x.count).squareRoot()
  }
}

/// The sum of the products of the elements of `a` and `b`.
///
/// - Precondition: Both have the same number of elements.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func dot<Scalar: Floating>(_ a: [Scalar], _ b: [Scalar]) -> Scalar {
  precondition(a.count == b.count, "\(a.count) elements have no product with \(b.count)")
  return a.withUnsafeBufferPointer { x in
    b.withUnsafeBufferPointer { y in
      guard let xs = x.baseAddress, let ys = y.baseAddress else { return 0 }
      return Scalar.Loops.dot(xs, ys, x.count)
    }
  }
}

/// x <- tanh x, element by element.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func takeTanh<Scalar: Floating>(_ x: inout [Scalar]) {
  x.withUnsafeMutableBufferPointer { x in
    guard let start = x.baseAddress else { return }
    Scalar.Loops.tanh(start, x.count)
  }
}
