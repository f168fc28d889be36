/// A past tick like the present one.
package struct Neighbour: Sendable {
  /// Its column in the library.
  var item: Int
  /// How unlike the present it is, D.
  package var distance: Double
  /// The factor a that its motion is taken times.
  package var amplitude: Double
}

/// The nearest items of a library, nearest first.
struct Nearest: Sendable {
  private(set) var neighbours: [Neighbour] = []
  private let most: Int
  private var amplitudes: [Double]
  private var distances: [Double]
  private static let block = 128
  private static let largestAmplitude = 1.3

  /// The `most` nearest.
  init(_ most: Int) {
    self.most = most
    neighbours.reserveCapacity(most + 1)
    amplitudes = Array(repeating: 0, count: Self.block)
    distances = amplitudes
  }

  /// Searches `library` for the neighbours of `query`, an embedding whose first `place` elements are the place x:
  ///
  ///     a_i = (d_i . d + |d_i|^2) / (2 |d_i|^2), between 1/1.3 and 1.3
  ///     D_i = |x_i - x|^2 + |d - a_i d_i|^2 + (a_i - 1)^2 |d_i|^2
  mutating func search(_ library: borrowing Library, for query: [Double], place: Int) {
    neighbours.removeAll(keepingCapacity: true)
    search(library, library.recent.straight, query, place)
    search(library, library.recent.wrapped, query, place)
    search(library, library.older.straight, query, place)
    search(library, library.older.wrapped, query, place)
  }

  private mutating func search(
    _ library: borrowing Library, _ items: Range<Int>, _ query: [Double], _ place: Int
  ) {
    for start in stride(from: items.lowerBound, to: items.upperBound, by: Self.block) {
      let count = min(Self.block, items.upperBound - start)
      measure(library, from: start, count: count, query, place)
      for i in 0..<count where neighbours.count < most || distances[i] < neighbours[most - 1].distance {
        insert(Neighbour(item: start + i, distance: distances[i], amplitude: amplitudes[i]))
      }
    }
  }

  /// Writes D of the items from `start` on to `distances`, and a to `amplitudes`.
  private mutating func measure(
    _ library: borrowing Library, from start: Int, count: Int, _ query: [Double], _ place: Int
  ) {
    let width = library.columns.columns
    precondition(
      query.count == library.columns.rows && start + count <= width, "an embedding fits its library")
    // Rows are of the library's matrix, which holds its storage meanwhile; `start + i` stays below its width and `i` below
    // the block.
    library.columns.elements.withUnsafeBufferPointer { columns in
      library.squares.withUnsafeBufferPointer { squares in
        amplitudes.withUnsafeMutableBufferPointer { a in
          distances.withUnsafeMutableBufferPointer { distance in
            for i in 0..<count { a[i] = 0 }
            for row in place..<query.count {
              let line = columns.baseAddress! + row * width + start
              let q = query[row]
              for i in 0..<count { a[i] += line[i] * q }
            }
            for i in 0..<count {
              let square = squares[start + i]
              let ratio = (a[i] + square) / (2 * square + 1e-12)
              a[i] = min(max(ratio, 1 / Self.largestAmplitude), Self.largestAmplitude)
              distance[i] = (a[i] - 1) * (a[i] - 1) * square
            }
            for row in place..<query.count {
              let line = columns.baseAddress! + row * width + start
              let q = query[row]
              for i in 0..<count { distance[i] += (q - a[i] * line[i]) * (q - a[i] * line[i]) }
            }
            for row in 0..<place {
              let line = columns.baseAddress! + row * width + start
              let q = query[row]
              for i in 0..<count { distance[i] += (line[i] - q) * (line[i] - q) }
            }
          }
        }
      }
    }
  }

  private mutating func insert(_ neighbour: Neighbour) {
    if neighbours.count == most { neighbours.removeLast() }
    var low = 0
    var high = neighbours.count
    while low < high {
      let middle = (low + high) / 2
      if neighbours[middle].distance <= neighbour.distance { low = middle + 1 } else { high = middle }
    }
    neighbours.insert(neighbour, at: low)
  }
}
