extension Matrix where Scalar: Floating {
  /// y <- A x, with the leading columns of A where `x` is shorter than a row.
  ///
  /// - Precondition: `x` is no longer than a row; `y` has an element for each row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func multiply(_ x: [Scalar], into y: inout [Scalar]) {
    precondition(x.count <= columns && y.count == rows, "shapes of a product must agree")
    guard !x.isEmpty else { return }
    storage.withUnsafeBufferPointer { a in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          guard let a = a.baseAddress, let v = x.baseAddress, let y = y.baseAddress else { return }
          Scalar.Loops.multiply(a, stride: columns, rows: rows, v, columns: x.count, into: y)
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
    storage.withUnsafeBufferPointer { a in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          guard let a = a.baseAddress, let x = x.baseAddress, let z = y.baseAddress else { return }
          Scalar.Loops.subtractTransposed(a, stride: columns, rows: rows, x, from: z, columns: y.count)
        }
      }
    }
  }

  /// C <- A C, in place, and g <- d' C, row after row of g, with the new C. `scratch` has a row of 48 elements for each of C.
  ///
  /// A strip of columns of C, copied, meets all of A before the next one: C is read and written once.
  ///
  /// - Precondition: A is square; `d` has an element for each row, and `g` as many elements as a row of C.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func multiplyInPlace(
    by a: Matrix, combining d: [Scalar], into g: inout Matrix, scratch: inout Matrix
  ) {
    precondition(
      a.rows == rows && a.columns == rows && d.count == rows && g.storage.count == columns
        && scratch.rows >= rows && scratch.columns == 48, "shapes of a product must agree")
    storage.withUnsafeMutableBufferPointer { c in
      a.storage.withUnsafeBufferPointer { a in
        d.withUnsafeBufferPointer { d in
          g.storage.withUnsafeMutableBufferPointer { g in
            scratch.storage.withUnsafeMutableBufferPointer { scratch in
              guard let c = c.baseAddress, let a = a.baseAddress, let d = d.baseAddress,
                let g = g.baseAddress, let scratch = scratch.baseAddress
              else { return }
              Scalar.Loops.multiplyInPlace(
                c, rows: rows, columns: columns, by: a, d, combined: g, scratch: scratch)
            }
          }
        }
      }
    }
  }

  /// Sets the elements, row after row, to B' x: the sum of the rows of `b`, each times its element of `x`.
  ///
  /// - Precondition: `x` has an element for each row of `b`, a row of which has as many elements as the whole matrix.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func setCombination(of x: [Scalar], rowsOf b: Matrix) {
    precondition(x.count == b.rows && storage.count == b.columns, "shapes of a product must agree")
    storage.withUnsafeMutableBufferPointer { y in
      b.storage.withUnsafeBufferPointer { b in
        guard let z = y.baseAddress, let b = b.baseAddress else { return }
        y.update(repeating: 0)
        for (row, factor) in x.enumerated() { Scalar.Loops.add(z, factor, b + row * y.count, y.count) }
      }
    }
  }
}
