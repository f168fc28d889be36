import Archiving

/// The ticks held until the scales of the motion are known, and their replay into the models.
///
/// They are learned in slices, a few with each new tick and after its forecast is out, so that no single
/// tick pays for them all.
struct WarmUp: Sendable {
  /// Held ticks learned with each new one. More than one, or the replay would never catch up.
  static let ticksPerSlice = 8

  private(set) var ticks: [Tick] = []
  private var latest = Int.max
  private var replayed = 0
  private var learnable = 0

  /// Holds a tick. Until the replay begins, an interruption starts the collection anew.
  mutating func hold(_ tick: Tick, isReplaying: Bool) {
    if !isReplaying && tick.startsSegment { self = WarmUp() }
    ticks.append(tick)
    if tick.isLearnable { learnable += 1 }
  }

  /// Whether `count` learnable ticks are held.
  func isComplete(count: Int) -> Bool { learnable >= count }

  /// Notes that the replay begins, and for how many more ticks it may go on.
  mutating func begin(patience: Int) { latest = ticks.count + patience }

  /// Whether the replay is so far behind that it only ends if the rest is replayed without learning: where turns to learn
  /// are rarer than ticks, as with too many streams, it would never catch up.
  var isLate: Bool { ticks.count > latest }

  /// The next tick to replay; nil once the newest has been.
  mutating func next() -> Tick? {
    guard replayed < ticks.count else { return nil }
    defer { replayed += 1 }
    return ticks[replayed]
  }
}

extension WarmUp: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&ticks, atMost: .max, filler: Tick(index: 0, positions: []))
    archive.transfer(&latest)
    archive.transfer(count: &replayed)
    archive.transfer(count: &learnable)
  }
}

extension Tick: Archivable {
  /// Transfers all of the tick.
  public mutating func transfer(with archive: inout Archive) {
    archive.transfer(count: &index)
    archive.transfer(&positions, atMost: .max, filler: 0)
    archive.transfer(&isLearnable)
    archive.transfer(&startsSegment)
  }
}
