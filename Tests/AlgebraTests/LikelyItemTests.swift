import Algebra
import Testing

@Suite struct LikelyItemTests {
  /// What is found in `Float` are those within the bound and perhaps some that lie at it.
  @Test(arguments: [(3, 21, 100), (2, 14, 16), (3, 39, 7), (1, 1, 33)], [0.5, 3.0, .infinity])
  func areThoseWithinTheBound(_ shape: (place: Int, count: Int, items: Int), bound: Double) {
    var numbers = Numbers(state: 21)
    let embeddings = numbers.matrix(shape.items, shape.count)
    let query = numbers.array(shape.count)
    var columns = Matrix<Float>(rows: shape.count, columns: shape.items + LikelyItems.block, repeating: 0)
    var squares = Array(repeating: Float(0), count: columns.columns)
    var distances: [Double] = []
    for item in 0..<shape.items {
      for row in 0..<shape.count { columns[row, item] = Float(embeddings[item, row]) }
      let square = embeddings[row: item].dropFirst(shape.place).map { $0 * $0 }.reduce(0, +)
      squares[item] = Float(square)
      let (d, a) = embeddings.unlikeness(row: item, to: query, place: shape.place, square: square)
      let ought = definition(Array(embeddings[row: item]), query, shape.place)
      #expect(abs(d - ought.d) < 1e-12 && abs(a - ought.a) < 1e-12)
      distances.append(d)
    }
    var likely = LikelyItems(most: shape.items)
    let start = shape.items / 3
    likely.find(
      in: columns, start..<shape.items, squares: squares, like: query.map { Float($0) }, place: shape.place,
      within: Float(bound))
    let found = Set(likely.items.prefix(likely.count))
    #expect(found.count == likely.count)
    for item in 0..<shape.items {
      let isNear = item >= start && distances[item] <= bound
      #expect(found.contains(item) == isNear || abs(distances[item] - bound) < 1e-5, "item \(item)")
    }
  }

  private func definition(_ item: [Double], _ query: [Double], _ place: Int) -> (d: Double, a: Double) {
    let (own, d) = (item[place...], query[place...])
    let square = own.map { $0 * $0 }.reduce(0, +)
    let product = zip(own, d).map { $0 * $1 }.reduce(0, +)
    let a = min(max((product + square) / (2 * square + 1e-12), 1 / 1.3), 1.3)
    var distance = (a - 1) * (a - 1) * square
    for (x, y) in zip(item.prefix(place), query) { distance += (x - y) * (x - y) }
    for (x, y) in zip(own, d) { distance += (y - a * x) * (y - a * x) }
    return (distance, a)
  }
}
