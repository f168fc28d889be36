internal import RealModule

extension Xoshiro256 {
  /// A number from the standard normal distribution, by the polar method
  /// (G. Marsaglia and T. A. Bray 1964, doi:10.1137/1006063); the second of each pair is let go.
  package mutating func gaussian() -> Double {
    while true {
      let u = Double.random(in: -1..<1, using: &self)
      let v = Double.random(in: -1..<1, using: &self)
      let s = u * u + v * v
      if s > 0, s < 1 { return u * (-2 * Double.log(s) / s).squareRoot() }
    }
  }

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
