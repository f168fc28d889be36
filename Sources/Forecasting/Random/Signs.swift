import MarkerMotion

/// A source of random signs, each +1 or -1 with equal chance, or of recorded ones.
package struct Signs<Scalar: Floating>: Sendable {
  private var generator: Xoshiro256
  private let recorded: Matrix<Scalar>?
  private var row = 0

  /// Signs drawn by `generator`.
  package init(_ generator: Xoshiro256) {
    self.generator = generator
    recorded = nil
  }

  /// The rows of `recorded`, one at a time and then again from the first.
  package init(recorded: Matrix<Scalar>) {
    generator = Xoshiro256(seed: 0, stream: 0)
    self.recorded = recorded
  }

  /// Fills `signs` with the next ones.
  package mutating func draw(into signs: inout [Scalar]) {
    if let recorded {
      for i in signs.indices { signs[i] = recorded[row, i] }
      row = (row + 1) % recorded.rows
      return
    }
    var bits: UInt64 = 0
    for i in signs.indices {
      if i % 64 == 0 { bits = generator.next() }
      signs[i] = bits & 1 == 0 ? -1 : 1
      bits >>= 1
    }
  }
}

extension Signs: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&generator)
    archive.transfer(&row, within: 0...max(0, (recorded?.rows ?? 0) - 1))
  }
}
