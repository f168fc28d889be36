/// A gradient of weights by its parts: row i is s_i t_i and the sum of P_ki v_k over the rows k of P and of V.
package struct FactoredGradient<Scalar: Floating>: Sendable {
  /// s, an element for each row.
  package var strengths: [Scalar]
  /// P, a column for each row of the weights.
  package var pulls: Matrix<Scalar>
  /// V, a column for each of theirs.
  package var inputs: Matrix<Scalar>

  /// A gradient of weights of `rows` by `columns`, of so many products beside t; all of it zero.
  package init(rows: Int, columns: Int, products: Int) {
    strengths = Array(repeating: 0, count: rows)
    pulls = Matrix(rows: products, columns: rows, repeating: 0)
    inputs = Matrix(rows: products, columns: columns, repeating: 0)
  }
}

extension Matrix where Scalar: Floating {
  /// The inner loop of Adam (D. P. Kingma and J. Ba, arXiv:1412.6980), element by element, along the gradient g of the rows t
  /// of `influence` and the other parts in `factors`, each element of it made where it is needed:
  ///
  ///     m <- .9 m + .1 g,   v <- .999 v + .001 g^2,   element <- element - step m / (scale sqrt(v) + 1e-8)
  ///
  /// - Precondition: All have the same shape.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package mutating func adamUpdate(
    influence: Matrix, _ factors: FactoredGradient<Scalar>, mean: inout [Scalar], square: inout [Scalar],
    step: Scalar, scale: Scalar
  ) {
    precondition(
      influence.rows == rows && influence.columns == columns && mean.count == storage.count
        && square.count == storage.count && factors.strengths.count == rows && factors.pulls.columns == rows
        && factors.inputs.columns == columns
        && factors.inputs.rows == factors.pulls.rows, "shapes of an update must agree")
    // All shapes were checked above, and the arrays hold their storage meanwhile.
    storage.withUnsafeMutableBufferPointer { w in
      influence.storage.withUnsafeBufferPointer { t in
        mean.withUnsafeMutableBufferPointer { m in
          square.withUnsafeMutableBufferPointer { q in
            factors.strengths.withUnsafeBufferPointer { s in
              factors.pulls.storage.withUnsafeBufferPointer { p in
                factors.inputs.storage.withUnsafeBufferPointer { v in
                  guard let w = w.baseAddress, let t = t.baseAddress, let m = m.baseAddress,
                    let q = q.baseAddress, let s = s.baseAddress
                  else { return }
                  Scalar.Loops.adam(
                    w, m, q, rows: rows, columns: columns, t, s, p.baseAddress, v.baseAddress,
                    products: factors.pulls.rows, step: step, scale: scale)
                }
              }
            }
          }
        }
      }
    }
  }
}
