// Rows and sums of rows, in the one precision that what calls them computes in.

extension Matrix<Double> {
  /// Sets the elements of `row` from column `start` on to `values`.
  package mutating func setRow(_ row: Int, to values: [Double], from start: Int) {
    precondition(
      row < rows && start + values.count <= columns, "\(values.count) values do not fit into the row")
    for (column, value) in values.enumerated() { elements[row * columns + start + column] = value }
  }

  /// Adds s u u' to the lower triangle, where u is a row of another matrix.
  ///
  /// - Precondition: The matrix is square, and of as many columns as the other.
  package mutating func addSquare(of other: Matrix, row: Int, times s: Double) {
    precondition(
      rows == columns && other.columns == columns && row < other.rows, "shapes of an update must agree")
    let count = columns
    elements.withUnsafeMutableBufferPointer { a in
      other.elements.withUnsafeBufferPointer { u in
        guard let start = u.baseAddress.map({ $0 + row * count }) else { return }
        for r in 0..<count {
          addMultiple(s * start[r], times: start, to: a.baseAddress! + r * count, r + 1)
        }
      }
    }
  }

  /// Adds to `row` the difference between two rows of another matrix, times `s`.
  package mutating func add(_ s: Double, times other: Matrix, row end: Int, minus start: Int, toRow row: Int)
  {
    precondition(
      row < rows && other.columns == columns && max(start, end) < other.rows, "shapes of an update must agree"
    )
    let count = columns
    elements.withUnsafeMutableBufferPointer { a in
      other.elements.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        for i in 0..<count { a[row * count + i] += s * (b[end * count + i] - b[start * count + i]) }
      }
    }
  }

  /// Sets the rows from `first` on to those of `other`, which has as many columns.
  package mutating func setRows(from first: Int, to other: Matrix) {
    precondition(other.columns == columns && first + other.rows <= rows, "shapes of an update must agree")
    let offset = first * columns
    elements.withUnsafeMutableBufferPointer { a in
      other.elements.withUnsafeBufferPointer { b in
        for i in b.indices { a[offset + i] = b[i] }
      }
    }
  }

  /// Adds each row of `other` to the same row, times the element of that index in a row of `factors`.
  package mutating func addRows(of other: Matrix, times factors: Matrix, row index: Int) {
    precondition(
      other.rows == rows && other.columns == columns && factors.columns == rows && index < factors.rows,
      "shapes of an update must agree")
    let count = columns
    elements.withUnsafeMutableBufferPointer { a in
      other.elements.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        for row in 0..<rows {
          addMultiple(
            factors.elements[index * rows + row], times: b + row * count, to: a + row * count, count)
        }
      }
    }
  }

  /// The sum of the squared differences between `row` and `x`, which is as long.
  package func squaredDistance(row: Int, to x: [Double]) -> Double {
    precondition(x.count == columns && row < rows, "shapes of a difference must agree")
    let offset = row * columns
    var sum = 0.0
    for i in 0..<columns { sum += (elements[offset + i] - x[i]) * (elements[offset + i] - x[i]) }
    return sum
  }

  /// The sum of the products of the elements of `row` and `x`.
  ///
  /// - Precondition: `x` is as long as a row.
  package func product(ofRow row: Int, with x: [Double]) -> Double {
    precondition(x.count == columns && row < rows, "shapes of a product must agree")
    return elements.withUnsafeBufferPointer { a in
      x.withUnsafeBufferPointer { x in
        guard let a = a.baseAddress, let x = x.baseAddress else { return 0 }
        return Algebra.dot(a + row * columns, x, columns)
      }
    }
  }

  /// Adds to each element the squared distance between the three elements of each in the same row of two others: a row of
  /// positions, x y z of each marker, gives one of distances, one for each marker.
  package mutating func addSquaredDistances(of a: Matrix, to b: Matrix) {
    precondition(
      a.rows == rows && b.rows == rows && a.columns == 3 * columns && b.columns == 3 * columns,
      "shapes of a distance must agree")
    let count = elements.count
    elements.withUnsafeMutableBufferPointer { sum in
      a.elements.withUnsafeBufferPointer { a in
        b.elements.withUnsafeBufferPointer { b in
          for i in 0..<count {
            let (x, y, z) = (a[3 * i] - b[3 * i], a[3 * i + 1] - b[3 * i + 1], a[3 * i + 2] - b[3 * i + 2])
            sum[i] += x * x + y * y + z * z
          }
        }
      }
    }
  }

  /// Sets each element to the square root of `factor` times itself.
  package mutating func takeRoots(of factor: Double) {
    for i in elements.indices { elements[i] = (factor * elements[i]).squareRoot() }
  }

  /// Writes the elements of `column`.
  package func copy(column: Int, into values: inout [Double]) {
    precondition(column < columns && values.count == rows, "\(values.count) values are no column")
    for row in 0..<rows { values[row] = elements[row * columns + column] }
  }
}
