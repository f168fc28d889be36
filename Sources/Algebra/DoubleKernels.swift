internal import CKernels

/// The loops for `Double`.
package enum DoubleKernels: Kernels {
  package static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
    markercast_dot_d(a, b, count)
  }

  package static func tanh(_ x: UnsafeMutablePointer<Double>, _ count: Int) { markercast_tanh_d(x, count) }

  package static func add(
    _ y: UnsafeMutablePointer<Double>, _ a: Double, _ x: UnsafePointer<Double>, _ count: Int
  ) {
    markercast_add_d(y, a, x, count)
  }

  package static func scaleAdd(
    _ y: UnsafeMutablePointer<Double>, _ s: Double, _ a: Double, _ x: UnsafePointer<Double>, _ count: Int
  ) {
    markercast_scale_add_d(y, s, a, x, count)
  }

  package static func multiply(
    _ a: UnsafePointer<Double>, stride: Int, rows: Int, _ x: UnsafePointer<Double>, columns: Int,
    into y: UnsafeMutablePointer<Double>
  ) {
    markercast_multiply_d(a, stride, rows, x, columns, y)
  }

  package static func subtractTransposed(
    _ a: UnsafePointer<Double>, stride: Int, rows: Int, _ x: UnsafePointer<Double>,
    from y: UnsafeMutablePointer<Double>, columns: Int
  ) {
    markercast_subtract_transposed_d(a, stride, rows, x, y, columns)
  }

  package static func addOuter(
    _ a: UnsafeMutablePointer<Double>, rows: Int, _ c: UnsafePointer<Double>, _ v: UnsafePointer<Double>,
    columns: Int
  ) {
    markercast_add_outer_d(a, columns, rows, c, v, columns)
  }

  package static func multiplyInPlace(
    _ c: UnsafeMutablePointer<Double>, rows: Int, columns: Int, by a: UnsafePointer<Double>,
    _ d: UnsafePointer<Double>,
    combined g: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
  ) {
    markercast_multiply_in_place_d(c, rows, columns, a, d, g, scratch)
  }

  package static func passAdam(
    _ w: UnsafeMutablePointer<Double>, _ m: UnsafeMutablePointer<Double>, _ q: UnsafeMutablePointer<Double>,
    _ t: UnsafeMutablePointer<Double>, rows: Int, columns: Int, _ keep: UnsafePointer<Double>,
    _ c: UnsafePointer<Double>, _ u: UnsafePointer<Double>, _ s: UnsafePointer<Double>,
    _ p: UnsafePointer<Double>,
    _ v: UnsafePointer<Double>, products: Int, step: Double, scale: Double, _ next: UnsafePointer<Double>,
    _ z: UnsafeMutablePointer<Double>, _ tangent: UnsafePointer<Double>, tangents: Int,
    _ y: UnsafeMutablePointer<Double>
  ) -> Double {
    markercast_adam_pass_d(
      w, m, q, t, rows, columns, keep, c, u, s, p, v, products, step, scale, next, z, tangent, tangents, y)
  }

  package static func passUORO(
    _ w: UnsafeMutablePointer<Double>, _ t: UnsafeMutablePointer<Double>, rows: Int, columns: Int,
    step: Double, _ c: UnsafePointer<Double>, _ v: UnsafePointer<Double>, _ next: UnsafePointer<Double>,
    _ tangent: UnsafePointer<Double>, _ z: UnsafeMutablePointer<Double>, _ p: UnsafeMutablePointer<Double>
  ) -> Double {
    markercast_uoro_pass_d(w, t, rows, columns, step, c, v, next, tangent, z, p)
  }

  package static func passSnAp(
    _ w: UnsafeMutablePointer<Double>, _ t: UnsafeMutablePointer<Double>, rows: Int, columns: Int,
    _ step: UnsafePointer<Double>, _ keep: UnsafePointer<Double>, _ c: UnsafePointer<Double>,
    _ v: UnsafePointer<Double>, _ next: UnsafePointer<Double>, _ z: UnsafeMutablePointer<Double>,
    _ y: UnsafeMutablePointer<Double>, _ squares: UnsafeMutablePointer<Double>
  ) {
    markercast_snap_pass_d(w, t, rows, columns, step, keep, c, v, next, z, y, squares)
  }
}
