import Algebra
import MarkerMotion
import Testing

@Suite struct PrincipalAxesTests {
  /// Axes of length 1, at right angles, each scaled by the matrix alone, the largest first.
  @Test(arguments: [1, 2, 3, 9, 30])
  func axesAreEigenvectors(size: Int) {
    var generator = Xoshiro256(seed: UInt64(size), stream: 0)
    var matrix = Matrix(rows: size, columns: size, repeating: 0.0)
    for _ in 0..<2 * size {
      let x = (0..<size).map { _ in generator.gaussian() }
      matrix.addProduct(of: x, and: x)
    }
    let axes = principalAxes(of: matrix, count: size)
    var previous = Double.infinity
    for row in 0..<size {
      let axis = Array(axes[row: row])
      var image = axis
      matrix.multiply(axis, into: &image)
      let value = dot(axis, image)
      #expect(value <= previous + 1e-9)
      previous = value
      for i in 0..<size { #expect(abs(image[i] - value * axis[i]) < 1e-9 * Double(size)) }
      for other in 0..<size {
        #expect(abs(dot(axis, Array(axes[row: other])) - (other == row ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test func fewerAxesAreTheFirst() {
    var matrix = Matrix(rows: 3, columns: 3, repeating: 0.0)
    (matrix[0, 0], matrix[1, 1], matrix[2, 2]) = (1, 3, 2)
    let axes = principalAxes(of: matrix, count: 2)
    #expect(axes.rows == 2)
    #expect(axes.elements.map(abs) == [0, 1, 0, 0, 0, 1])
    #expect(principalAxes(of: matrix, count: 7).rows == 3)
  }

  @Test func nothingMoved() {
    let axes = principalAxes(of: Matrix(rows: 6, columns: 6, repeating: 0.0), count: 3)
    #expect(axes.elements.allSatisfy { $0.isFinite })
  }
}
