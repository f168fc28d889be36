/// The newest learnable positions one after another, whatever lay between them: what the library's items go on from.
///
/// An item whose ticks could all be learned from and are of one segment lies on the tape in one piece.
struct Tape: Sendable {
  /// Positions appended so far.
  private(set) var length = 0
  private(set) var positions: Matrix<Double>

  init(capacity: Int, dimension: Int) {
    positions = Matrix(rows: capacity, columns: dimension, repeating: 0)
  }

  /// The first position that is still held.
  var first: Int { max(0, length - positions.rows) }

  mutating func append(_ position: [Double]) {
    let row = slot(length)
    for c in 0..<positions.columns { positions[row, c] = position[c] }
    length += 1
  }

  func slot(_ place: Int) -> Int { place % positions.rows }
}
