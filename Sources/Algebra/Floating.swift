import Archiving
package import RealModule

/// The numbers that the kernels are written for: `Float` and `Double`.
///
/// `@specialized` compiles each generic kernel for both: other modules, and generic code behind an existential, would
/// otherwise run the unspecialised one, which is ten to a hundred times slower.
///
/// Sums may be taken in any order, so that vector registers can be used. On one machine a build gives the same result
/// each time; another build or another machine may round otherwise.
package protocol Floating: Real, BinaryFloatingPoint, ArchivedNumber, Sendable {
  /// The loops over elements of this type.
  associatedtype Loops: Kernels<Self>
}

extension Float: Floating { package typealias Loops = FloatKernels }
extension Double: Floating { package typealias Loops = DoubleKernels }
