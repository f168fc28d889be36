import Algebra
import Testing

@Suite struct SymmetricSolverTests {
  @Test(arguments: [1, 2, 9, 40], [UInt64(1), 2])
  func solvesWhatHasFullRank(count: Int, seed: UInt64) {
    var numbers = Numbers(state: seed)
    let a = numbers.matrix(count, count + 3)
    let solver = SymmetricSolver(a.times(a.transposed))
    #expect(solver.rank == count, "seed \(seed)")
    let x = numbers.array(count)
    var b = x
    a.times(a.transposed).multiply(x, into: &b)
    for (found, exact) in zip(solver.solve(b), x) { #expect(abs(found - exact) < 1e-6, "seed \(seed)") }
  }

  /// The solution of least norm lies in the range of A, so a vector of that range is its own.
  @Test(arguments: [(5, 2), (30, 11), (91, 40)], [UInt64(1), 2])
  func findsTheLeastNormWhereRankIsLacking(_ shape: (Int, Int), seed: UInt64) {
    var numbers = Numbers(state: seed)
    let (count, rank) = shape
    let a = numbers.matrix(count, rank)
    let singular = a.times(a.transposed)
    let solver = SymmetricSolver(singular)
    #expect(solver.rank == rank, "seed \(seed)")

    var x0 = Array(repeating: 0.0, count: count)
    a.multiply(numbers.array(rank), into: &x0)
    var b = x0
    singular.multiply(x0, into: &b)
    for (found, exact) in zip(solver.solve(b), x0) { #expect(abs(found - exact) < 1e-6, "seed \(seed)") }
  }

  @Test func zeroHasNoRank() {
    let solver = SymmetricSolver(Matrix(rows: 2, columns: 2, repeating: 0))
    #expect(solver.rank == 0)
    #expect(solver.solve([1, 2]) == [0, 0])
  }

  @Test func knownEquations() {
    var matrix = Matrix(rows: 2, columns: 2, repeating: 0.0)
    matrix.setRow(0, to: [4, 2])
    matrix.setRow(1, to: [2, 3])
    let x = SymmetricSolver(matrix).solve([8, 8])
    #expect(abs(x[0] - 1) < 1e-15 && abs(x[1] - 2) < 1e-15)
  }
}
