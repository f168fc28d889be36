/// Least mean squares: a linear forecast y = W u, improved by a clipped step against each error.
///
/// B. Widrow and M. E. Hoff 1960, with the clipping of Pohl et al. 2022 (arXiv:2106.01100):
///
///     (1) e = y - W u
///     (2) W <- W + rate min(1, clip / (|e| |u|)) e u'
package struct LMSFilter<Scalar: Floating>: Sendable {
  /// W, a row for each output.
  package private(set) var weights: Matrix<Scalar>
  /// The output of the last step, before its weights changed.
  package private(set) var prediction: [Scalar]
  private var error: [Scalar]
  private let rate: Scalar
  private let clip: Scalar

  /// A filter from zero weights.
  package init(outputs: Int, inputs: Int, rate: Double, clip: Double) {
    weights = Matrix(rows: outputs, columns: inputs, repeating: 0)
    prediction = Array(repeating: 0, count: outputs)
    error = prediction
    self.rate = Scalar(rate)
    self.clip = Scalar(clip)
  }

  /// Writes W u.
  package func predict(_ input: [Scalar], into output: inout [Scalar]) {
    weights.multiply(input, into: &output)
  }

  /// One step of learning that `input` is followed by `target`.
  package mutating func learn(_ input: [Scalar], target: [Scalar]) {
    weights.multiply(input, into: &prediction)
    for i in error.indices { error[i] = target[i] - prediction[i] }  // (1)
    // The gradient -e u' has the norm |e| |u|.
    let size = norm(error) * norm(input)
    let step = size > clip ? rate * clip / size : rate
    for i in error.indices { error[i] *= step }
    weights.addProduct(of: error, and: input)  // (2)
  }
}

extension LMSFilter: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&weights)
    archive.transfer(&prediction)
  }
}
