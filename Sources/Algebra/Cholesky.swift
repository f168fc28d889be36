extension Matrix<Double> {
  /// Makes a positive definite matrix its Cholesky factor L, L L' being the matrix, of which the lower triangle is read
  /// and written. A pivot that rounding has made negative is taken as the least positive number.
  ///
  /// - Precondition: The matrix is square.
  package mutating func factorise() {
    precondition(rows == columns, "a symmetric matrix is square")
    let count = columns
    // Indices stay below `count` by `count`, and the closure holds the storage.
    storage.withUnsafeMutableBufferPointer { a in
      for row in 0..<count {
        let line = a.baseAddress! + row * count
        for column in 0...row {
          let other = a.baseAddress! + column * count
          let rest = line[column] - Double.Loops.dot(line, other, column)
          line[column] = row == column ? max(rest, .leastNormalMagnitude).squareRoot() : rest / other[column]
        }
      }
    }
  }

  /// x <- L^-1 x for a lower triangle L.
  package func substituteForwards(_ x: inout [Double]) {
    precondition(x.count <= rows && x.count <= columns, "shapes of a substitution must agree")
    let count = columns
    // As above.
    storage.withUnsafeBufferPointer { lower in
      x.withUnsafeMutableBufferPointer { x in
        for row in x.indices {
          let line = lower.baseAddress! + row * count
          x[row] = (x[row] - Double.Loops.dot(line, x.baseAddress!, row)) / line[row]
        }
      }
    }
  }

  /// x <- L'^-1 x for a lower triangle L.
  package func substituteBackwards(_ x: inout [Double]) {
    precondition(x.count <= rows && x.count <= columns, "shapes of a substitution must agree")
    let count = columns
    // As above.
    storage.withUnsafeBufferPointer { lower in
      x.withUnsafeMutableBufferPointer { x in
        for row in x.indices.reversed() {
          let line = lower.baseAddress! + row * count
          x[row] /= line[row]
          Double.Loops.add(x.baseAddress!, -x[row], line, row)
        }
      }
    }
  }
}
