import Foundation
import Synchronization

/// Starts a thread of its own; it ends with `body`.
func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
  let thread = Thread(block: body)
  thread.name = name
  thread.start()
}

/// Ends the loop of another thread, which looks at it between its rounds.
struct StopFlag: ~Copyable {
  private let flag = Atomic(false)

  /// Whether the loop is to end.
  var isRaised: Bool { flag.load(ordering: .relaxed) }

  func raise() { flag.store(true, ordering: .relaxed) }
}
