internal import Glibc

extension Xoshiro256 {
  /// A number from the standard normal distribution, by the polar method
  /// (G. Marsaglia and T. A. Bray 1964, doi:10.1137/1006063); the second of each pair is let go.
  package mutating func gaussian() -> Double {
    while true {
      let u = Double.random(in: -1..<1, using: &self)
      let v = Double.random(in: -1..<1, using: &self)
      let s = u * u + v * v
      if s > 0, s < 1 { return u * (-2 * log(s) / s).squareRoot() }
    }
  }
}
