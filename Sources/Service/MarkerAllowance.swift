import Synchronization
import Wire

/// How many markers the streams may have together, as each takes memory and time: shared by all workers.
package final class MarkerAllowance: Sendable {
  private let limit: Int
  private let held = Atomic(0)

  package init(limit: Int) { self.limit = limit }

  /// Holds `count` markers for a stream that has held `earlier`; it keeps the most that it has had.
  package func hold(_ count: Int, instead earlier: inout Int) throws(Rejection) {
    guard count > earlier else { return }
    let more = count - earlier
    guard held.add(more, ordering: .relaxed).newValue <= limit else {
      held.subtract(more, ordering: .relaxed)
      throw .tooManyMarkersInAll(limit: limit)
    }
    earlier = count
  }
}
