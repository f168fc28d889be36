/// When the thread that never learns had a message, on both clocks.
struct Receipt: Sendable {
  /// Monotonic, in nanoseconds: what latency is counted from.
  var monotonic: UInt64
  /// Wall clock, in nanoseconds since the Unix epoch.
  var wall: Int64

  /// Now.
  static func now() -> Receipt {
    Receipt(monotonic: Clock.monotonic, wall: Clock.wall)
  }
}
