import CLinux
import Dispatch
import Synchronization

/// Threads that keep CPUs busy until they are stopped.
final class SpinningThreads: Sendable {
  private let stopFlag = StopFlag()
  private let spinning = Atomic(0)

  /// Starts so many, at an ordinary priority unless `prepare` changes that: each thread calls it first, with its number,
  /// and ends where it says no.
  init(_ count: Int, named name: String, prepare: @escaping @Sendable (Int) -> Bool = { _ in true }) {
    let begun = DispatchSemaphore(value: 0)
    for n in 0..<count {
      startThread(named: "\(name)-\(n)") { [self] in
        let isReady = prepare(n)
        if isReady { spinning.add(1, ordering: .relaxed) }
        begun.signal()
        while isReady, !stopFlag.isRaised { linux_pause() }
      }
    }
    for _ in 0..<count { begun.wait() }
  }

  /// How many of them there were once all had begun.
  var count: Int { spinning.load(ordering: .relaxed) }

  func stop() { stopFlag.raise() }
}
