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

/// x <- s x + a y, element by element.
///
/// - Precondition: Both have the same number of elements.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func scale<Scalar: Floating>(_ x: inout [Scalar], by s: Scalar, adding a: Scalar, times y: [Scalar]) {
  precondition(x.count == y.count, "\(x.count) elements have no sum with \(y.count)")
  x.withUnsafeMutableBufferPointer { x in
    y.withUnsafeBufferPointer { y in
      guard let xs = x.baseAddress, let ys = y.baseAddress else { return }
      Scalar.Loops.scaleAdd(xs, s, a, ys, x.count)
    }
  }
}

/// x <- k x + d y, element by element, each with its own factors.
///
/// - Precondition: All have the same number of elements.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func scale<Scalar: Floating>(
  _ x: inout [Scalar], by k: [Scalar], adding d: [Scalar], times y: [Scalar]
) {
  precondition(x.count == k.count && x.count == d.count && x.count == y.count, "vectors of a sum must agree")
  x.withUnsafeMutableBufferPointer { x in
    for i in x.indices { x[i] = d[i] * y[i] + k[i] * x[i] }
  }
}

/// x <- a d y, element by element.
///
/// - Precondition: All have the same number of elements.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func set<Scalar: Floating>(_ x: inout [Scalar], to a: Scalar, times d: [Scalar], _ y: [Scalar]) {
  precondition(x.count == d.count && x.count == y.count, "vectors of a product must agree")
  x.withUnsafeMutableBufferPointer { x in
    for i in x.indices { x[i] = a * (d[i] * y[i]) }
  }
}
