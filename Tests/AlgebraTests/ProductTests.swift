import Algebra
import Testing

@Suite struct ProductTests {
  @Test(arguments: [(1, 1), (3, 7), (17, 33), (5, 2500)], [UInt64(1), 2])
  func productsFollowTheDefinition(_ shape: (Int, Int), seed: UInt64) {
    var numbers = Numbers(state: seed)
    let (rows, columns) = shape
    let a = numbers.matrix(rows, columns)
    let x = numbers.array(columns)
    var y = numbers.array(rows)
    a.multiply(x, into: &y)
    for i in 0..<rows {
      #expect(abs(y[i] - zip(a[row: i], x).map { $0 * $1 }.reduce(0, +)) < 1e-12, "seed \(seed)")
    }
    var z = Array(repeating: 0.0, count: columns)
    a.subtractTransposedProduct(with: y, from: &z)
    for j in 0..<columns {
      #expect(abs(z[j] + (0..<rows).map { a[$0, j] * y[$0] }.reduce(0, +)) < 1e-12, "seed \(seed)")
    }
  }

  @Test func shorterVectorsMeetTheLeadingColumns() {
    var a = Matrix(rows: 2, columns: 3, repeating: 0.0)
    a.setRow(0, to: [1, 2, 100])
    a.setRow(1, to: [3, 4, 100])
    var y = [0.0, 0]
    a.multiply([10, 1], into: &y)
    #expect(y == [12, 34])
    a.subtractTransposedProduct(with: [1, 1], from: &y)
    #expect(y == [8, 28])
  }

  @Test func scaledProductOfMatrices() {
    var numbers = Numbers(state: 3)
    let (a, b) = (numbers.matrix(4, 4), numbers.matrix(4, 2100))
    let (scales, kept) = (numbers.array(4), numbers.array(3) + [0])
    var factor = a
    for i in 0..<4 {
      for j in 0..<4 { factor[i, j] = scales[i] * a[i, j] + (i == j ? kept[i] : 0) }
    }
    var product = numbers.matrix(4, 2100)
    product.setProduct(scales: scales, a, b, keeping: kept)
    #expect(product.distance(to: factor.times(b)) < 1e-13)
  }

  @Test func updates() {
    var a = Matrix(rows: 2, columns: 2, repeating: 1.0)
    a.scale(by: 2, addingProductOf: [1, 10], and: [3, 4])
    #expect(a.elements == [5, 6, 32, 42])
    a.addProduct(of: [1, 0], and: [1, 1])
    #expect(a.elements == [6, 7, 32, 42])
    a.scale(by: 1, adding: -1, times: a)
    #expect(a.elements == [0, 0, 0, 0])
    a.add(2, times: [5], toRow: 1, from: 1)
    #expect(a.elements == [0, 0, 0, 10])
    a.setCombination(of: [2, 1], rowsOf: Matrix(rows: 2, columns: 4, repeating: 1))
    #expect(a.elements == [3, 3, 3, 3])
    #expect(a.norm == 6)
    a.scaleRows(by: [2, 0], addingProductOf: [1, 10], and: [3, 4])
    #expect(a.elements == [9, 10, 30, 40])
    var b = Matrix(rows: 2, columns: 1, repeating: 0.0)
    b.setRows(of: a, times: [1, -1])
    #expect(b.elements == [9, -30])
  }

  @Test func floatsAreComputedAsFloats() {
    let a = Matrix<Float>(rows: 3, columns: 40, repeating: 0.5)
    var y: [Float] = [0, 0, 0]
    a.multiply(Array(repeating: 2, count: 40), into: &y)
    #expect(y == [40, 40, 40])
    #expect(norm(y) == Float(40 * 3.0.squareRoot()))
  }

  @Test func adamsFirstStepIsTheRateAgainstTheSign() {
    var weights = Matrix(rows: 1, columns: 3, repeating: 0.0)
    var gradient = weights
    gradient.setRow(0, to: [4, -0.25, 0])
    var (mean, square) = ([0.0, 0, 0], [0.0, 0, 0])
    weights.adamUpdate(
      gradient: gradient, mean: &mean, square: &square, step: 0.01 / (1 - 0.9),
      scale: 1 / (1 - 0.999).squareRoot())
    #expect(abs(weights[0, 0] + 0.01) < 1e-9)
    #expect(abs(weights[0, 1] - 0.01) < 1e-8)
    #expect(weights[0, 2] == 0)
    #expect(abs(mean[0] - 0.4) < 1e-15)
    #expect(abs(square[0] - 0.016) < 1e-15)
  }
}
