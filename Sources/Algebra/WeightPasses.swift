import Archiving

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

extension WeightPass: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&next)
    archive.transfer(&isPrepared)
    archive.transfer(&product)
  }
}

// The pointers that arrays are passed as lead into their storage for the length of a call; all shapes are checked before it, and
// no two arrays that are written are one.
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
    let (rows, columns) = (rows, columns)
    return storage.withUnsafeMutableBufferPointer { w in
      influence.storage.withUnsafeMutableBufferPointer { t in
        Scalar.Loops.passUORO(
          w.baseAddress!, t.baseAddress!, rows: rows, columns: columns, step: step, pass.column, v, pass.next,
          tangent, &pass.product, &pushed)
      }
    }
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
    keep: [Scalar], influenceProduct y: inout [Scalar], squares: inout [Scalar]
  ) {
    precondition(
      pass.fits(self, influence) && v.count == columns && step.count == rows && keep.count == rows
        && y.count == rows && squares.count == rows, "shapes of a pass must agree")
    let (rows, columns) = (rows, columns)
    storage.withUnsafeMutableBufferPointer { w in
      influence.storage.withUnsafeMutableBufferPointer { t in
        Scalar.Loops.passSnAp(
          w.baseAddress!, t.baseAddress!, rows: rows, columns: columns, step, keep, pass.column, v, pass.next,
          &pass.product, &y, &squares)
      }
    }
  }

  /// Makes the move of an influence T that waits, and moves these weights by the inner loop of Adam (D. P. Kingma and J. Ba,
  /// arXiv:1412.6980), element by element, along the gradient g of the new T and the other parts in `factors`:
  ///
  ///     m <- .9 m + .1 g,   q <- .999 q + .001 g^2,   W <- W - step m / (scale sqrt(q) + 1e-8)
  ///     the product with `next`,   pushed = Wh tangent
  ///
  /// Wh being the leading columns of W; where `tangent` is empty, `pushed` is left alone. Returns the sum of the squares of the
  /// new T, which no move waits for then.
  ///
  /// - Precondition: All have the same shape; `tangent`, if not empty, and `pushed` have an element for each row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func passAdam(
    _ influence: inout Matrix, _ move: inout RowMove<Scalar>, _ factors: FactoredGradient<Scalar>,
    _ pass: inout WeightPass<Scalar>, mean: inout Matrix, square: inout Matrix, step: Scalar,
    scale: Scalar, tangent: [Scalar], pushed: inout [Scalar]
  ) -> Scalar {
    precondition(
      pass.fits(self, influence) && mean.storage.count == storage.count
        && square.storage.count == storage.count
        && move.keep.count == rows && move.column.count == rows && move.row.count == columns
        && factors.strengths.count == rows && factors.pulls.columns == rows
        && factors.inputs.columns == columns && factors.inputs.rows == factors.pulls.rows,
      "shapes of a pass must agree")
    precondition(
      tangent.isEmpty || tangent.count == rows && pushed.count == rows && rows <= columns,
      "shapes of a pass must agree")
    defer { move.clear() }
    let (rows, columns) = (rows, columns)
    return storage.withUnsafeMutableBufferPointer { w in
      mean.storage.withUnsafeMutableBufferPointer { mean in
        square.storage.withUnsafeMutableBufferPointer { square in
          influence.storage.withUnsafeMutableBufferPointer { t in
            factors.pulls.storage.withUnsafeBufferPointer { pulls in
              factors.inputs.storage.withUnsafeBufferPointer { inputs in
                Scalar.Loops.passAdam(
                  w.baseAddress!, mean.baseAddress!, square.baseAddress!, t.baseAddress!, rows: rows,
                  columns: columns, move.keep, move.column, move.row, factors.strengths, pulls.baseAddress!,
                  inputs.baseAddress!, products: factors.pulls.rows, step: step, scale: scale, pass.next,
                  &pass.product, tangent, tangents: tangent.count, &pushed)
              }
            }
          }
        }
      }
    }
  }
}
