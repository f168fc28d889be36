extension Matrix where Scalar: Floating {
  /// y <- A x, with the leading columns of A where `x` is shorter than a row.
  ///
  /// - Precondition: `x` is no longer than a row; `y` has an element for each row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func multiply(_ x: [Scalar], into y: inout [Scalar]) {
    precondition(x.count <= columns && y.count == rows, "shapes of a product must agree")
    guard !x.isEmpty else { return }
    elements.withUnsafeBufferPointer { a in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          for row in 0..<rows {
            y[row] = dot(a.baseAddress! + row * columns, x.baseAddress!, x.count)
          }
        }
      }
    }
  }

  /// y <- y - A' x, with the leading columns of A where `y` is shorter than a row.
  ///
  /// - Precondition: `y` is no longer than a row; `x` has an element for each row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func subtractTransposedProduct(with x: [Scalar], from y: inout [Scalar]) {
    precondition(y.count <= columns && x.count == rows, "shapes of a product must agree")
    guard !y.isEmpty else { return }
    elements.withUnsafeBufferPointer { a in
      y.withUnsafeMutableBufferPointer { y in
        for row in 0..<rows where x[row] != 0 {
          addMultiple(-x[row], times: a.baseAddress! + row * columns, to: y.baseAddress!, y.count)
        }
      }
    }
  }

  /// C <- diag(s) A B + diag(k) B, with the leading columns of A, as many as B has rows. Blocked by columns of B for the
  /// cache.
  ///
  /// - Precondition: `scales` and `kept` have an element for each row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func setProduct(scales: [Scalar], _ a: Matrix, _ b: Matrix, keeping kept: [Scalar]) {
    precondition(
      a.rows == rows && scales.count == rows && kept.count == rows && b.rows <= a.columns
        && rows <= b.rows && b.columns == columns,
      "shapes of a product must agree")
    elements.withUnsafeMutableBufferPointer { c in
      b.elements.withUnsafeBufferPointer { b in
        let inner = b.count / columns
        for start in stride(from: 0, to: columns, by: 1024) {
          let count = min(1024, columns - start)
          for row in 0..<rows {
            let target = c.baseAddress! + row * columns + start
            target.update(repeating: 0, count: count)
            if kept[row] != 0 {
              addMultiple(kept[row], times: b.baseAddress! + row * columns + start, to: target, count)
            }
            for l in 0..<inner {
              let factor = scales[row] * a.elements[row * a.columns + l]
              addMultiple(factor, times: b.baseAddress! + l * columns + start, to: target, count)
            }
          }
        }
      }
    }
  }
}

extension Matrix where Scalar: Floating {
  /// Sets the elements, row after row, to B' x: the sum of the rows of `b`, each times its element of `x`.
  ///
  /// - Precondition: `x` has an element for each row of `b`, a row of which has as many elements as the whole matrix.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func setCombination(of x: [Scalar], rowsOf b: Matrix) {
    precondition(x.count == b.rows && elements.count == b.columns, "shapes of a product must agree")
    guard !elements.isEmpty else { return }
    elements.withUnsafeMutableBufferPointer { y in
      b.elements.withUnsafeBufferPointer { b in
        y.update(repeating: 0)
        for (row, factor) in x.enumerated() {
          addMultiple(factor, times: b.baseAddress! + row * y.count, to: y.baseAddress!, y.count)
        }
      }
    }
  }
}
