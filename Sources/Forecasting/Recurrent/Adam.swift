/// Gradient descent with each weight's own step.
///
/// D. P. Kingma and J. Ba, arXiv:1412.6980, algorithm 1, with the authors' decays.
package struct Adam<Scalar: Floating>: Sendable {
  private let rate: Double
  private let ramp: Int
  private var steps = 0
  private var mean: [Scalar]
  private var square: [Scalar]
  private var meanDecay = 1.0
  private var squareDecay = 1.0
  private let whole: FactoredGradient<Scalar>

  /// For weights of `rows` by `columns`, with a rate that grows evenly to `rate` over the first `ramp` steps.
  package init(rate: Double, ramp: Int = 0, rows: Int, columns: Int) {
    self.rate = rate
    self.ramp = ramp
    mean = Array(repeating: 0, count: rows * columns)
    square = mean
    var whole = FactoredGradient<Scalar>(rows: rows, columns: columns, products: 0)
    for row in 0..<rows { whole.strengths[row] = 1 }
    self.whole = whole
  }

  /// weights <- weights - rate m / (sqrt(v) + 1e-8), m and v the unbiased means of the gradient and of its square.
  package mutating func descend(_ weights: inout Matrix<Scalar>, along gradient: Matrix<Scalar>) {
    descend(&weights, along: gradient, whole)
  }

  /// The same along the gradient made of the rows of `influence` and of `factors`.
  package mutating func descend(
    _ weights: inout Matrix<Scalar>, along influence: Matrix<Scalar>, _ factors: FactoredGradient<Scalar>
  ) {
    meanDecay *= 0.9
    squareDecay *= 0.999
    steps = min(steps + 1, max(1, ramp))
    let step = Scalar(rate * Double(steps) / Double(max(1, ramp)) / (1 - meanDecay))
    let scale = Scalar(1 / (1 - squareDecay).squareRoot())
    weights.adamUpdate(
      influence: influence, factors, mean: &mean, square: &square, step: step, scale: scale)
  }
}
