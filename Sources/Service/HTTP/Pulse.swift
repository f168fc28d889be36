/// Whether every worker comes round its loop, as one with nothing to do does once a second.
package struct Pulse {
  /// A worker that has not for so long, in nanoseconds, is stuck.
  private static let patience: UInt64 = 10_000_000_000

  private let workers: [Progress]
  private var seen: [(count: UInt64, since: UInt64)]

  /// Felt for the first time at `now`, in monotonic nanoseconds.
  package init(_ workers: [Progress], at now: UInt64) {
    self.workers = workers
    seen = workers.map { ($0.count, now) }
  }

  /// Feels again; false where a worker is stuck.
  package mutating func isFelt(at now: UInt64) -> Bool {
    for i in workers.indices where workers[i].count != seen[i].count { seen[i] = (workers[i].count, now) }
    return seen.allSatisfy { now - $0.since < Self.patience }
  }
}
