import Glibc
import Synchronization

/// A request to stop that a thread waiting in a poll hears.
public final class StopSignal: Sendable {
  private let pipe = SignalPipe()
  private let child = Atomic<pid_t>(0)

  /// A signal that nobody has given yet.
  public init() {}

  /// Becomes readable with the first request, and stays so.
  var descriptor: Int32 { pipe.descriptor }

  /// Asks; more than once does no more.
  public func request() { pipe.write() }

  /// Where the signals end this process at once, they end that one first.
  func alsoEnd(_ child: pid_t) { self.child.store(child, ordering: .relaxed) }

  /// Whether it was asked.
  public var isRequested: Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) > 0
  }

  /// Has SIGINT and SIGTERM give this signal; the second of them ends the process at once with status 130. SIGHUP gives
  /// `reload`, or where there is none ends the process as ever.
  ///
  /// Call it before any other thread is started: the signals are blocked in this thread and in those that
  /// it starts, and a thread of their own waits for them, so that no handler interrupts anything.
  public func listenForInterrupts(reload: ReloadSignal? = nil) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    if reload != nil { sigaddset(&signals, SIGHUP) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    startThread(named: "signals") { [self, signals] in
      var signals = signals
      var number: Int32 = 0
      for isLast in [false, true] {
        repeat {
          sigwait(&signals, &number)
          if number == SIGHUP { reload?.request() }
        } while number == SIGHUP
        if !isLast { request() }
      }
      let child = child.load(ordering: .relaxed)
      if child > 0 { kill(child, SIGKILL) }
      _exit(130)
    }
  }
}
