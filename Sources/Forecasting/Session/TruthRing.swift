import Archiving
import MarkerMotion

/// The newest ticks' positions, and which of them were measured: what forecasts are scored against.
struct TruthRing: Sendable {
  private let capacity: Int
  private let markers: Int
  private var positions: [Double]
  private var isMeasured: [Bool]
  /// The newest tick's index; -1 before the first.
  private(set) var newest = -1
  /// The first tick that later ones follow at the nominal pace.
  private(set) var first = 0

  init(markers: Int, longest: Int) {
    capacity = longest + 1
    self.markers = markers
    positions = [Double](repeating: 0, count: capacity * markers * 3)
    isMeasured = [Bool](repeating: false, count: capacity * markers)
  }

  mutating func add(_ tick: borrowing Tick, isSeen: [Bool], isBridged: Bool) {
    newest = tick.index
    if tick.startsSegment { first = tick.index }
    let slot = newest % capacity
    for c in 0..<markers * 3 { positions[slot * markers * 3 + c] = tick.positions[c] }
    for m in 0..<markers { isMeasured[slot * markers + m] = !isBridged && isSeen[m] }
  }

  /// Where `marker` was at `tick`, if that is still held, was measured, and no interruption lies between.
  func position(of marker: Int, at tick: Int) -> Position? {
    let slot = tick % capacity
    guard tick >= first, tick > newest - capacity, isMeasured[slot * markers + marker] else { return nil }
    let c = (slot * markers + marker) * 3
    return Position(positions[c], positions[c + 1], positions[c + 2])
  }
}

extension TruthRing: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&positions)
    archive.transfer(&isMeasured)
    archive.transfer(tick: &newest)
    archive.transfer(count: &first)
    if first > max(0, newest) { archive.refuse("its newest tick is none") }
  }
}
