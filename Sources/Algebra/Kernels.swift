internal import RealModule

// The innermost loops. The pointers are sound because every caller is a method of this module that holds the arrays
// they lead into for the length of the call, and has checked that `count` elements are there.

/// The sum of the products of `count` elements.
@inline(__always)
func dot<Scalar: Floating>(_ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ count: Int) -> Scalar {
  var sum = Scalar.zero
  for i in 0..<count { sum = Relaxed.multiplyAdd(a[i], b[i], sum) }
  return sum
}

/// y <- y + a x
@inline(__always)
func addMultiple<Scalar: Floating>(
  _ a: Scalar, times x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, _ count: Int
) {
  for i in 0..<count { y[i] += a * x[i] }
}

/// y <- s y + a x
@inline(__always)
func scaleAddingMultiple<Scalar: Floating>(
  _ y: UnsafeMutablePointer<Scalar>, by s: Scalar, _ a: Scalar, times x: UnsafePointer<Scalar>, _ count: Int
) {
  for i in 0..<count { y[i] = s * y[i] + a * x[i] }
}
