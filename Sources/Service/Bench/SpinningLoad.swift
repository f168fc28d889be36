import Synchronization

/// Threads that keep CPUs busy until they are stopped, at an ordinary priority.
final class SpinningLoad: Sendable {
  private let isStopped = Atomic(false)

  /// Starts so many.
  init(threads: Int) {
    for n in 0..<threads {
      startThread(named: "load-\(n)") { [self] in
        while !isStopped.load(ordering: .relaxed) {}
      }
    }
  }

  func stop() { isStopped.store(true, ordering: .relaxed) }
}
