/// The first `count` eigenvectors of a symmetric matrix, a row each, by falling eigenvalue.
///
/// Cyclic Jacobi rotations (G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed. 2013, section 8.5): some ten
/// sweeps of 3 n^3 operations.
///
/// - Precondition: `matrix` is square.
package func principalAxes(of matrix: Matrix<Double>, count: Int) -> Matrix<Double> {
  precondition(matrix.rows == matrix.columns, "a symmetric matrix is square")
  let size = matrix.rows
  var a = matrix
  var axes = Matrix(rows: size, columns: size, repeating: 0.0)
  for i in 0..<size { axes[i, i] = 1 }
  for _ in 0..<30 where !a.isDiagonal {
    for p in 0..<size {
      for q in p + 1..<max(size, p + 1) where a[p, q] != 0 {
        let tau = (a[q, q] - a[p, p]) / (2 * a[p, q])
        let t = (tau < 0 ? -1 : 1) / (abs(tau) + (1 + tau * tau).squareRoot())
        let c = 1 / (1 + t * t).squareRoot()
        a.rotateColumns(p, q, c, t * c)
        a.rotateRows(p, q, c, t * c)
        axes.rotateRows(p, q, c, t * c)
      }
    }
  }
  let order = (0..<size).sorted { a[$0, $0] > a[$1, $1] }
  var result = Matrix(rows: min(count, size), columns: size, repeating: 0.0)
  for row in 0..<result.rows { result.setRow(row, to: axes[row: order[row]]) }
  return result
}

extension Matrix<Double> {
  /// Whether what stands off the diagonal is nothing, beside it, but rounding.
  fileprivate var isDiagonal: Bool {
    var (on, off) = (0.0, 0.0)
    for row in 0..<rows {
      for column in 0..<columns {
        let square = self[row, column] * self[row, column]
        if row == column { on += square } else { off += square }
      }
    }
    return !(off > 1e-30 * on)
  }

  fileprivate mutating func rotateRows(_ p: Int, _ q: Int, _ c: Double, _ s: Double) {
    for k in 0..<columns {
      let (x, y) = (self[p, k], self[q, k])
      self[p, k] = c * x - s * y
      self[q, k] = s * x + c * y
    }
  }

  fileprivate mutating func rotateColumns(_ p: Int, _ q: Int, _ c: Double, _ s: Double) {
    for k in 0..<rows {
      let (x, y) = (self[k, p], self[k, q])
      self[k, p] = c * x - s * y
      self[k, q] = s * x + c * y
    }
  }
}
