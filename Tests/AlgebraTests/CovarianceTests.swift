import Algebra
import Testing

@Suite struct CovarianceTests {
  @Test(arguments: [UInt64(1), 2, 3])
  func isTheInverseOfTheWeightedSum(seed: UInt64) {
    var numbers = Numbers(state: seed)
    let (count, initial, forgetting) = (6, 5.0, 0.98)
    var covariance = Covariance(count: count, initial: initial)
    var gains = Matrix(rows: 1, columns: count, repeating: 0.0)
    var sum = Matrix(rows: count, columns: count, repeating: 0.0)
    for i in 0..<count { sum[i, i] = 1 / initial }
    for _ in 0..<40 {
      let u = numbers.array(count)
      covariance.observe(u, forgetting: forgetting, gain: &gains, row: 0)
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

  @Test func staysSymmetricToTheLastBit() {
    var numbers = Numbers(state: 9)
    var covariance = Covariance(count: 7, initial: 0.1)
    var gains = Matrix(rows: 1, columns: 7, repeating: 0.0)
    for n in 0..<5000 {
      covariance.observe(numbers.array(7), forgetting: 0.999, gain: &gains, row: 0)
      covariance.observe(element: n % 7, strength: 2, gain: &gains, row: 0)
    }
    #expect(covariance.matrix == covariance.matrix.transposed)
  }

  @Test func aPseudoObservationIsAnObservationOfOneElement() {
    var numbers = Numbers(state: 4)
    var a = Covariance(count: 4, initial: 2)
    var gains = Matrix(rows: 2, columns: 4, repeating: 0.0)
    for _ in 0..<10 { a.observe(numbers.array(4), forgetting: 0.99, gain: &gains, row: 0) }
    var b = a
    a.observe(element: 2, strength: 3, gain: &gains, row: 0)
    b.observe([0, 0, 3, 0], forgetting: 1, gain: &gains, row: 1)
    #expect(a.matrix.distance(to: b.matrix) < 1e-14)
    #expect(zip(gains[row: 0], gains[row: 1]).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test func directionsLeftAloneDoNotOverflow() {
    var covariance = Covariance(count: 2, initial: 1)
    var gains = Matrix(rows: 1, columns: 2, repeating: 0.0)
    for _ in 0..<100_000 { covariance.observe([1, 0], forgetting: 0.99, gain: &gains, row: 0) }
    #expect(covariance.matrix.elements.allSatisfy { $0.isFinite && $0 < 1e10 })
  }

  @Test func wildInputsAreLeftOut() {
    var covariance = Covariance(count: 2, initial: 1)
    var gains = Matrix(rows: 1, columns: 2, repeating: 7.0)
    let before = covariance.matrix
    covariance.observe([.nan, 0], forgetting: 0.99, gain: &gains, row: 0)
    #expect(covariance.matrix == before)
    #expect(gains.elements == [0, 0])
  }

  @Test func correctionsFollowTheGain() {
    var coefficients = Matrix(rows: 3, columns: 2, repeating: 1.0)
    var features = Matrix(rows: 2, columns: 2, repeating: 0.0)
    features.setRow(1, to: [1, 2])
    var gains = features
    gains.setRow(1, to: [0.5, 0])
    coefficients.correct(from: 1, towards: [5, 3], features: features, gains: gains, slot: 1)
    #expect(coefficients.elements == [1, 1, 2, 1, 1, 1])
    coefficients.shrink(from: 1, count: 1, element: 0, strength: 0.5, gains: gains, slot: 1)
    #expect(coefficients.elements == [1, 1, 1.5, 1, 1, 1])
  }
}
