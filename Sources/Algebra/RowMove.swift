import Archiving

/// A move of a matrix T that may wait for the next pass along it: row i of T <- keep_i T_i + column_i row'.
package struct RowMove<Scalar: Floating>: Sendable {
  /// What each row of T is multiplied by.
  package var keep: [Scalar]
  /// What each row of T takes of `row`.
  package var column: [Scalar]
  /// What is added to the rows of T, as long as they are.
  package var row: [Scalar]
  /// Whether there is a move to make.
  package var isWaiting = false

  /// A move of a matrix of `rows` by `columns` that leaves it where it is.
  package init(rows: Int, columns: Int) {
    keep = Array(repeating: 1, count: rows)
    column = Array(repeating: 0, count: rows)
    row = Array(repeating: 0, count: columns)
  }

  /// Makes the move, if there is one, and then leaves the matrix where it is.
  package mutating func settle(_ matrix: inout Matrix<Scalar>) {
    guard isWaiting else { return }
    matrix.scaleRows(by: keep, addingProductOf: column, and: row)
    clear()
  }

  /// Becomes a move that leaves the matrix where it is.
  package mutating func clear() {
    isWaiting = false
    for i in keep.indices {
      keep[i] = 1
      column[i] = 0
    }
  }
}

extension RowMove: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&keep)
    archive.transfer(&column)
    archive.transfer(&row)
    archive.transfer(&isWaiting)
  }
}
