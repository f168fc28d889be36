extension Matrix where Scalar: Floating {
  /// A <- s A + c v'
  ///
  /// - Precondition: `column` has an element for each row; `row` is as long as a row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func scale(by s: Scalar, addingProductOf column: [Scalar], and row: [Scalar]) {
    precondition(column.count == rows && row.count == columns, "shapes of an update must agree")
    guard !row.isEmpty else { return }
    storage.withUnsafeMutableBufferPointer { a in
      row.withUnsafeBufferPointer { v in
        for r in 0..<rows {
          Scalar.Loops.scaleAdd(a.baseAddress! + r * columns, s, column[r], v.baseAddress!, columns)
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
    storage.withUnsafeMutableBufferPointer { a in
      row.withUnsafeBufferPointer { v in
        for r in 0..<rows {
          Scalar.Loops.scaleAdd(
            a.baseAddress! + r * columns, scales[r], column[r], v.baseAddress!, columns)
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
    storage.withUnsafeMutableBufferPointer { a in
      b.storage.withUnsafeBufferPointer { b in
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
    storage.withUnsafeMutableBufferPointer { a in
      column.withUnsafeBufferPointer { c in
        row.withUnsafeBufferPointer { v in
          guard let a = a.baseAddress, let c = c.baseAddress, let v = v.baseAddress else { return }
          Scalar.Loops.addOuter(a, rows: rows, c, v, columns: columns)
        }
      }
    }
  }

  /// A <- s A + a B, element by element; the shapes need not agree, the numbers of elements must.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func scale(by s: Scalar, adding a: Scalar, times b: Matrix) {
    precondition(storage.count == b.storage.count, "shapes of an update must agree")
    let count = storage.count
    storage.withUnsafeMutableBufferPointer { x in
      b.storage.withUnsafeBufferPointer { y in
        Scalar.Loops.scaleAdd(x.baseAddress!, s, a, y.baseAddress!, count)
      }
    }
  }

  /// A <- s A
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func scale(by s: Scalar) {
    storage.withUnsafeMutableBufferPointer { a in
      for i in a.indices { a[i] *= s }
    }
  }

  /// Adds `values` to the elements of `row` from `start` on, each times `factor`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func add(_ factor: Scalar, times values: [Scalar], toRow row: Int, from start: Int) {
    precondition(
      (0..<rows).contains(row) && start >= 0 && start + values.count <= columns,
      "shapes of an update must agree")
    guard !values.isEmpty else { return }
    let offset = row * columns + start
    storage.withUnsafeMutableBufferPointer { a in
      values.withUnsafeBufferPointer { v in
        Scalar.Loops.add(a.baseAddress! + offset, factor, v.baseAddress!, v.count)
      }
    }
  }

  /// Sets every element to `value`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func fill(with value: Scalar) {
    storage.withUnsafeMutableBufferPointer { $0.update(repeating: value) }
  }

  /// Sets `row` to `values`, rounded.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func setRow(_ row: Int, to values: [Double]) {
    precondition(
      values.count == columns && (0..<rows).contains(row),
      "\(values.count) values do not fill a row of \(columns)")
    let start = row * columns
    storage.withUnsafeMutableBufferPointer { a in
      for column in values.indices { a[start + column] = Scalar(values[column]) }
    }
  }

  /// Writes the sum of the squares of each row.
  ///
  /// - Precondition: `sums` has an element for each row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func sumSquares(into sums: inout [Scalar]) {
    precondition(sums.count == rows, "\(sums.count) sums are not one for each row")
    storage.withUnsafeBufferPointer { a in
      guard let a = a.baseAddress else { return }
      for row in 0..<rows { sums[row] = Scalar.Loops.dot(a + row * columns, a + row * columns, columns) }
    }
  }

  /// The Frobenius norm.
  package var norm: Scalar {
    storage.withUnsafeBufferPointer { a in
      guard let start = a.baseAddress else { return 0 }
      return Scalar.Loops.dot(start, start, a.count).squareRoot()
    }
  }
}
