import Foundation

/// The factor t with which mean +- t s / sqrt(n) is the 95 % confidence interval of `count` independent normal values.
///
/// Tables of Student's distribution up to 30 degrees of freedom; beyond, the expansion of M. Abramowitz and I. A. Stegun,
/// "Handbook of Mathematical Functions" (1964), 26.7.5, to four digits.
package func studentFactor(count: Int) -> Double {
  let table = [
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604,
    2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555,
    2.0518, 2.0484, 2.0452, 2.0423,
  ]
  let freedom = count - 1
  guard freedom > table.count else { return freedom > 0 ? table[freedom - 1] : .infinity }
  let (x, v) = (1.959964, Double(freedom))
  return x + (pow(x, 3) + x) / (4 * v) + (5 * pow(x, 5) + 16 * pow(x, 3) + 3 * x) / (96 * v * v)
}

/// The mean of values and half the width of its 95 % confidence interval, which needs two values.
package func meanAndHalfWidth(_ values: [Double]) -> (mean: Double?, halfWidth: Double?) {
  guard !values.isEmpty else { return (nil, nil) }
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  guard values.count > 1 else { return (mean, nil) }
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
  return (mean, studentFactor(count: values.count) * (variance / count).squareRoot())
}
