/// The newest learnable positions one after another, whatever lay between them: what the library's items go on from.
///
/// An item whose ticks could all be learned from and are of one segment lies on the tape in one piece.
package struct Tape: Sendable {
  /// Positions appended so far.
  private(set) var length = 0
  /// Those below `length` are set, and no other is read.
  private var positions: Matrix<Double>

  /// Bytes that it may take: an hour of nine coordinates at 100 Hz. Of more and faster markers it holds less than an hour.
  private static let most = 1 << 25

  /// A tape of an hour, for searches for neighbours in `context`.
  package init(_ context: ForecasterContext) {
    let longest = context.horizons.last ?? 0
    let hour = Int((3600 * context.rate).rounded(.up))
    let most = Self.most / max(1, context.dimension * MemoryLayout<Double>.stride)
    positions = Matrix(
      unsetRows: max(min(hour, most), 2 * longest) + longest + 1, columns: context.dimension)
  }

  /// The first position that is still held.
  var first: Int { max(0, length - positions.rows) }

  /// Appends the position of a tick, if it may be learned from.
  package mutating func append(_ tick: borrowing Tick) {
    guard tick.isLearnable else { return }
    let row = slot(length)
    for c in 0..<positions.columns { positions[row, c] = tick.positions[c] }
    length += 1
  }

  private func slot(_ place: Int) -> Int { place % positions.rows }

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
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(count: &length)
    positions.transfer(rows: 0..<min(length, positions.rows), with: &archive)
  }
}
