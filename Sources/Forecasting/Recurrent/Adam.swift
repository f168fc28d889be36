/// Gradient descent with each weight's own step.
///
/// D. P. Kingma and J. Ba, arXiv:1412.6980, algorithm 1, with the authors' decays.
package struct Adam<Scalar: Floating>: Sendable {
  private let rate: Double
  private let ramp: Int
  private var steps = 0
  private var mean: Matrix<Scalar>
  private var square: Matrix<Scalar>
  private var meanDecay = 1.0
  private var squareDecay = 1.0
  private let whole: FactoredGradient<Scalar>
  private var still: RowMove<Scalar>
  private var unused: [Scalar] = []

  /// For weights of `rows` by `columns`, with a rate that grows evenly to `rate` over the first `ramp` steps.
  package init(rate: Double, ramp: Int = 0, rows: Int, columns: Int) {
    self.rate = rate
    self.ramp = ramp
    mean = Matrix(rows: rows, columns: columns, repeating: 0)
    square = mean
    var whole = FactoredGradient<Scalar>(rows: rows, columns: columns, products: 0)
    for row in 0..<rows { whole.strengths[row] = 1 }
    self.whole = whole
    still = RowMove(rows: rows, columns: columns)
  }

  /// weights <- weights - rate m / (sqrt(v) + 1e-8), m and v the unbiased means of the gradient and of its square; and the
  /// product of the new weights with what they meet next.
  package mutating func descend(
    _ weights: inout Matrix<Scalar>, along gradient: inout Matrix<Scalar>, _ pass: inout WeightPass<Scalar>
  ) {
    let (step, scale) = advance()
    _ = weights.passAdam(
      &gradient, &still, whole, &pass, mean: &mean, square: &square, step: step, scale: scale, tangent: [],
      pushed: &unused)
  }

  /// The same along the gradient made of the rows of `influence` and of `factors`, after the `move` of it that waits. Where
  /// `tangent` is not empty, `pushed` is the product of the leading columns of the new weights with it. Returns the sum of the
  /// squares of the influence.
  package mutating func descend(
    _ weights: inout Matrix<Scalar>, along influence: inout Matrix<Scalar>, after move: inout RowMove<Scalar>,
    _ factors: FactoredGradient<Scalar>, _ pass: inout WeightPass<Scalar>, tangent: [Scalar],
    pushed: inout [Scalar]
  ) -> Scalar {
    let (step, scale) = advance()
    return weights.passAdam(
      &influence, &move, factors, &pass, mean: &mean, square: &square, step: step, scale: scale,
      tangent: tangent, pushed: &pushed)
  }

  /// The next step's rate without the mean's bias, and the factor without bias of the square's root.
  private mutating func advance() -> (step: Scalar, scale: Scalar) {
    meanDecay *= 0.9
    squareDecay *= 0.999
    steps = min(steps + 1, max(1, ramp))
    return (
      Scalar(rate * Double(steps) / Double(max(1, ramp)) / (1 - meanDecay)),
      Scalar(1 / (1 - squareDecay).squareRoot())
    )
  }
}

extension Adam: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&steps, within: 0...max(1, ramp))
    archive.transfer(&meanDecay)
    archive.transfer(&squareDecay)
    archive.transfer(&mean)
    archive.transfer(&square)
  }
}
