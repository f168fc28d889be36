package import RealModule

/// The numbers that the kernels are written for, each of them compiled for `Float` and for `Double`.
///
/// Sums are `Relaxed`: the compiler may reorder their terms, and so use vector registers. On one machine a build gives
/// the same result each time; another build or another machine may round otherwise.
package typealias Floating = Real & BinaryFloatingPoint & Sendable
