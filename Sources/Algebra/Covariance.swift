/// The matrix P of recursive least squares: the inverse of the weighted sum of u u'.
///
/// L. Ljung and T. Söderström, "Theory and Practice of Recursive Identification" (1983), section 2.2. Every update is
/// written so that P stays symmetric to the last bit, and costs a few operations for each of its elements.
package struct Covariance: Sendable {
  /// P.
  package private(set) var matrix: Matrix<Double>
  private var product: [Double]
  private let largestTrace: Double

  /// P = `initial` times the unit matrix, for inputs of `count` elements.
  package init(count: Int, initial: Double) {
    matrix = Matrix(rows: count, columns: count, repeating: 0)
    for i in 0..<count { matrix[i, i] = initial }
    product = Array(repeating: 0, count: count)
    largestTrace = 1e9 * initial * Double(count)
  }

  /// Takes the observation `u`: writes its gain P u / (forgetting + u' P u) into a row of `gains`, and updates P.
  ///
  /// Where the inputs have left a direction alone for so long that the trace of P has grown a billionfold, nothing more
  /// is forgotten: P would overflow.
  package mutating func observe(
    _ u: [Double], forgetting: Double, gain gains: inout Matrix<Double>, row: Int
  ) {
    matrix.multiply(u, into: &product)
    let kept = trace < largestTrace ? forgetting : 1
    update(denominator: kept + dot(u, product), forgetting: kept, gain: &gains, row: row)
  }

  /// Takes the pseudo-observation that has `strength` as its element `index` and no other, with nothing forgotten.
  package mutating func observe(
    element index: Int, strength: Double, gain gains: inout Matrix<Double>, row: Int
  ) {
    for i in product.indices { product[i] = strength * matrix[index, i] }
    update(denominator: 1 + strength * product[index], forgetting: 1, gain: &gains, row: row)
  }

  private var trace: Double {
    var sum = 0.0
    for i in product.indices { sum += matrix[i, i] }
    return sum
  }

  private mutating func update(
    denominator: Double, forgetting: Double, gain gains: inout Matrix<Double>, row: Int
  ) {
    let count = product.count
    // P is positive definite; where rounding or a wild input has broken that, the observation is left out.
    guard denominator.isFinite, denominator > 0 else {
      for i in 0..<count { gains[row, i] = 0 }
      return
    }
    let scale = 1 / denominator
    let growth = 1 / forgetting
    for i in 0..<count { gains[row, i] = product[i] * scale }
    // Both pointers lead into arrays of this value, held for the length of the closures; indices stay below `count`.
    matrix.elements.withUnsafeMutableBufferPointer { p in
      product.withUnsafeBufferPointer { v in
        for i in 0..<count {
          let line = p.baseAddress! + i * count
          let a = v[i]
          for j in 0..<count { line[j] = (line[j] - (a * v[j]) * scale) * growth }
        }
      }
    }
  }
}
