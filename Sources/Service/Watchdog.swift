import Synchronization

/// How often a thread has come round its loop.
package final class Progress: Sendable {
  private let turns = Atomic<UInt64>(0)

  package init() {}

  /// Once more.
  package func advance() { turns.add(1, ordering: .relaxed) }

  /// Until now.
  package var count: UInt64 { turns.load(ordering: .relaxed) }
}

/// Whether every worker gets on. A worker with nothing to do comes round its loop once a second all the same.
package struct Watchdog {
  /// How long may pass between two looks, a quarter of a service manager's patience; nil where nobody asks.
  package let interval: Duration?
  private let workers: [Progress]
  private var seen: [UInt64?]
  private var due: UInt64 = 0

  package init(patience: Duration?, workers: [Progress]) {
    interval = patience.map { $0 / 4 }
    self.workers = workers
    seen = workers.map { _ in nil }
  }

  /// True where it is time to look, at `now` in monotonic nanoseconds, and each worker has got on since the last look.
  package mutating func isPleased(at now: @autoclosure () -> UInt64) -> Bool {
    guard let interval else { return false }
    let now = now()
    guard now >= due else { return false }
    // Earlier than that: whoever waits for it may wake a little early.
    due = now + UInt64(interval / .nanoseconds(2))
    var isPleased = true
    for index in workers.indices {
      let count = workers[index].count
      if count == seen[index] { isPleased = false }
      seen[index] = count
    }
    return isPleased
  }
}
