internal import RealModule

/// How much each neighbour's displacements weigh in a forecast.
package protocol NeighbourRule: Sendable {
  /// How many neighbours it wants at 10 Hz and more.
  static var count: Int { get }
  /// A rule for what `search` finds, at `rate`.
  init(_ search: NeighbourSearch, rate: Double)
  /// Writes a weight for each neighbour of `search`, nearest first, and 0 for those it does not want.
  mutating func weigh(_ search: borrowing NeighbourSearch, into weights: inout [Double])
}

/// Analogues: the mean of what followed the nearest, each with its amplitude, the nearer the heavier.
///
/// After E. N. Lorenz, "Atmospheric predictability as revealed by naturally occurring analogues" (1969,
/// doi:10.1175/1520-0469(1969)26<636:APARBN>2.0.CO;2).
package struct Analogues: NeighbourRule {
  package static var count: Int { 20 }
  private let wanted: Int

  package init(_ search: NeighbourSearch, rate: Double) {
    wanted = NeighbourSearch.count(Self.count, rate: rate)
  }

  package mutating func weigh(_ search: borrowing NeighbourSearch, into weights: inout [Double]) {
    for k in weights.indices { weights[k] = 0 }
    let neighbours = search.neighbours
    let count = min(wanted, neighbours.count)
    guard count > 0 else { return }
    let farthest = neighbours[count - 1].distance + 1e-12
    var sum = 0.0
    for k in 0..<count {
      weights[k] = .exp(-2 * neighbours[k].distance / farthest)
      sum += weights[k]
    }
    for k in 0..<count { weights[k] *= neighbours[k].amplitude / sum }
  }
}

/// Local ridge regression: a plane through what followed the neighbours, weighted by nearness, read off at the present.
///
/// W. S. Cleveland and S. J. Devlin, "Locally weighted regression" (1988, doi:10.1080/01621459.1988.10478639), with a
/// penalty on every slope: with v_i = [1, the neighbour's offset] and D the farthest distance,
///
///     g_i = w_i v_i . (sum w v v' + diag(0, D sum(w) / p))^-1 e_1,  w_i = exp(-3 D_i / D)
package struct LocalRidge: NeighbourRule {
  package static var count: Int { 60 }
  private var rows: Matrix<Double>
  private var moments: Matrix<Double>
  private var solution: [Double]
  private var offset: [Double]
  private var kernel: [Double]

  package init(_ search: NeighbourSearch, rate: Double) {
    let most = NeighbourSearch.count(Self.count, rate: rate)
    rows = Matrix(rows: most, columns: search.offsets + 1, repeating: 1)
    moments = Matrix(rows: search.offsets + 1, columns: search.offsets + 1, repeating: 0)
    solution = Array(repeating: 0, count: search.offsets + 1)
    offset = Array(repeating: 0, count: search.offsets)
    kernel = Array(repeating: 0, count: most)
  }

  package mutating func weigh(_ search: borrowing NeighbourSearch, into weights: inout [Double]) {
    for k in weights.indices { weights[k] = 0 }
    let neighbours = search.neighbours
    guard let last = neighbours.last else { return }
    let farthest = last.distance + 1e-12
    var sum = 0.0
    for (k, neighbour) in neighbours.enumerated() {
      kernel[k] = .exp(-3 * neighbour.distance / farthest)
      sum += kernel[k]
      search.offset(of: neighbour, into: &offset)
      rows.setRow(k, to: offset, from: 1)
    }
    moments.setMoments(of: rows, weights: kernel, count: neighbours.count)
    for i in offset.indices { moments[i + 1, i + 1] += farthest * sum / Double(offset.count) }
    for i in solution.indices { solution[i] = i == 0 ? 1 : 0 }
    moments.factorise()
    moments.substituteForwards(&solution)
    moments.substituteBackwards(&solution)
    for (k, neighbour) in neighbours.enumerated() {
      weights[k] = kernel[k] * rows.product(ofRow: k, with: solution) * neighbour.amplitude
    }
  }
}
