/// Embeddings of past ticks, each with its place on the tape, in two rings: all of the last minutes, and of those before
/// them one in some, so that weeks cost what an hour costs.
///
/// Each is held twice: as a row, and rounded to a `Float` as a column, so that a distance to all of them is a few passes along
/// vectors of sixteen items, and half as much is read.
struct Library: Sendable {
  /// Embeddings, a row an item.
  private(set) var embeddings: Matrix<Double>
  /// |d|^2 of each item.
  private(set) var squares: [Double]
  /// The same, rounded: a column an item.
  private(set) var columns: Matrix<Float>
  private(set) var roundedSquares: [Float]
  /// Where each item lies on the tape.
  private(set) var places: [Int]
  private let place: Int
  private let thinning: Int
  private(set) var recent: Ring
  private(set) var older: Ring
  private var passed = 0

  /// Items `start ..< start + capacity`, of which `count` are held, the oldest of them at `oldest`.
  struct Ring: Sendable {
    let start: Int
    let capacity: Int
    var count = 0
    var oldest = 0

    /// Where the next item is to be written.
    var next: Int { start + (oldest + count) % capacity }
    /// The oldest item.
    var first: Int { start + oldest }
    var isFull: Bool { count == capacity }
    /// The items held, but for those that lie round the end.
    var straight: Range<Int> { first..<min(first + count, start + capacity) }
    /// The items that lie round the end.
    var wrapped: Range<Int> { start..<start + max(0, oldest + count - capacity) }

    mutating func drop() {
      oldest = (oldest + 1) % capacity
      count -= 1
    }
  }

  /// A library of `recent` items and `older` ones, of embeddings whose first `place` elements are no differences.
  init(recent: Int, older: Int, thinning: Int, count: Int, place: Int) {
    let width = recent + older + LikelyItems.block
    embeddings = Matrix(rows: recent + older, columns: count, repeating: 0)
    squares = Array(repeating: 0, count: recent + older)
    columns = Matrix(rows: count, columns: width, repeating: 0)
    roundedSquares = Array(repeating: 0, count: width)
    places = Array(repeating: 0, count: recent + older)
    self.place = place
    self.thinning = thinning
    self.recent = Ring(start: 0, capacity: recent)
    self.older = Ring(start: recent, capacity: older)
  }

  /// The number of items held.
  var count: Int { recent.count + older.count }

  /// Lets the items go that lie before `first`.
  mutating func drop(before first: Int) {
    while older.count > 0, places[older.first] < first { older.drop() }
    while recent.count > 0, places[recent.first] < first { recent.drop() }
  }

  /// Adds an item whose embedding is a row of `embeddings` and that lies at `tapePlace`.
  mutating func add(_ others: borrowing Matrix<Double>, row index: Int, at tapePlace: Int) {
    if recent.isFull {
      if passed % thinning == 0 { keepOldestOfRecent() }
      passed += 1
      recent.drop()
    }
    let item = recent.next
    var square = 0.0
    for row in 0..<columns.rows {
      let value = others[index, row]
      embeddings[item, row] = value
      columns[row, item] = Float(value)
      if row >= place { square += value * value }
    }
    squares[item] = square
    roundedSquares[item] = Float(square)
    places[item] = tapePlace
    recent.count += 1
  }

  private mutating func keepOldestOfRecent() {
    if older.isFull { older.drop() }
    let (from, to) = (recent.first, older.next)
    for row in 0..<columns.rows {
      embeddings[to, row] = embeddings[from, row]
      columns[row, to] = columns[row, from]
    }
    squares[to] = squares[from]
    roundedSquares[to] = roundedSquares[from]
    places[to] = places[from]
    older.count += 1
  }
}

extension Library: Archivable {
  /// Transfers the items held; what is rounded is made of them.
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&recent)
    archive.transfer(&older)
    archive.transfer(count: &passed)
    for items in [recent.straight, recent.wrapped, older.straight, older.wrapped] {
      embeddings.transfer(rows: items, with: &archive)
      archive.transfer(&squares, at: items)
      archive.transfer(&places, at: items)
      if archive.isReading { round(items) }
    }
  }

  private mutating func round(_ items: Range<Int>) {
    for item in items {
      for row in 0..<columns.rows { columns[row, item] = Float(embeddings[item, row]) }
      roundedSquares[item] = Float(squares[item])
    }
  }
}

extension Library.Ring: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&count, within: 0...capacity)
    archive.transfer(&oldest, within: 0...capacity - 1)
  }
}
