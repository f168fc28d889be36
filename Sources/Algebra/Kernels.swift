/// The innermost loops, written in C: Swift compiles for the oldest processor it may meet and for that alone, where the
/// vector registers of newer ones make them two to four times faster (docs/speed.md).
///
/// Matrices are stored by rows without gaps. The pointers are sound because every caller is a method of this module that
/// holds the arrays they lead into for the length of the call, and has checked the shapes; nothing that is written overlaps
/// with anything else.
package protocol Kernels<Scalar> {
  associatedtype Scalar

  /// The sum of the products of `count` elements.
  static func dot(_ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ count: Int) -> Scalar

  /// x <- tanh x, element by element: as the system's library has it in `Double`, within 5 units of the last place in `Float`.
  static func tanh(_ x: UnsafeMutablePointer<Scalar>, _ count: Int)

  /// y <- y + a x
  static func add(_ y: UnsafeMutablePointer<Scalar>, _ a: Scalar, _ x: UnsafePointer<Scalar>, _ count: Int)

  /// y <- s y + a x
  static func scaleAdd(
    _ y: UnsafeMutablePointer<Scalar>, _ s: Scalar, _ a: Scalar, _ x: UnsafePointer<Scalar>, _ count: Int)

  /// y <- A x, with the leading `columns` of A, whose rows are `stride` apart.
  static func multiply(
    _ a: UnsafePointer<Scalar>, stride: Int, rows: Int, _ x: UnsafePointer<Scalar>, columns: Int,
    into y: UnsafeMutablePointer<Scalar>)

  /// y <- y - A' x, with the leading `columns` of A, whose rows are `stride` apart.
  static func subtractTransposed(
    _ a: UnsafePointer<Scalar>, stride: Int, rows: Int, _ x: UnsafePointer<Scalar>,
    from y: UnsafeMutablePointer<Scalar>, columns: Int)

  /// A <- A + c v'
  static func addOuter(
    _ a: UnsafeMutablePointer<Scalar>, rows: Int, _ c: UnsafePointer<Scalar>, _ v: UnsafePointer<Scalar>,
    columns: Int)

  /// C <- A C in place, and g <- d' C with the new C. A is square; `scratch` has room for 48 elements for each row.
  static func multiplyInPlace(
    _ c: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, by a: UnsafePointer<Scalar>,
    _ d: UnsafePointer<Scalar>, combined g: UnsafeMutablePointer<Scalar>,
    scratch: UnsafeMutablePointer<Scalar>)

  /// The pass of Adam that `Matrix.passAdam` tells of. Where there are no `tangents`, y is left alone.
  static func passAdam(
    _ w: UnsafeMutablePointer<Scalar>, _ m: UnsafeMutablePointer<Scalar>, _ q: UnsafeMutablePointer<Scalar>,
    _ t: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, _ keep: UnsafePointer<Scalar>,
    _ c: UnsafePointer<Scalar>, _ u: UnsafePointer<Scalar>, _ s: UnsafePointer<Scalar>,
    _ p: UnsafePointer<Scalar>, _ v: UnsafePointer<Scalar>, products: Int, step: Scalar, scale: Scalar,
    _ next: UnsafePointer<Scalar>, _ z: UnsafeMutablePointer<Scalar>, _ tangent: UnsafePointer<Scalar>,
    tangents: Int, _ y: UnsafeMutablePointer<Scalar>
  ) -> Scalar

  /// The pass of UORO that `Matrix.passUORO` tells of.
  static func passUORO(
    _ w: UnsafeMutablePointer<Scalar>, _ t: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int,
    step: Scalar, _ c: UnsafePointer<Scalar>, _ v: UnsafePointer<Scalar>, _ next: UnsafePointer<Scalar>,
    _ tangent: UnsafePointer<Scalar>, _ z: UnsafeMutablePointer<Scalar>, _ p: UnsafeMutablePointer<Scalar>
  ) -> Scalar

  /// The pass of SnAp-1 that `Matrix.passSnAp` tells of.
  static func passSnAp(
    _ w: UnsafeMutablePointer<Scalar>, _ t: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int,
    _ step: UnsafePointer<Scalar>, _ keep: UnsafePointer<Scalar>, _ c: UnsafePointer<Scalar>,
    _ v: UnsafePointer<Scalar>, _ next: UnsafePointer<Scalar>, _ z: UnsafeMutablePointer<Scalar>,
    _ y: UnsafeMutablePointer<Scalar>, _ squares: UnsafeMutablePointer<Scalar>)
}
