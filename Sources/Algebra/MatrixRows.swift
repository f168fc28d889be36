internal import CKernels

// Rows and sums of rows, in the one precision that what calls them computes in.

extension Matrix<Double> {
  /// Sets the elements of `row` from column `start` on to `values`.
  package mutating func setRow(_ row: Int, to values: [Double], from start: Int) {
    precondition(
      row < rows && start + values.count <= columns, "\(values.count) values do not fit into the row")
    for (column, value) in values.enumerated() { storage[row * columns + start + column] = value }
  }

  /// Sets the matrix to the sum of w u u' over the first `count` rows u of another and their `weights`.
  ///
  /// - Precondition: The matrix is square, and of as many columns as the other.
  package mutating func setMoments(of other: Matrix, weights: [Double], count: Int) {
    precondition(
      rows == columns && other.columns == columns && count <= other.rows && count <= weights.count,
      "shapes of an update must agree")
    let order = columns
    storage.withUnsafeMutableBufferPointer { a in
      other.storage.withUnsafeBufferPointer { u in
        weights.withUnsafeBufferPointer { w in
          guard let a = a.baseAddress, let u = u.baseAddress, let w = w.baseAddress else { return }
          markercast_moments(a, order, u, w, count)
        }
      }
    }
  }

  /// Adds `s` times some rows of another matrix to as many from `first` on.
  package mutating func add(_ s: Double, times other: Matrix, rows range: Range<Int>, toRowsFrom first: Int) {
    precondition(
      first >= 0 && first + range.count <= rows && other.columns == columns && range.lowerBound >= 0
        && range.upperBound <= other.rows,
      "shapes of an update must agree")
    let count = columns
    storage.withUnsafeMutableBufferPointer { a in
      other.storage.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        Double.Loops.add(a + first * count, s, b + range.lowerBound * count, range.count * count)
      }
    }
  }

  /// Adds `values` to every row.
  package mutating func addToRows(_ values: [Double]) {
    precondition(values.count == columns, "\(values.count) values are no row of \(columns)")
    for row in 0..<rows {
      for column in 0..<columns { storage[row * columns + column] += values[column] }
    }
  }

  /// Sets the rows from `first` on to those of `other`, which has as many columns.
  package mutating func setRows(from first: Int, to other: Matrix) {
    precondition(other.columns == columns && first + other.rows <= rows, "shapes of an update must agree")
    let offset = first * columns
    storage.withUnsafeMutableBufferPointer { a in
      other.storage.withUnsafeBufferPointer { b in
        for i in b.indices { a[offset + i] = b[i] }
      }
    }
  }

  /// Adds each row of `other` to the same row, times the element of that index in a row of `factors`.
  package mutating func addRows(of other: Matrix, times factors: Matrix, row index: Int) {
    precondition(
      other.rows == rows && other.columns == columns && factors.columns == rows
        && (0..<factors.rows).contains(index),
      "shapes of an update must agree")
    let count = columns
    storage.withUnsafeMutableBufferPointer { a in
      other.storage.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        for row in 0..<rows {
          Double.Loops.add(a + row * count, factors.storage[index * rows + row], b + row * count, count)
        }
      }
    }
  }

  /// The sum of the squared differences between `row` and `x`, which is as long.
  package func squaredDistance(row: Int, to x: [Double]) -> Double {
    precondition(x.count == columns && row < rows, "shapes of a difference must agree")
    let offset = row * columns
    return storage.withUnsafeBufferPointer { a in
      var sum = 0.0
      for i in 0..<columns { sum += (a[offset + i] - x[i]) * (a[offset + i] - x[i]) }
      return sum
    }
  }

  /// The sum of the products of the elements of `row` and `x`.
  ///
  /// - Precondition: `x` is as long as a row.
  package func product(ofRow row: Int, with x: [Double]) -> Double {
    precondition(x.count == columns && (0..<rows).contains(row), "shapes of a product must agree")
    return storage.withUnsafeBufferPointer { a in
      x.withUnsafeBufferPointer { x in
        guard let a = a.baseAddress, let x = x.baseAddress else { return 0 }
        return Double.Loops.dot(a + row * columns, x, columns)
      }
    }
  }

  /// Adds to each element the squared distance between the three elements of each in the same row of two others: a row of
  /// positions, x y z of each marker, gives one of distances, one for each marker.
  package mutating func addSquaredDistances(of a: Matrix, to b: Matrix) {
    precondition(
      a.rows == rows && b.rows == rows && a.columns == 3 * columns && b.columns == 3 * columns,
      "shapes of a distance must agree")
    let count = storage.count
    storage.withUnsafeMutableBufferPointer { sum in
      a.storage.withUnsafeBufferPointer { a in
        b.storage.withUnsafeBufferPointer { b in
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
    storage.withUnsafeMutableBufferPointer { a in
      for i in a.indices { a[i] = (factor * a[i]).squareRoot() }
    }
  }
}

extension Matrix where Scalar: Floating {
  /// Writes `row` into `values`, from the element `start` on.
  ///
  /// - Precondition: There is room for it.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func copy(row: Int, into values: inout [Scalar], from start: Int) {
    precondition(
      (0..<rows).contains(row) && start >= 0 && start + columns <= values.count,
      "there must be room for a row")
    storage.withUnsafeBufferPointer { a in
      values.withUnsafeMutableBufferPointer { values in
        guard let a = a.baseAddress, let values = values.baseAddress else { return }
        (values + start).update(from: a + row * columns, count: columns)
      }
    }
  }
}
