/// Linear forecasts of the displacements at all horizons, z_{n+h} - z_n ≈ C_h f_n, learned as their targets arrive.
///
/// The gain of f_n does not depend on the targets, so it is worked out once, at tick n, and serves every horizon: when
/// z_{n+h} is known, C_h moves by (z_{n+h} - z_n - C_h f_n) times that gain. With the gains of recursive least squares,
/// each C_h is then the exact least-squares solution of its own pairs, for one covariance update a tick.
package struct DisplacementReadout<Rule: GainRule>: Sendable {
  /// C_h of each horizon, one under the other: a row for each coordinate, a column for each feature, and some
  /// that stay 0.
  package private(set) var coefficients: Matrix<Double>
  /// Whether any pair has been learned.
  package private(set) var hasLearned = false
  private var rule: Rule
  private let horizons: [Int]
  private let dimension: Int
  private let count: Int
  private var features: Matrix<Double>
  private var gains: Matrix<Double>
  private var leakGains: Matrix<Double>
  private var ticks: [Int]
  /// The newest tick, where its gain is not worked out yet.
  private var awaited: Int?
  private var current: [Double]
  private var target: [Double]
  private var residuals: [Double]

  /// A readout of `count` features that starts from zero, so from persistence.
  package init(rule: Rule, count: Int, dimension: Int, horizons: [Int]) {
    self.rule = rule
    self.horizons = horizons
    self.dimension = dimension
    self.count = count
    let slots = (horizons.last ?? 0) + 1
    let width = wholeVectors(count)
    coefficients = Matrix(rows: horizons.count * dimension, columns: width, repeating: 0)
    features = Matrix(rows: slots, columns: width, repeating: 0)
    gains = features
    leakGains = Matrix(rows: rule.leakage > 0 ? slots : 0, columns: width, repeating: 0)
    ticks = Array(repeating: -1, count: slots)
    current = Array(repeating: 0, count: width)
    target = Array(repeating: 0, count: dimension)
    residuals = Array(repeating: 0, count: horizons.count * dimension)
  }

  /// Learns every pair that the newest tick of `history` completes; returns whether there was one.
  package mutating func settle(_ history: History) -> Bool {
    finish()
    var settled = false
    let n = history.newest
    for (index, horizon) in horizons.enumerated() {
      let t = n - horizon
      guard t >= 0 else { break }
      let slot = t % ticks.count
      guard ticks[slot] == t, history.isPair(t, n) else { continue }
      history.displacement(from: t, to: n, into: &target)
      coefficients.correct(
        from: index * dimension, towards: target,
        Correction(slot: slot, leakage: rule.leakage, element: t % count), features: features,
        gains: gains, leakGains: leakGains)
      settled = true
    }
    hasLearned = hasLearned || settled
    return settled
  }

  /// Takes the features `f` of `tick` to forecast from, and, where `learning`, to learn from when their targets arrive.
  package mutating func take(_ f: [Double], at tick: Int, learning: Bool) {
    for i in f.indices { current[i] = f[i] }
    let slot = tick % ticks.count
    ticks[slot] = learning ? tick : -1
    guard learning else { return }
    features.setRow(slot, to: current)
    awaited = tick
  }

  /// Works out the gain of the features last taken, which no forecast from them needs; at the latest, `settle` does.
  package mutating func finish() {
    guard let tick = awaited else { return }
    awaited = nil
    rule.gain(of: current, leaking: tick % count, into: &gains, &leakGains, row: tick % ticks.count)
  }

  /// Writes the forecasts in mm, a row a horizon, from the features last taken.
  package mutating func forecast(_ history: History, scales: Scales, into forecast: inout Matrix<Double>) {
    coefficients.multiply(current, into: &residuals)
    let newest = history.newestSlot
    for row in horizons.indices {
      for c in 0..<dimension {
        let z = history.positions[newest, c] + residuals[row * dimension + c]
        forecast[row, c] = scales.origin[c] + scales.unit[c] * z
      }
    }
  }

  /// Writes the gradient, by the first features, of half the squared error of all horizons of tick t whose targets are
  /// known and may be learned from; returns whether there was one. `features` are those of tick t.
  package mutating func gradient(
    _ history: History, at t: Int, features: [Double], into gradient: inout [Double]
  ) -> Bool {
    coefficients.multiply(features, into: &residuals)
    var any = false
    for (index, horizon) in horizons.enumerated() {
      let isKnown = t + horizon <= history.newest && history.isPair(t, t + horizon)
      any = any || isKnown
      if isKnown { history.displacement(from: t, to: t + horizon, into: &target) }
      for c in 0..<dimension {
        let row = index * dimension + c
        residuals[row] = isKnown ? target[c] - residuals[row] : 0
      }
    }
    for i in gradient.indices { gradient[i] = 0 }
    coefficients.subtractTransposedProduct(with: residuals, from: &gradient)
    return any
  }
}

extension DisplacementReadout: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&coefficients)
    archive.transfer(&hasLearned)
    archive.transfer(&rule)
    archive.transfer(&features)
    archive.transfer(&gains)
    archive.transfer(&leakGains)
    archive.transfer(&ticks)
    archive.transfer(tick: &awaited)
    archive.transfer(&current)
  }
}
