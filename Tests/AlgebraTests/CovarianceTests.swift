import Algebra
import Testing

@Suite struct CovarianceTests {
  @Test(arguments: [UInt64(1), 2, 3])
  func isTheInverseOfTheWeightedSum(seed: UInt64) {
    var numbers = Numbers(state: seed)
    let (count, initial, forgetting) = (6, 5.0, 0.98)
    var covariance = Covariance(count: count, initial: initial)
    var gains = Matrix(rows: 1, columns: count, repeating: 0.0)
    var none = Matrix(rows: 0, columns: count, repeating: 0.0)
    var sum = Matrix(rows: count, columns: count, repeating: 0.0)
    for i in 0..<count { sum[i, i] = 1 / initial }
    for _ in 0..<40 {
      let u = numbers.array(count)
      covariance.observe(u, forgetting: forgetting, gain: &gains, gain: &none, row: 0)
      sum.scale(by: forgetting, addingProductOf: u, and: u)
      // The gain is the new P times u.
      var gain = Array(repeating: 0.0, count: count)
      covariance.matrix.multiply(u, into: &gain)
      for i in 0..<count { #expect(abs(gain[i] - gains[0, i]) < 1e-10, "seed \(seed)") }
    }
    let unit = covariance.matrix.times(sum)
    for i in 0..<count {
      for j in 0..<count { #expect(abs(unit[i, j] - (i == j ? 1 : 0)) < 1e-10, "seed \(seed)") }
    }
  }

  @Test(arguments: [UInt64(4), 5], [1, 4, 7, 16])
  func aPseudoObservationIsAnObservationOfOneElement(seed: UInt64, count: Int) {
    var numbers = Numbers(state: seed)
    var a = Covariance(count: count, initial: 2)
    var b = a
    var gains = Matrix(rows: 2, columns: count, repeating: 0.0)
    var leakGains = gains
    var none = gains
    var spare = gains
    for n in 0..<30 {
      let (u, element) = (numbers.array(count), n % count)
      a.observe(u, forgetting: 0.99, gain: &gains, leaking: element, leakage: 3, gain: &leakGains, row: 1)
      b.observe(u, forgetting: 0.99, gain: &none, gain: &spare, row: 0)
      #expect(zip(gains[row: 1], none[row: 0]).allSatisfy { abs($0 - $1) < 1e-12 }, "seed \(seed)")
      let pseudo = (0..<count).map { $0 == element ? 3.0 : 0 }
      b.observe(pseudo, forgetting: 1, gain: &none, gain: &spare, row: 0)
      #expect(zip(leakGains[row: 1], none[row: 0]).allSatisfy { abs($0 - $1) < 1e-12 }, "seed \(seed)")
    }
    #expect(a.matrix.distance(to: b.matrix) < 1e-12, "seed \(seed)")
  }

  /// A million ticks of inputs that nearly lie in a plane, of sizes a hundred million apart, with a direction that falls
  /// silent for long: P stays symmetric and positive definite, and of finite size.
  @Test(arguments: [0.0, 3.0])
  func staysPositiveDefiniteForAMillionTicks(leakage: Double) {
    var numbers = Numbers(state: 11)
    let count = 8
    var covariance = Covariance(count: count, initial: 5)
    var gains = Matrix(rows: 1, columns: count, repeating: 0.0)
    var leakGains = gains
    // The textbook's recursion on the same inputs, which rounding breaks.
    var naive = covariance.matrix
    var isNaiveBroken = false
    for n in 0..<1_000_000 {
      let (a, b) = (numbers.next(), numbers.next())
      var u = (0..<count).map { Double($0 + 1) * a + Double($0 * $0) * b + 1e-8 * numbers.next() }
      u[0] = n % 200_000 < 100_000 ? 1e4 * a : 0
      u[1] = 1e-4 * b
      covariance.observe(
        u, forgetting: 0.999, gain: &gains, leaking: n % count, leakage: leakage, gain: &leakGains, row: 0)
      if !isNaiveBroken { naive.observe(u, forgetting: 0.999) }
      guard n % 50_000 == 49_999 else { continue }
      isNaiveBroken = isNaiveBroken || !(smallestPivot(of: naive) > 0)
      let matrix = covariance.matrix
      #expect(matrix == matrix.transposed)
      #expect(smallestPivot(of: matrix) > 0, "after \(n) ticks")
      #expect(matrix.elements.allSatisfy { $0.isFinite && abs($0) < 1e10 }, "after \(n) ticks")
    }
    #expect(isNaiveBroken, "these inputs are no trial")
  }

  @Test func directionsLeftAloneDoNotOverflow() {
    var covariance = Covariance(count: 2, initial: 1)
    var gains = Matrix(rows: 1, columns: 2, repeating: 0.0)
    var none = Matrix(rows: 0, columns: 2, repeating: 0.0)
    for n in 0..<100_000 {
      covariance.observe([1, 0], forgetting: 0.99, gain: &gains, leaking: n % 2, gain: &none, row: 0)
    }
    #expect(covariance.matrix.elements.allSatisfy { $0.isFinite && $0 < 1e10 })
  }

  @Test func wildInputsAreLeftOut() {
    var covariance = Covariance(count: 2, initial: 1)
    var gains = Matrix(rows: 1, columns: 2, repeating: 7.0)
    let before = covariance.matrix
    var none = Matrix(rows: 0, columns: 2, repeating: 0.0)
    covariance.observe([.nan, 0], forgetting: 0.99, gain: &gains, gain: &none, row: 0)
    #expect(covariance.matrix == before)
    #expect(gains.elements == [0, 0])
  }

  @Test func correctionsFollowTheGain() {
    var coefficients = Matrix(rows: 3, columns: 2, repeating: 1.0)
    var features = Matrix(rows: 2, columns: 2, repeating: 0.0)
    features.setRow(1, to: [1, 2])
    var gains = features
    gains.setRow(1, to: [0.5, 0])
    coefficients.correct(
      from: 1, towards: [5, 3], Correction(slot: 1, leakage: 0, element: 0), features: features, gains: gains,
      leakGains: gains)
    #expect(coefficients.elements == [1, 1, 2, 1, 1, 1])
    coefficients.correct(
      from: 1, towards: [4], Correction(slot: 1, leakage: 0.5, element: 0), features: features, gains: gains,
      leakGains: gains)
    #expect(coefficients.elements == [1, 1, 1.5, 1, 1, 1])
  }

  @Test(arguments: [(1, 1), (3, 4), (9, 31), (7, 82)], [0.0, 2.5])
  func correctionsAreThoseOfEachRow(_ shape: (rows: Int, columns: Int), leakage: Double) {
    var numbers = Numbers(state: 8)
    let old = numbers.matrix(shape.rows + 2, shape.columns)
    let features = numbers.matrix(3, shape.columns)
    let gains = numbers.matrix(3, shape.columns)
    let leakGains = numbers.matrix(3, shape.columns)
    let targets = numbers.array(shape.rows)
    let element = shape.columns / 2
    var new = old
    new.correct(
      from: 1, towards: targets, Correction(slot: 2, leakage: leakage, element: element), features: features,
      gains: gains, leakGains: leakGains)
    var ought = old
    for row in 0..<shape.rows {
      let error = targets[row] - zip(old[row: row + 1], features[row: 2]).map { $0 * $1 }.reduce(0, +)
      for i in 0..<shape.columns { ought[row + 1, i] += error * gains[2, i] }
      let leak = leakage * ought[row + 1, element]
      for i in 0..<shape.columns { ought[row + 1, i] -= leak * leakGains[2, i] }
    }
    #expect(new.distance(to: ought) < 1e-12)
  }
}

extension Matrix<Double> {
  /// P <- (P - P u u'P / (f + u'P u)) / f
  fileprivate mutating func observe(_ u: [Double], forgetting f: Double) {
    var product = u
    multiply(u, into: &product)
    let factor = -1 / (f + dot(u, product))
    for row in 0..<rows { add(factor * product[row], times: product, toRow: row, from: 0) }
    scale(by: 1 / f, adding: 0, times: Matrix(rows: rows, columns: columns, repeating: 0))
  }
}

/// The smallest pivot of Cholesky's factorisation, below zero where the matrix is not positive definite.
private func smallestPivot(of matrix: Matrix<Double>) -> Double {
  var lower = matrix
  var least = Double.infinity
  for row in 0..<matrix.rows {
    for column in 0...row {
      let rest = (0..<column).reduce(lower[row, column]) { $0 - lower[row, $1] * lower[column, $1] }
      if row == column { least = min(least, rest) }
      lower[row, column] = row == column ? max(rest, 1e-300).squareRoot() : rest / lower[column, column]
    }
  }
  return least
}
