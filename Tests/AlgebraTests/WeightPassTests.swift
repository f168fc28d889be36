import Algebra
import Testing

/// What the passes along the weights of a learner mean, in Swift.
@Suite struct WeightPassTests {
  @Test func adamsFirstStepIsTheRateAgainstTheSign() {
    var weights = Matrix(rows: 1, columns: 3, repeating: 0.0)
    var gradient = weights
    gradient.setRow(0, to: [4, -0.25, 0])
    var factors = FactoredGradient<Double>(rows: 1, columns: 3, products: 0)
    factors.strengths = [1]
    var move = RowMove<Double>(rows: 1, columns: 3)
    var pass = WeightPass<Double>(rows: 1, columns: 3)
    var mean = Matrix(rows: 1, columns: 3, repeating: 0.0)
    var square = mean
    var unused: [Double] = []
    let sum = weights.passAdam(
      &gradient, &move, factors, &pass, mean: &mean, square: &square, step: 0.01 / (1 - 0.9),
      scale: 1 / (1 - 0.999).squareRoot(), tangent: [], pushed: &unused)
    #expect(abs(weights[0, 0] + 0.01) < 1e-9)
    #expect(abs(weights[0, 1] - 0.01) < 1e-8)
    #expect(weights[0, 2] == 0)
    #expect(abs(mean[0, 0] - 0.4) < 1e-15)
    #expect(abs(square[0, 0] - 0.016) < 1e-15)
    #expect(gradient.elements == [4, -0.25, 0] && sum == 16.0625)
  }

  /// Shapes round the elements that a pass takes at once.
  @Test(arguments: [(1, 3), (4, 8), (5, 21), (3, 53)], [0, 1, 4])
  func adamMovesWeightsAndInfluence(_ shape: (rows: Int, columns: Int), products: Int) {
    var numbers = Numbers(state: 12)
    var old = (
      weights: numbers.matrix(shape.rows, shape.columns),
      influence: numbers.matrix(shape.rows, shape.columns),
      mean: numbers.matrix(shape.rows, shape.columns),
      square: numbers.matrix(shape.rows, shape.columns)
    )
    for row in 0..<shape.rows {
      for column in 0..<shape.columns { old.square[row, column] *= old.square[row, column] }
    }
    var factors = FactoredGradient<Double>(rows: shape.rows, columns: shape.columns, products: products)
    factors.strengths = numbers.array(shape.rows)
    factors.pulls = numbers.matrix(products, shape.rows)
    factors.inputs = numbers.matrix(products, shape.columns)
    var move = RowMove<Double>(rows: shape.rows, columns: shape.columns)
    (move.keep, move.column) = (numbers.array(shape.rows), numbers.array(shape.rows))
    move.row = numbers.array(shape.columns)
    move.isWaiting = true
    let waiting = move
    var pass = WeightPass<Double>(rows: shape.rows, columns: shape.columns)
    pass.next = numbers.array(shape.columns)
    let tangent = shape.rows <= shape.columns ? numbers.array(shape.rows) : []
    var pushed = Array(repeating: 7.0, count: shape.rows)
    var (weights, influence, mean, square) = old
    let sum = weights.passAdam(
      &influence, &move, factors, &pass, mean: &mean, square: &square, step: 0.1, scale: 2,
      tangent: tangent, pushed: &pushed)
    var squares = 0.0
    for row in 0..<shape.rows {
      var (product, along) = (0.0, 0.0)
      for column in 0..<shape.columns {
        let t =
          waiting.keep[row] * old.influence[row, column] + waiting.column[row] * waiting.row[column]
        var g = factors.strengths[row] * t
        for k in 0..<products { g += factors.pulls[k, row] * factors.inputs[k, column] }
        let m = 0.9 * old.mean[row, column] + 0.1 * g
        let v = 0.999 * old.square[row, column] + 0.001 * g * g
        let w = old.weights[row, column] - 0.1 * m / (2 * v.squareRoot() + 1e-8)
        #expect(abs(influence[row, column] - t) < 1e-14)
        #expect(abs(mean[row, column] - m) < 1e-14 && abs(square[row, column] - v) < 1e-14)
        #expect(abs(weights[row, column] - w) < 1e-12)
        squares += t * t
        product += w * pass.next[column]
        if column < tangent.count { along += w * tangent[column] }
      }
      #expect(abs(pass.product[row] - product) < 1e-11)
      #expect(tangent.isEmpty ? pushed[row] == 7 : abs(pushed[row] - along) < 1e-11)
    }
    #expect(abs(sum - squares) < 1e-12)
    let still = influence
    #expect(!move.isWaiting)
    move.settle(&influence)
    #expect(influence.elements == still.elements)
  }
}
