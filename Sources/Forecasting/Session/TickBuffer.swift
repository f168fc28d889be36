import Archiving

/// The ticks that a frame has brought, in storage that is kept for those of the next frame.
struct TickBuffer: Sendable {
  private var slots: [Tick] = []
  private var used = 0

  /// Forgets the ticks.
  mutating func removeAll() { used = 0 }

  /// Appends a tick at a copy of `positions`. Allocates only where so many ticks were never held before.
  @discardableResult
  mutating func append(
    index: Int, positions: [Double], isLearnable: Bool, startsSegment: Bool
  ) -> Tick {
    if used == slots.count {
      slots.append(Tick(index: index, positions: []))
      slots[used].positions.reserveCapacity(positions.count)
    }
    slots[used].index = index
    slots[used].isLearnable = isLearnable
    slots[used].startsSegment = startsSegment
    slots[used].positions.removeAll(keepingCapacity: true)
    slots[used].positions.append(contentsOf: positions)
    used += 1
    return slots[used - 1]
  }
}

extension TickBuffer: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { used }
  subscript(position: Int) -> Tick { slots[position] }
}

extension TickBuffer: Archivable {
  mutating func transfer(with archive: inout Archive) {
    var ticks = Array(self)
    archive.transfer(&ticks, atMost: .max, filler: Tick(index: 0, positions: []))
    guard archive.isReading else { return }
    (slots, used) = (ticks, ticks.count)
  }
}
