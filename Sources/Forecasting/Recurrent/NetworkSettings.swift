internal import RealModule

/// What makes the recurrent networks of the default preset, beside their hyper-parameters.
package struct NetworkSettings: Sendable {
  /// The time constants of the first and the last unit, in seconds, those between them evenly apart in their logarithm; nil
  /// for units without leak.
  package var timeConstants: ClosedRange<Double>?
  /// The standard deviation of the first weights of the constant input; nil where it is that of the other inputs.
  package var biasDeviation: Double?
  /// Whether gradients are taken in units of their usual norm, and `clip` as well.
  package var isClipRelative: Bool
  /// The seconds over which the learning rate grows to what it is.
  package var ramp: Double
  /// The newest ticks whose influence UORO's learner takes exactly; 0 for none.
  package var exactTicks: Int
  /// The weight of what UORO estimates of the influence of the ticks before them.
  package var olderWeight: Double
  /// The independent rank-one estimates of UORO.
  package var estimates: Int
  /// The strength of the pseudo-observations that shrink the readout.
  package var leakage: Double

  /// The networks of the default preset.
  package static let standard = NetworkSettings(
    timeConstants: 0.05...1, biasDeviation: 1, isClipRelative: true, ramp: 200, exactTicks: 4,
    olderWeight: 0.1,
    estimates: 1, leakage: 5)
  /// What the reference computes: units without leak, four estimates.
  package static let plain = NetworkSettings(
    timeConstants: nil, biasDeviation: nil, isClipRelative: false, ramp: 0, exactTicks: 0, olderWeight: 1,
    estimates: 4, leakage: 3)

  /// How much of what is new each of `count` units takes up in a tick.
  func gains<Scalar: Floating>(_ count: Int, rate: Double) -> [Scalar] {
    guard let timeConstants, count > 1 else { return Array(repeating: 1, count: count) }
    let ratio = timeConstants.upperBound / timeConstants.lowerBound
    return (0..<count).map { unit in
      let constant = timeConstants.lowerBound * .pow(ratio, Double(unit) / Double(count - 1))
      return Scalar(min(1, 1 / (rate * constant)))
    }
  }

  func clipping(_ clip: Double) -> Clipping { isClipRelative ? .relative(clip) : .absolute(clip) }
}

/// In what one network of several differs.
package struct NetworkVariant: Sendable {
  /// How many of the lags its input has, the shortest first.
  package var lags = 2
  /// The standard deviation of its first input weights, in units of that of the hyper-parameters.
  package var spread = 1.0
  /// The stream of the seed that its weights are drawn from; signs are drawn from the next.
  package var stream: UInt64 = 0
}
