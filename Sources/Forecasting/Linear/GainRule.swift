/// How far one observation moves the coefficients: row <- row + error * gain.
package protocol GainRule: Archivable, Sendable {
  /// The strength of the pseudo-observations that shrink one coefficient a tick towards zero; 0 for none.
  var leakage: Double { get }
  /// Writes the gain of `features` into a row of `gains`, and that of a pseudo-observation of one element after it into the
  /// same row of `leakGains` where there is leakage.
  mutating func gain(
    of features: [Double], leaking element: Int, into gains: inout Matrix<Double>,
    _ leakGains: inout Matrix<Double>, row: Int)
}

/// Normalised least mean squares: gain = rate u / (1 + |u|^2).
///
/// S. Haykin, "Adaptive Filter Theory", 4th ed. (2002), chapter 6.
package struct NormalisedStep: GainRule {
  /// The step, between 0 and 2.
  package let rate: Double

  /// A rule of the step `rate`.
  package init(rate: Double) { self.rate = rate }

  package var leakage: Double { 0 }

  package mutating func gain(
    of features: [Double], leaking _: Int, into gains: inout Matrix<Double>, _: inout Matrix<Double>, row: Int
  ) {
    let step = rate / (1 + dot(features, features))
    for i in features.indices { gains[row, i] = step * features[i] }
  }

  /// Nothing changes.
  package mutating func transfer(with _: inout Archive) {}
}

/// Recursive least squares with exponential forgetting and, if asked, leakage.
///
/// Leakage is a pseudo-observation a tick, `leakage` e_j with target 0 and nothing forgotten, j going round the elements:
/// ridge regression whose penalty forgetting cannot wear out.
package struct LeastSquaresGain: GainRule {
  private var covariance: Covariance
  private let forgetting: Double
  package let leakage: Double

  /// A rule for `count` features whose memory fades by `forgetting` a tick from a first covariance `initial` I.
  package init(count: Int, initial: Double, forgetting: Double, leakage: Double) {
    covariance = Covariance(count: count, initial: initial)
    self.forgetting = forgetting
    self.leakage = leakage
  }

  package mutating func gain(
    of features: [Double], leaking element: Int, into gains: inout Matrix<Double>,
    _ leakGains: inout Matrix<Double>, row: Int
  ) {
    covariance.observe(
      features, forgetting: forgetting, gain: &gains, leaking: element, leakage: leakage, gain: &leakGains,
      row: row)
  }

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&covariance)
  }
}
