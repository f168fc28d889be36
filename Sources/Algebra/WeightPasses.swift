// A learner's weights and their influence, both larger than the nearest cache, moved in one pass along both: each element is
// read and written once, and what the next step asks of the new ones is summed up on the way.

/// The vectors that a pass takes and gives beside the weights W and their influence T.
package struct WeightPass<Scalar: Floating>: Sendable {
  /// What is added to each row of T, times v: an element for each row.
  package var column: [Scalar]
  /// What the new W is to be multiplied by, as long as a row.
  package var next: [Scalar]
  /// Whether v is what `next` was in the pass before.
  package var isPrepared = false
  /// W times `next`.
  package fileprivate(set) var product: [Scalar]

  /// Vectors for weights of `rows` by `columns`, all of them zero.
  package init(rows: Int, columns: Int) {
    column = Array(repeating: 0, count: rows)
    next = Array(repeating: 0, count: columns)
    product = column
  }

  fileprivate func fits(_ weights: Matrix<Scalar>, _ influence: Matrix<Scalar>) -> Bool {
    weights.rows == influence.rows && weights.columns == influence.columns && column.count == weights.rows
      && product.count == weights.rows && next.count == weights.columns
  }
}

extension Matrix where Scalar: Floating {
  /// Moves these weights and their influence by UORO, with the old T and the new W and T in turn:
  ///
  ///     W <- W - step T,   T <- T + c v',   the product with `next`,   pushed = Wh tangent
  ///
  /// Wh being the leading columns of W. Returns the sum of the squares of the new T.
  ///
  /// - Precondition: All have the same shape; `tangent` and `pushed` have an element for each row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func passUORO(
    _ influence: inout Matrix, _ pass: inout WeightPass<Scalar>, row v: [Scalar], step: Scalar,
    tangent: [Scalar], pushed: inout [Scalar]
  ) -> Scalar {
    precondition(
      pass.fits(self, influence) && v.count == columns && tangent.count == rows && pushed.count == rows
        && rows <= columns,
      "shapes of a pass must agree")
    var square = Scalar.zero
    // All shapes were checked above, and the arrays, no two of them one, hold their storage meanwhile.
    storage.withUnsafeMutableBufferPointer { w in
      influence.storage.withUnsafeMutableBufferPointer { t in
        pass.column.withUnsafeBufferPointer { c in
          v.withUnsafeBufferPointer { v in
            pass.next.withUnsafeBufferPointer { next in
              tangent.withUnsafeBufferPointer { tangent in
                pushed.withUnsafeMutableBufferPointer { p in
                  pass.product.withUnsafeMutableBufferPointer { z in
                    guard let w = w.baseAddress, let t = t.baseAddress, let c = c.baseAddress,
                      let v = v.baseAddress, let next = next.baseAddress, let x = tangent.baseAddress,
                      let z = z.baseAddress, let p = p.baseAddress
                    else { return }
                    square = Scalar.Loops.passUORO(
                      w, t, rows: rows, columns: columns, step: step, c, v, next, x, z, p)
                  }
                }
              }
            }
          }
        }
      }
    }
    return square
  }

  /// Moves these weights and their influence by SnAp-1, each row with its own factors and the new T:
  ///
  ///     T <- keep T + c v',   W <- W - step T,   the product with `next`
  ///
  /// and writes the product of T with `next` and the sum of the squares of each row of T.
  ///
  /// - Precondition: All have the same shape, and the vectors an element for each row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func passSnAp(
    _ influence: inout Matrix, _ pass: inout WeightPass<Scalar>, row v: [Scalar], step: [Scalar],
    keep: [Scalar],
    influenceProduct y: inout [Scalar], squares: inout [Scalar]
  ) {
    precondition(
      pass.fits(self, influence) && v.count == columns && step.count == rows && keep.count == rows
        && y.count == rows
        && squares.count == rows, "shapes of a pass must agree")
    // As above.
    storage.withUnsafeMutableBufferPointer { w in
      influence.storage.withUnsafeMutableBufferPointer { t in
        pass.column.withUnsafeBufferPointer { c in
          v.withUnsafeBufferPointer { v in
            pass.next.withUnsafeBufferPointer { next in
              step.withUnsafeBufferPointer { step in
                keep.withUnsafeBufferPointer { keep in
                  y.withUnsafeMutableBufferPointer { y in
                    squares.withUnsafeMutableBufferPointer { s in
                      pass.product.withUnsafeMutableBufferPointer { z in
                        guard let w = w.baseAddress, let t = t.baseAddress, let c = c.baseAddress,
                          let v = v.baseAddress, let next = next.baseAddress, let step = step.baseAddress,
                          let keep = keep.baseAddress, let z = z.baseAddress, let y = y.baseAddress,
                          let s = s.baseAddress
                        else { return }
                        Scalar.Loops.passSnAp(
                          w, t, rows: rows, columns: columns, step, keep, c, v, next, z, y, s)
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
