import Algebra
import Archiving
import Testing

@Suite struct ArchivedMatrixTests {
  private func written(_ value: some Archivable) -> [UInt8] {
    var (archive, copy) = (Archive(), value)
    archive.transfer(&copy)
    return archive.bytes
  }

  @Test func elementsComeBack() {
    var numbers = Numbers(state: 1)
    let matrix = numbers.matrix(3, 5)
    var result = Matrix(rows: 3, columns: 5, repeating: 0.0)
    var archive = Archive(reading: written(matrix))
    archive.transfer(&result)
    #expect(result == matrix && archive.isExhausted)
  }

  @Test func aMatrixOfAnotherShapeIsRefused() {
    var result = Matrix(rows: 5, columns: 3, repeating: 0.0)
    var archive = Archive(reading: written(Matrix(rows: 3, columns: 5, repeating: 1.0)))
    archive.transfer(&result)
    #expect(archive.problem == "it holds a matrix of 3 by 5 where there is one of 5 by 3")
    #expect(result == Matrix(rows: 5, columns: 3, repeating: 0))
  }

  @Test func someRowsLeaveTheOthers() {
    var numbers = Numbers(state: 2)
    var matrix = numbers.matrix(4, 3)
    var archive = Archive()
    matrix.transfer(rows: 1..<3, with: &archive)
    var result = Matrix(rows: 4, columns: 3, repeating: 0.0)
    var reading = Archive(reading: archive.bytes)
    result.transfer(rows: 1..<3, with: &reading)
    #expect(reading.isExhausted)
    #expect(result[row: 1] == matrix[row: 1] && result[row: 2] == matrix[row: 2])
    #expect(Array(result[row: 0]) == [0, 0, 0] && Array(result[row: 3]) == [0, 0, 0])
  }

  @Test func aCovarianceGoesOnAlike() {
    var numbers = Numbers(state: 3)
    var gains = Matrix(rows: 2, columns: 8, repeating: 0.0)
    var leaks = gains
    var covariance = Covariance(count: 5, initial: 2)
    for _ in 0..<20 {
      covariance.observe(numbers.array(5), forgetting: 0.99, gain: &gains, gain: &leaks, row: 0)
    }
    var other = Covariance(count: 5, initial: 2)
    var archive = Archive(reading: written(covariance))
    archive.transfer(&other)
    for _ in 0..<20 {
      let u = numbers.array(5)
      covariance.observe(u, forgetting: 0.99, gain: &gains, gain: &leaks, row: 0)
      other.observe(u, forgetting: 0.99, gain: &gains, gain: &leaks, row: 1)
      #expect(gains[row: 0] == gains[row: 1])
    }
    #expect(other.matrix == covariance.matrix)
  }
}
