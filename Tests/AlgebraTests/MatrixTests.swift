import Algebra
import Testing

@Test func elementsLieRowAfterRow() {
  var matrix = Matrix(rows: 2, columns: 3, repeating: 0.0)
  matrix[0, 2] = 1
  matrix[1, 0] = 2
  #expect(matrix.elements == [0, 0, 1, 2, 0, 0])
  #expect(Array(matrix[row: 1]) == [2, 0, 0])
}

@Test func copiesAreIndependent() {
  let original = Matrix(rows: 1, columns: 1, repeating: 1.0)
  var copy = original
  copy[0, 0] = 2
  #expect(original[0, 0] == 1)
}
