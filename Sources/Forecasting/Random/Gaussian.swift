import MarkerMotion

extension Xoshiro256 {
  /// A matrix of independent normal numbers of mean 0 and the standard deviation that `deviation` gives its column.
  package mutating func gaussian<Scalar: Floating>(
    rows: Int, columns: Int, deviation: (_ column: Int) -> Double
  ) -> Matrix<Scalar> {
    var matrix = Matrix(rows: rows, columns: columns, repeating: Scalar.zero)
    for row in 0..<rows {
      for column in 0..<columns { matrix[row, column] = Scalar(deviation(column) * gaussian()) }
    }
    return matrix
  }
}
