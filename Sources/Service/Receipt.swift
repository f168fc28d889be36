/// When the thread that never learns had a message, on both clocks.
package struct Receipt: BitwiseCopyable, Sendable {
  /// Monotonic, in nanoseconds: what latency is counted from.
  package var monotonic: UInt64
  /// Wall clock, in nanoseconds since the Unix epoch.
  package var wall: Int64

  package init(monotonic: UInt64, wall: Int64) {
    self.monotonic = monotonic
    self.wall = wall
  }

  /// Now.
  package static func now() -> Receipt {
    Receipt(monotonic: Clock.monotonic, wall: Clock.wall)
  }
}
