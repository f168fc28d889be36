/// The newest ticks in scaled units, and which of them may be learned from.
package struct History: Sendable {
  /// Scaled positions, the row of tick t being `slot(t)`.
  package private(set) var positions: Matrix<Double>
  /// The newest tick, -1 before the first.
  package private(set) var newest = -1
  /// The first tick of the session.
  package private(set) var first = 0
  private var segmentStarts: [Int]
  private var cleanStarts: [Int]
  private let scales: Scales

  /// A history of `capacity` ticks.
  package init(capacity: Int, scales: Scales) {
    positions = Matrix(rows: capacity, columns: scales.origin.count, repeating: 0)
    segmentStarts = Array(repeating: 0, count: capacity)
    cleanStarts = segmentStarts
    self.scales = scales
  }

  /// The number of coordinates.
  package var dimension: Int { positions.columns }

  /// Appends `tick`; where it is not the one after the newest, the history begins with it.
  package mutating func append(_ tick: borrowing Tick) {
    let n = tick.index
    let isFirst = newest < 0 || n != newest + 1
    if isFirst { first = n }
    let (row, previous) = (slot(n), isFirst ? 0 : slot(n - 1))
    let starts = isFirst || tick.startsSegment
    let wasClean = !starts && cleanStarts[previous] != .max
    segmentStarts[row] = starts ? n : segmentStarts[previous]
    cleanStarts[row] = !tick.isLearnable ? .max : wasClean ? cleanStarts[previous] : n
    for c in 0..<dimension {
      positions[row, c] = (tick.positions[c] - scales.origin[c]) / scales.unit[c]
    }
    newest = n
  }

  /// The row of tick t.
  package func slot(_ t: Int) -> Int { t % positions.rows }

  /// The row of the newest tick, or of what a forecast before the first is of.
  package var newestSlot: Int { slot(max(0, newest)) }

  /// Whether tick t is still held.
  package func contains(_ t: Int) -> Bool { t >= first && t <= newest && t > newest - positions.rows }

  /// The first tick of the segment of tick t.
  package func segmentStart(_ t: Int) -> Int { segmentStarts[slot(t)] }

  /// How many ticks up to the newest are of one segment and may all be learned from.
  var cleanCount: Int {
    newest >= 0 && isClean(newest) ? newest - cleanStarts[newestSlot] + 1 : 0
  }

  /// Whether ticks t - reach ... t are of one segment and may all be learned from.
  package func isClean(_ t: Int, reach: Int = 0) -> Bool { cleanStarts[slot(t)] <= t - reach }

  /// Whether tick t, held, is of the segment of a later tick n that may be learned from: whether n's position may be
  /// a target of t.
  package func isPair(_ t: Int, _ n: Int) -> Bool { segmentStart(t) == segmentStart(n) && isClean(n) }

  /// Writes the displacement from tick t to tick n into `displacement`.
  package func displacement(from t: Int, to n: Int, into displacement: inout [Double]) {
    let (a, b) = (slot(t), slot(n))
    for c in displacement.indices { displacement[c] = positions[b, c] - positions[a, c] }
  }
}

extension History: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&positions)
    archive.transfer(tick: &newest)
    let ticks = 0...max(0, newest)
    archive.transfer(&first, within: ticks)
    archive.transfer(&segmentStarts)
    archive.transfer(&cleanStarts)
    guard segmentStarts.allSatisfy({ ticks.contains($0) }),
      cleanStarts.allSatisfy({ $0 == .max || ticks.contains($0) })
    else { return archive.refuse("it holds a tick of a history that is later than the newest") }
  }
}
