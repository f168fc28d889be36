internal import RealModule

import MarkerMotion

/// [u_n; a cos(w'u_n + b)]: differences at all lags, and random cosines of them, which a linear readout makes a
/// kernel regression.
///
/// A. Rahimi and B. Recht, "Random features for large-scale kernel machines" (NIPS 2007).
package struct CosineInput: InputMap {
  private let differences: DifferenceInput
  private let frequencies: Matrix<Double>
  private let phases: [Double]
  private let amplitude: Double

  /// `cosines` of them, drawn by `seed`: of frequencies of the standard deviation .25, with 3^2 of the variance.
  package init(_ differences: DifferenceInput, cosines: Int, seed: UInt64) {
    var generator = Xoshiro256(seed: seed, stream: 0)
    self.differences = differences
    frequencies = generator.gaussian(rows: cosines, columns: differences.count) { _ in 0.25 }
    phases = (0..<cosines).map { _ in 2 * .pi * generator.uniform() }
    amplitude = 3 * (2 / Double(max(1, cosines))).squareRoot()
  }

  package var count: Int { differences.count + phases.count }
  package var reach: Int { differences.reach }

  package func write(_ history: History, at t: Int, into input: inout [Double]) {
    differences.write(history, at: t, into: &input)
    for k in phases.indices {
      var angle = phases[k]
      for i in 0..<differences.count { angle += frequencies[k, i] * input[i] }
      input[differences.count + k] = amplitude * .cos(angle)
    }
  }
}
