/// How the gradient by the state is kept from moving the weights too far.
package struct Clipping: Sendable {
  private let largest: Double
  private let isRelative: Bool
  private var usual = 0.0
  private var count = 0

  /// No gradient above the norm `largest`.
  package static func absolute(_ largest: Double) -> Clipping {
    Clipping(largest: largest, isRelative: false)
  }

  /// Gradients in units of their usual norm, a running mean over some hundred, and none above `largest` of those.
  package static func relative(_ largest: Double) -> Clipping {
    Clipping(largest: largest, isRelative: true)
  }

  private init(largest: Double, isRelative: Bool) {
    self.largest = largest
    self.isRelative = isRelative
  }

  /// What to multiply a gradient of `norm` by.
  mutating func factor(_ norm: Double) -> Double {
    guard isRelative else { return min(1, largest / (norm + 1e-12)) }
    count = min(count + 1, 100)
    usual += (norm - usual) / Double(count)
    return min(1, largest * usual / (norm + 1e-12)) / (usual + 1e-12)
  }
}

extension Clipping: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&usual)
    archive.transfer(&count, within: 0...100)
  }
}
