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

  /// Subtracts the position at `place`, times `weight`.
  func subtract(_ weight: Double, timesPlace place: Int, from position: inout [Double]) {
    let row = slot(place)
    for c in position.indices { position[c] -= weight * positions[row, c] }
  }

  /// Adds `count` positions from `place` on, times `weight`, to the rows of `sums` from `row` on.
  func add(_ weight: Double, timesPlaces place: Int, count: Int, to sums: inout Matrix<Double>, row: Int) {
    let start = slot(place)
    let straight = min(count, positions.rows - start)
    sums.add(weight, times: positions, rows: start..<start + straight, toRowsFrom: row)
    if straight < count {
      sums.add(weight, times: positions, rows: 0..<count - straight, toRowsFrom: row + straight)
    }
  }
}

extension Tape: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(count: &length)
    positions.transfer(rows: 0..<min(length, positions.rows), with: &archive)
  }
}
