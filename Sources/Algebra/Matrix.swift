/// A dense matrix of values, stored by rows in one contiguous piece.
///
/// Copies are independent. Storage is never reallocated after `init`, so that a uniquely held matrix is written in
/// place.
///
/// Elements are reached from other modules without a call: generic code there would otherwise ask for the type at each one.
@frozen
public struct Matrix<Scalar: BitwiseCopyable> {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  @usableFromInline var storage: AlignedElements<Scalar>

  /// A copy of the elements, row after row; always `rows * columns` of them.
  public var elements: [Scalar] { storage.withUnsafeBufferPointer { Array($0) } }

  /// A matrix of `rows` by `columns` copies of `value`.
  ///
  /// - Precondition: Neither dimension is negative.
  public init(rows: Int, columns: Int, repeating value: Scalar) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative dimension")
    self.rows = rows
    self.columns = columns
    storage = AlignedElements(repeating: value, count: rows * columns)
  }

  /// A matrix whose elements are to be set before they are read, and whose memory is not touched until then.
  package init(unsetRows rows: Int, columns: Int) where Scalar == Double {
    self.rows = rows
    self.columns = columns
    storage = AlignedElements(unset: rows * columns)
  }

  /// The element in `row` and `column`, both from 0.
  @inlinable
  public subscript(row: Int, column: Int) -> Scalar {
    get {
      precondition(column >= 0 && column < columns, "a column outside a matrix")
      return storage[row * columns + column]
    }
    set {
      precondition(column >= 0 && column < columns, "a column outside a matrix")
      storage[row * columns + column] = newValue
    }
  }

  /// A copy of the elements of `row`, from 0.
  public subscript(row row: Int) -> [Scalar] {
    storage.withUnsafeBufferPointer { Array($0[row * columns..<(row + 1) * columns]) }
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
      for column in 0..<columns { storage[row * columns + column] = values[column] }
    }
  }
}

/// The least number of elements, no smaller than `count`, that fills vector registers of 32 bytes: rows of so many all begin at
/// addresses of the same kind, which is worth a quarter of the time where a processor reads half a register at a time.
package func wholeVectors(_ count: Int) -> Int { (count + 7) / 8 * 8 }
