import MarkerMotion

/// How old a sample is when its forecast goes out.
///
/// Where the sensor and the daemon share a clock that is the difference of two readings. Where they don't,
/// only the delay above its running minimum can be known: the smallest delay stands for the sensor's
/// own constant one. The minimum is kept for blocks of a minute, the newest two count, so that a clock that
/// drifts carries it along; the drift is the slope of the blocks' minima.
package struct SampleAge: Sendable {
  private static let block = 60.0

  let isShared: Bool
  private static let blocks = 11
  private var minima: [(seconds: Double, delay: Double)] = []
  private var delay = 0.0

  package init(isShared: Bool) {
    self.isShared = isShared
    minima.reserveCapacity(Self.blocks + 1)
  }

  /// Takes the receipt of a sample, by the wall clock.
  package mutating func receive(stamp: Stamp, wall: Int64) {
    let seconds = Double(wall) / 1e9
    delay = Stamp(nanoseconds: wall).seconds(since: stamp)
    guard let newest = minima.last else { return minima.append((seconds, delay)) }
    if abs(delay - newest.delay) > 1 {
      // One of the clocks was set: what was known of their difference is void.
      minima.removeAll(keepingCapacity: true)
      minima.append((seconds, delay))
    } else if blockIndex(seconds) != blockIndex(newest.seconds) {
      minima.append((seconds, delay))
      if minima.count > Self.blocks { minima.removeFirst() }
    } else if delay < newest.delay {
      minima[minima.count - 1].delay = delay
    }
  }

  /// The newest sample's age (s) at its receipt.
  package var atReceipt: Double { isShared ? delay : delay - smallestDelay }

  /// The smallest difference (s) between a receipt and its sample's stamp in the last one to two minutes, and of the newest.
  package var smallestDelay: Double { minima.suffix(2).reduce(delay) { min($0, $1.delay) } }

  /// How much faster the daemon's clock runs than the sensor's, in parts per million;
  /// nil before two whole minutes.
  package var driftPPM: Double? {
    guard minima.count >= 3 else { return nil }
    // The block that is being filled has not found its minimum yet.
    let whole = minima.dropLast()
    let first = whole.first!
    let last = whole.last!
    return (last.delay - first.delay) / (last.seconds - first.seconds) * 1e6
  }

  private func blockIndex(_ seconds: Double) -> Int { Int(seconds / Self.block) }
}
