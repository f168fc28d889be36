internal import CKernels

/// The loops for `Float`.
package enum FloatKernels: Kernels {
  package static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
    markercast_dot_f(a, b, count)
  }

  package static func tanh(_ x: UnsafeMutablePointer<Float>, _ count: Int) { markercast_tanh_f(x, count) }

  package static func add(
    _ y: UnsafeMutablePointer<Float>, _ a: Float, _ x: UnsafePointer<Float>, _ count: Int
  ) {
    markercast_add_f(y, a, x, count)
  }

  package static func scaleAdd(
    _ y: UnsafeMutablePointer<Float>, _ s: Float, _ a: Float, _ x: UnsafePointer<Float>, _ count: Int
  ) {
    markercast_scale_add_f(y, s, a, x, count)
  }

  package static func multiply(
    _ a: UnsafePointer<Float>, stride: Int, rows: Int, _ x: UnsafePointer<Float>, columns: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    markercast_multiply_f(a, stride, rows, x, columns, y)
  }

  package static func subtractTransposed(
    _ a: UnsafePointer<Float>, stride: Int, rows: Int, _ x: UnsafePointer<Float>,
    from y: UnsafeMutablePointer<Float>, columns: Int
  ) {
    markercast_subtract_transposed_f(a, stride, rows, x, y, columns)
  }

  package static func addOuter(
    _ a: UnsafeMutablePointer<Float>, rows: Int, _ c: UnsafePointer<Float>, _ v: UnsafePointer<Float>,
    columns: Int
  ) {
    markercast_add_outer_f(a, columns, rows, c, v, columns)
  }

  package static func multiplyInPlace(
    _ c: UnsafeMutablePointer<Float>, rows: Int, columns: Int, by a: UnsafePointer<Float>,
    _ d: UnsafePointer<Float>,
    combined g: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    markercast_multiply_in_place_f(c, rows, columns, a, d, g, scratch)
  }

  package static func passAdam(
    _ w: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>, _ q: UnsafeMutablePointer<Float>,
    _ t: UnsafeMutablePointer<Float>, rows: Int, columns: Int, _ keep: UnsafePointer<Float>,
    _ c: UnsafePointer<Float>, _ u: UnsafePointer<Float>, _ s: UnsafePointer<Float>,
    _ p: UnsafePointer<Float>,
    _ v: UnsafePointer<Float>, products: Int, step: Float, scale: Float, _ next: UnsafePointer<Float>,
    _ z: UnsafeMutablePointer<Float>, _ tangent: UnsafePointer<Float>, tangents: Int,
    _ y: UnsafeMutablePointer<Float>
  ) -> Float {
    markercast_adam_pass_f(
      w, m, q, t, rows, columns, keep, c, u, s, p, v, products, step, scale, next, z, tangent, tangents, y)
  }

  package static func passUORO(
    _ w: UnsafeMutablePointer<Float>, _ t: UnsafeMutablePointer<Float>, rows: Int, columns: Int, step: Float,
    _ c: UnsafePointer<Float>, _ v: UnsafePointer<Float>, _ next: UnsafePointer<Float>,
    _ tangent: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>, _ p: UnsafeMutablePointer<Float>
  ) -> Float {
    markercast_uoro_pass_f(w, t, rows, columns, step, c, v, next, tangent, z, p)
  }

  package static func passSnAp(
    _ w: UnsafeMutablePointer<Float>, _ t: UnsafeMutablePointer<Float>, rows: Int, columns: Int,
    _ step: UnsafePointer<Float>, _ keep: UnsafePointer<Float>, _ c: UnsafePointer<Float>,
    _ v: UnsafePointer<Float>, _ next: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>,
    _ y: UnsafeMutablePointer<Float>, _ squares: UnsafeMutablePointer<Float>
  ) {
    markercast_snap_pass_f(w, t, rows, columns, step, keep, c, v, next, z, y, squares)
  }
}
