/// A dense matrix of values, stored by rows in one contiguous piece.
///
/// Copies are independent. Storage is never reallocated after `init`, so that a uniquely held matrix is written in
/// place.
public struct Matrix<Scalar> {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The elements, row after row; always `rows * columns` of them.
  public package(set) var elements: [Scalar]

  /// A matrix of `rows` by `columns` copies of `value`.
  ///
  /// - Precondition: Neither dimension is negative.
  public init(rows: Int, columns: Int, repeating value: Scalar) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative dimension")
    self.rows = rows
    self.columns = columns
    elements = Array(repeating: value, count: rows * columns)
  }

  /// The element in `row` and `column`, both from 0.
  public subscript(row: Int, column: Int) -> Scalar {
    get {
      precondition(column >= 0 && column < columns, "column \(column) is outside a matrix of \(columns)")
      return elements[row * columns + column]
    }
    set {
      precondition(column >= 0 && column < columns, "column \(column) is outside a matrix of \(columns)")
      elements[row * columns + column] = newValue
    }
  }

  /// The elements of `row`, from 0.
  public subscript(row row: Int) -> ArraySlice<Scalar> {
    elements[row * columns..<(row + 1) * columns]
  }
}

extension Matrix: Sendable where Scalar: Sendable {}
extension Matrix: Equatable where Scalar: Equatable {}
extension Matrix: Hashable where Scalar: Hashable {}

extension Matrix {
  /// Sets every row to `values`.
  ///
  /// - Precondition: `values` has as many elements as a row.
  @specialized(where Scalar == Double)
  package mutating func fillRows(with values: [Scalar]) {
    precondition(values.count == columns, "\(values.count) values do not fill a row of \(columns)")
    for row in 0..<rows {
      for column in 0..<columns { elements[row * columns + column] = values[column] }
    }
  }
}
