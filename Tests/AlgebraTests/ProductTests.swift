import Algebra
import Foundation
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

  /// Sizes round the strips of columns and the blocks of rows that the kernels take at once.
  @Test(arguments: [1, 3, 4, 5, 7, 9, 11], [1, 8, 11, 24, 25, 41, 100])
  func productsInPlace(rows: Int, columns: Int) {
    var numbers = Numbers(state: 3)
    let (a, c, d) = (numbers.matrix(rows, rows), numbers.matrix(rows, columns), numbers.array(rows))
    var product = c
    var combined = Matrix(rows: 1, columns: columns, repeating: 0.0)
    var scratch = Matrix(rows: rows, columns: 48, repeating: 0.0)
    product.multiplyInPlace(by: a, combining: d, into: &combined, scratch: &scratch)
    let ought = a.times(c)
    #expect(product.distance(to: ought) < 1e-13)
    var sums = Matrix(rows: 1, columns: columns, repeating: 0.0)
    sums.setCombination(of: d, rowsOf: ought)
    #expect(combined.distance(to: sums) < 1e-13)
  }

  @Test(arguments: [(1, 1), (5, 3), (9, 22), (6, 60)])
  func momentsAreSumsOfProducts(_ shape: (count: Int, rows: Int)) {
    var numbers = Numbers(state: 6)
    let (rows, weights) = (numbers.matrix(shape.rows + 1, shape.count), numbers.array(shape.rows))
    var moments = numbers.matrix(shape.count, shape.count)
    moments.setMoments(of: rows, weights: weights, count: shape.rows)
    var ought = Matrix(rows: shape.count, columns: shape.count, repeating: 0.0)
    for (row, weight) in weights.enumerated() {
      let u = rows[row: row]
      ought.addProduct(of: u.map { weight * $0 }, and: u)
    }
    #expect(moments.distance(to: ought) < 1e-12)
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

  @Test func theHyperbolicTangentOfFloats() {
    let x: [Float] = (-4000...4000).map { Float($0) * 0.005 } + [1e-30, 1e30, -.infinity, .nan]
    var y = x
    takeTanh(&y)
    for (x, y) in zip(x, y).dropLast() {
      let ought = tanh(Double(x))
      #expect(abs(Double(y) - ought) <= 4e-7 * abs(ought) && abs(y) <= 1, "at \(x)")
    }
    #expect(y.last!.isNaN)
  }
}
