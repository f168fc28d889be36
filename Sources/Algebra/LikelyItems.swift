internal import CKernels

/// Columns of a matrix that are like a vector, to the precision of `Float`.
///
/// With x the first elements of a column or the vector, its place, and d the others:
///
///     a = (d_i . d + |d_i|^2) / (2 |d_i|^2), between 1/1.3 and 1.3
///     D = |x_i - x|^2 + |d - a d_i|^2 + (a - 1)^2 |d_i|^2
package struct LikelyItems: Sendable {
  /// The columns found, by their index, in the first `count` elements.
  package private(set) var items: [Int]
  /// How many were found.
  package private(set) var count = 0

  /// Columns are read in blocks of so many: a matrix needs as many that are no items behind the last.
  package static let block = 16

  /// Room for `most` columns.
  package init(most: Int) {
    items = Array(repeating: 0, count: most + 1)
  }

  /// Finds those of the columns in `range` whose D to `vector` is at most `bound`, |d_i|^2 of each being one of `squares`.
  /// Where in a block of columns no place alone is near enough, no more of it is read.
  ///
  /// - Precondition: There is room for the range, and a block behind it.
  package mutating func find(
    in columns: Matrix<Float>, _ range: Range<Int>, squares: [Float], like vector: [Float], place: Int,
    within bound: Float
  ) {
    let width = columns.columns
    precondition(
      vector.count == columns.rows && range.lowerBound >= 0 && range.upperBound + Self.block <= width
        && squares.count == width && range.count < items.count && (0...vector.count).contains(place),
      "a search must fit its matrix")
    // The range and a block behind it are within every row; as many as the range, and one, can be written.
    columns.storage.withUnsafeBufferPointer { columns in
      squares.withUnsafeBufferPointer { squares in
        vector.withUnsafeBufferPointer { vector in
          items.withUnsafeMutableBufferPointer { items in
            guard let start = vector.baseAddress.map({ $0 + place }) else { return }
            count = markercast_likely(
              columns.baseAddress, width, vector.count, place, squares.baseAddress, vector.baseAddress,
              FloatKernels.dot(start, start, vector.count - place), range.lowerBound, range.upperBound, bound,
              items.baseAddress)
          }
        }
      }
    }
  }
}

extension Matrix<Double> {
  /// D of `row` from `vector`, by the definition above but in full precision, and a. `square` is |d|^2 of the row.
  ///
  /// - Precondition: `vector` is as long as a row, and its place no longer.
  package func unlikeness(row: Int, to vector: [Double], place: Int, square: Double) -> (d: Double, a: Double)
  {
    precondition(
      vector.count == columns && (0..<rows).contains(row) && (0...columns).contains(place),
      "shapes of a difference must agree")
    var amplitude = 1.0
    let distance = storage.withUnsafeBufferPointer { rows in
      vector.withUnsafeBufferPointer { vector in
        guard let rows = rows.baseAddress else { return 0.0 }
        return markercast_unlikeness(
          rows + row * columns, vector.baseAddress, columns, place, square, &amplitude)
      }
    }
    return (distance, amplitude)
  }
}
