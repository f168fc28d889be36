/// Solutions of S x = b for a symmetric, positive semi-definite S, of least norm where S is singular.
///
/// Cholesky's factorisation with the largest pivot first, S = L L' with as many columns as S has rank
/// (N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed. 2002, section 10.3); where that is less than
/// its order, x = L (L'L)^-1 (L'L)^-1 L' b (P. Courrieu 2005, theorem 1, arXiv:0804.4809). n^3 / 3 operations, and
/// r^2 n more where singular.
package struct SymmetricSolver: Sendable {
  /// The rank of S, in the precision of a `Double`.
  package let rank: Int
  private let order: [Int]
  private let lower: Matrix<Double>
  private let inner: Matrix<Double>?

  /// The factors of `matrix`, of which the lower triangle is read.
  ///
  /// - Precondition: `matrix` is square.
  package init(_ matrix: Matrix<Double>) {
    precondition(matrix.rows == matrix.columns, "a symmetric matrix is square")
    let count = matrix.rows
    let (factor, order) = pivotedCholesky(matrix)
    (lower, self.order, rank) = (factor, order, factor.columns)
    guard rank < count, rank > 0 else {
      inner = nil
      return
    }
    var gram = Matrix(rows: rank, columns: rank, repeating: 0.0)
    for row in 0..<count {
      let line = factor[row: row]
      gram.addProduct(of: line, and: line)
    }
    gram.factorise()
    inner = gram
  }

  /// The x of least norm among those that come nearest to S x = `b`.
  package func solve(_ b: [Double]) -> [Double] {
    precondition(b.count == order.count, "\(b.count) values are no right side for \(order.count) equations")
    guard rank > 0 else { return Array(repeating: 0, count: b.count) }
    var permuted = order.map { b[$0] }
    if let inner {
      var reduced = transposedProduct(permuted)
      for _ in 0..<2 {
        inner.substituteForwards(&reduced)
        inner.substituteBackwards(&reduced)
      }
      lower.multiply(reduced, into: &permuted)
    } else {
      lower.substituteForwards(&permuted)
      lower.substituteBackwards(&permuted)
    }
    var x = permuted
    for (position, index) in order.enumerated() { x[index] = permuted[position] }
    return x
  }

  private func transposedProduct(_ x: [Double]) -> [Double] {
    var y = Array(repeating: 0.0, count: rank)
    lower.subtractTransposedProduct(with: x, from: &y)
    return y.map { -$0 }
  }
}

/// L, of as many columns as the rank, and the order of the rows in which L L' is the matrix.
private func pivotedCholesky(_ matrix: Matrix<Double>) -> (Matrix<Double>, [Int]) {
  let count = matrix.rows
  var lower = Matrix(rows: count, columns: count, repeating: 0.0)
  var order = Array(0..<count)
  var left = order.map { matrix[$0, $0] }
  let least = Double(count) * .ulpOfOne * max(0, left.max() ?? 0)
  var rank = 0
  while rank < count {
    let pivot = (rank..<count).max { left[$0] < left[$1] }!
    guard left[pivot] > least else { break }
    order.swapAt(rank, pivot)
    left.swapAt(rank, pivot)
    lower.swapRows(rank, pivot)
    let root = left[rank].squareRoot()
    lower[rank, rank] = root
    for row in rank + 1..<max(count, rank + 1) {
      let (i, j) = (max(order[row], order[rank]), min(order[row], order[rank]))
      let value = (matrix[i, j] - lower.dot(row, rank, rank)) / root
      lower[row, rank] = value
      left[row] -= value * value
    }
    rank += 1
  }
  return (lower.leadingColumns(rank), order)
}

extension Matrix<Double> {
  /// The product of the first `count` elements of two rows.
  fileprivate func dot(_ a: Int, _ b: Int, _ count: Int) -> Double {
    // The rows are of this matrix, which holds its storage meanwhile, and `count` is at most their length.
    storage.withUnsafeBufferPointer { e in
      Double.Loops.dot(e.baseAddress! + a * columns, e.baseAddress! + b * columns, count)
    }
  }

  fileprivate mutating func swapRows(_ a: Int, _ b: Int) {
    guard a != b else { return }
    storage.withUnsafeMutableBufferPointer { elements in
      for column in 0..<columns { elements.swapAt(a * columns + column, b * columns + column) }
    }
  }

  fileprivate func leadingColumns(_ count: Int) -> Matrix {
    guard count < columns else { return self }
    var result = Matrix(rows: rows, columns: count, repeating: 0)
    for row in 0..<rows {
      for column in 0..<count { result[row, column] = self[row, column] }
    }
    return result
  }
}
