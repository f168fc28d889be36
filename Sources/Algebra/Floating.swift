package import RealModule

/// The numbers that the kernels are written for.
///
/// `@specialized` compiles each of them for `Float` and for `Double`: other modules, and generic code behind an
/// existential, would otherwise run the unspecialised one, which is ten to a hundred times slower.
///
/// Sums are `Relaxed`: the compiler may reorder their terms, and so use vector registers. On one machine a build gives
/// the same result each time; another build or another machine may round otherwise.
package typealias Floating = Real & BinaryFloatingPoint & Sendable
