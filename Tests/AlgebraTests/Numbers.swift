import Algebra

/// Numbers between -1 and 1 from a seed: enough for filling matrices.
struct Numbers {
  var state: UInt64

  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(Int64(bitPattern: state) >> 11) * 0x1p-52
  }

  mutating func array(_ count: Int) -> [Double] { (0..<count).map { _ in next() } }

  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix<Double> {
    var result = Matrix(rows: rows, columns: columns, repeating: 0.0)
    for row in 0..<rows { result.setRow(row, to: array(columns)) }
    return result
  }
}

extension Matrix<Double> {
  /// A B, by the definition.
  func times(_ b: Matrix) -> Matrix {
    var result = Matrix(rows: rows, columns: b.columns, repeating: 0.0)
    for i in 0..<rows {
      for j in 0..<b.columns {
        for l in 0..<columns { result[i, j] += self[i, l] * b[l, j] }
      }
    }
    return result
  }

  var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows, repeating: 0.0)
    for i in 0..<rows {
      for j in 0..<columns { result[j, i] = self[i, j] }
    }
    return result
  }

  /// The largest difference of any two elements of the same place.
  func distance(to other: Matrix) -> Double {
    zip(elements, other.elements).map { abs($0 - $1) }.max() ?? 0
  }
}
