extension Matrix where Scalar: Floating {
  /// A <- s A + c v', where v' may be shorter than a row and then meets the leading columns alone.
  ///
  /// - Precondition: `column` has an element for each row; `row` is as long as a row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func scale(by s: Scalar, addingProductOf column: [Scalar], and row: [Scalar]) {
    precondition(column.count == rows && row.count == columns, "shapes of an update must agree")
    guard !row.isEmpty else { return }
    elements.withUnsafeMutableBufferPointer { a in
      row.withUnsafeBufferPointer { v in
        for r in 0..<rows {
          scaleAddingMultiple(
            a.baseAddress! + r * columns, by: s, column[r], times: v.baseAddress!, columns)
        }
      }
    }
  }

  /// A_i <- s_i A_i + c_i v', row by row.
  ///
  /// - Precondition: `scales` and `column` have an element for each row; `row` is as long as a row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func scaleRows(by scales: [Scalar], addingProductOf column: [Scalar], and row: [Scalar]) {
    precondition(
      scales.count == rows && column.count == rows && row.count == columns, "shapes of an update must agree")
    guard !row.isEmpty else { return }
    elements.withUnsafeMutableBufferPointer { a in
      row.withUnsafeBufferPointer { v in
        for r in 0..<rows {
          scaleAddingMultiple(
            a.baseAddress! + r * columns, by: scales[r], column[r], times: v.baseAddress!, columns)
        }
      }
    }
  }

  /// A <- diag(s) B, with the leading columns of B where a row of A is shorter.
  ///
  /// - Precondition: `scales` has an element for each row, `b` as many rows and no fewer columns.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func setRows(of b: Matrix, times scales: [Scalar]) {
    precondition(
      b.rows == rows && b.columns >= columns && scales.count == rows, "shapes of an update must agree")
    elements.withUnsafeMutableBufferPointer { a in
      b.elements.withUnsafeBufferPointer { b in
        let stride = b.count / max(1, rows)
        for r in 0..<rows {
          let s = scales[r]
          for i in 0..<columns { a[r * columns + i] = s * b[r * stride + i] }
        }
      }
    }
  }

  /// A <- A + c v'
  ///
  /// - Precondition: `column` has an element for each row; `row` is as long as a row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func addProduct(of column: [Scalar], and row: [Scalar]) {
    precondition(column.count == rows && row.count == columns, "shapes of an update must agree")
    guard !row.isEmpty else { return }
    elements.withUnsafeMutableBufferPointer { a in
      row.withUnsafeBufferPointer { v in
        for r in 0..<rows {
          addMultiple(column[r], times: v.baseAddress!, to: a.baseAddress! + r * columns, columns)
        }
      }
    }
  }

  /// A <- s A + a B, element by element; the shapes need not agree, the numbers of elements must.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func scale(by s: Scalar, adding a: Scalar, times b: Matrix) {
    precondition(elements.count == b.elements.count, "shapes of an update must agree")
    guard !elements.isEmpty else { return }
    let count = elements.count
    elements.withUnsafeMutableBufferPointer { x in
      b.elements.withUnsafeBufferPointer { y in
        scaleAddingMultiple(x.baseAddress!, by: s, a, times: y.baseAddress!, count)
      }
    }
  }

  /// Adds `values` to the elements of `row` from `start` on, each times `factor`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func add(_ factor: Scalar, times values: [Scalar], toRow row: Int, from start: Int) {
    precondition(row < rows && start + values.count <= columns, "shapes of an update must agree")
    guard !values.isEmpty else { return }
    let offset = row * columns + start
    elements.withUnsafeMutableBufferPointer { a in
      values.withUnsafeBufferPointer { v in
        addMultiple(factor, times: v.baseAddress!, to: a.baseAddress! + offset, v.count)
      }
    }
  }

  /// Sets every element to `value`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func fill(with value: Scalar) {
    for i in elements.indices { elements[i] = value }
  }

  /// Sets `row` to `values`, rounded.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func setRow(_ row: Int, to values: [Double]) {
    precondition(values.count == columns, "\(values.count) values do not fill a row of \(columns)")
    for column in 0..<columns { elements[row * columns + column] = Scalar(values[column]) }
  }

  /// Sets the elements of `row` from column `start` on to `values`.
  package mutating func setRow(_ row: Int, to values: [Scalar], from start: Int) {
    precondition(
      row < rows && start + values.count <= columns, "\(values.count) values do not fit into the row")
    for (column, value) in values.enumerated() { elements[row * columns + start + column] = value }
  }

  /// Adds s u u' to the lower triangle, where u is a row of another matrix.
  ///
  /// - Precondition: The matrix is square, and of as many columns as the other.
  @specialized(where Scalar == Double)
  package mutating func addSquare(of other: Matrix, row: Int, times s: Scalar) {
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
  @specialized(where Scalar == Double)
  package mutating func add(_ s: Scalar, times other: Matrix, row end: Int, minus start: Int, toRow row: Int)
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
  @specialized(where Scalar == Double)
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
  @specialized(where Scalar == Double)
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
  @specialized(where Scalar == Double)
  package func squaredDistance(row: Int, to x: [Scalar]) -> Scalar {
    precondition(x.count == columns && row < rows, "shapes of a difference must agree")
    let offset = row * columns
    var sum = Scalar.zero
    for i in 0..<columns { sum += (elements[offset + i] - x[i]) * (elements[offset + i] - x[i]) }
    return sum
  }

  /// The sum of the products of the elements of `row` and `x`.
  ///
  /// - Precondition: `x` is as long as a row.
  @specialized(where Scalar == Double)
  package func product(ofRow row: Int, with x: [Scalar]) -> Scalar {
    precondition(x.count == columns && row < rows, "shapes of a product must agree")
    return elements.withUnsafeBufferPointer { a in
      x.withUnsafeBufferPointer { x in
        guard let a = a.baseAddress, let x = x.baseAddress else { return 0 }
        return Algebra.dot(a + row * columns, x, columns)
      }
    }
  }

  /// The Frobenius norm.
  package var norm: Scalar { Algebra.norm(elements) }
}
