import Glibc

/// The two clocks of a tick, in integer nanoseconds.
enum Clock {
  /// Never steps; its start means nothing.
  static var monotonic: UInt64 { read(CLOCK_MONOTONIC) }

  /// Since the Unix epoch; may be set at any time.
  static var wall: Int64 { Int64(bitPattern: read(CLOCK_REALTIME)) }

  /// Sleeps until an instant of `monotonic`.
  static func sleep(until instant: UInt64) {
    var time = timespec(tv_sec: Int(instant / 1_000_000_000), tv_nsec: Int(instant % 1_000_000_000))
    while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
  }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    // Fails only for a clock that does not exist.
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
