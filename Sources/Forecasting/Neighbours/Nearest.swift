/// A past tick like the present one.
package struct Neighbour: Sendable {
  /// Its row in the library.
  var item: Int
  /// How unlike the present it is, D.
  package var distance: Double
  /// The factor a that its motion is taken times.
  package var amplitude: Double
}

/// The nearest items of a library, nearest first.
///
/// Of an item no more is asked at first than whether it may be nearer than the farthest of those found or, while too few are
/// found, than half as far again as the farthest of the tick before. That is asked in `Float`, with room for its rounding; what
/// passes is measured in `Double`. Where the first guess was too low all are looked at again, so that whatever the guess,
/// those found are the nearest of all.
struct Nearest: Sendable {
  private(set) var neighbours: [Neighbour] = []
  private let most: Int
  private var likely = LikelyItems(most: Self.strip)
  private var rounded: [Float]
  private var size = 0.0
  private static let strip = 256

  /// The `most` nearest of embeddings of `count` elements.
  init(_ most: Int, count: Int) {
    self.most = most
    neighbours.reserveCapacity(most + 1)
    rounded = Array(repeating: 0, count: count)
  }

  /// Searches `library` for the neighbours of `query`, an embedding whose first `place` elements are the place x:
  ///
  ///     a_i = (d_i . d + |d_i|^2) / (2 |d_i|^2), between 1/1.3 and 1.3
  ///     D_i = |x_i - x|^2 + |d - a_i d_i|^2 + (a_i - 1)^2 |d_i|^2
  mutating func search(_ library: borrowing Library, for query: [Double], place: Int) {
    for i in query.indices { rounded[i] = Float(query[i]) }
    size = norm(query)
    let guess = neighbours.count == most ? 1.5 * neighbours[most - 1].distance : .infinity
    search(library, query, place, within: guess)
    if guess < .infinity, neighbours.count < min(most, library.count) {
      search(library, query, place, within: .infinity)
    }
  }

  private mutating func search(
    _ library: borrowing Library, _ query: [Double], _ place: Int, within guess: Double
  ) {
    neighbours.removeAll(keepingCapacity: true)
    search(library, library.recent.straight, query, place, guess)
    search(library, library.recent.wrapped, query, place, guess)
    search(library, library.older.straight, query, place, guess)
    search(library, library.older.wrapped, query, place, guess)
  }

  private mutating func search(
    _ library: borrowing Library, _ items: Range<Int>, _ query: [Double], _ place: Int, _ guess: Double
  ) {
    for start in stride(from: items.lowerBound, to: items.upperBound, by: Self.strip) {
      let bound = neighbours.count < most ? guess : min(guess, neighbours[most - 1].distance)
      likely.find(
        in: library.columns, start..<min(start + Self.strip, items.upperBound),
        squares: library.roundedSquares, like: rounded, place: place, within: roomy(bound))
      for i in 0..<likely.count {
        let item = likely.items[i]
        let (distance, amplitude) = library.embeddings.unlikeness(
          row: item, to: query, place: place, square: library.squares[item])
        let isNear = neighbours.count < most || distance < neighbours[most - 1].distance
        guard isNear, distance <= guess else { continue }
        insert(Neighbour(item: item, distance: distance, amplitude: amplitude))
      }
    }
  }

  /// `bound` and what rounding may add to a D as small: of an item so near no term of D is above (|q| + sqrt(bound))^2 times
  /// 1.3^2, and some fifty of them are rounded by 2^-24.
  private func roomy(_ bound: Double) -> Float {
    let largest = size + bound.squareRoot()
    return Float(bound + 0x1p-16 * largest * largest).nextUp
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

extension Nearest: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&neighbours, atMost: most, filler: Neighbour(item: 0, distance: 0, amplitude: 0))
  }
}

extension Neighbour: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&item)
    archive.transfer(&distance)
    archive.transfer(&amplitude)
  }
}
