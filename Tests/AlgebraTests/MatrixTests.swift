import Algebra
import Testing

@Test func elementsLieRowAfterRow() {
  var matrix = Matrix(rows: 2, columns: 3, repeating: 0.0)
  matrix[0, 2] = 1
  matrix[1, 0] = 2
  #expect(matrix.elements == [0, 0, 1, 2, 0, 0])
  #expect(matrix[row: 1] == [2, 0, 0])
}

/// A copy's memory begins elsewhere: what is written to it, one element at a time or all, finds the others where they belong.
@Test(arguments: [1, 3, 7, 8, 100, 40_000])
func copiesAreIndependent(columns: Int) {
  var original = Matrix(rows: 2, columns: columns, repeating: 0.0)
  for column in 0..<columns { original[1, column] = Double(column + 1) }
  let elements = original.elements
  var copies = Array(repeating: original, count: 5)
  for i in copies.indices {
    copies[i][0, 0] = -1
    copies[i].scale(by: 2)
    #expect(copies[i].elements == [-2] + elements.dropFirst().map { 2 * $0 })
  }
  #expect(original.elements == elements && copies[0] == copies[4] && copies[0] != original)
}
