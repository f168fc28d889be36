import Dispatch
import Glibc
import Logging
import Synchronization
import ZeroMQ

/// Lets peers in by the list of clients, or not, on a thread of its own, and counts them.
///
/// It must be there before the sockets that it guards are bound, and go after them.
public final class Doorkeeper: Sendable {
  private let tally: Tally
  private let end = StopSignal()
  private let ended = DispatchSemaphore(value: 0)
  private let isStarted = Atomic(false)
  // Sound: until it is started one thread makes it, from then on another one uses it, and the first waits for its end.
  nonisolated(unsafe) private let desk: Desk

  /// A doorkeeper of the sockets of `context`; nil where nobody is asked for keys.
  ///
  /// The list is read anew whenever `reload` is given.
  init?(
    _ security: Security, in context: Context, reload: ReloadSignal? = nil,
    logger: Logger = Logger(label: "markercast", factory: BackgroundLog.init)
  ) throws(ZeroMQError) {
    guard let clients = security.clients else { return nil }
    tally = Tally()
    desk = Desk(
      authenticator: try Authenticator(in: context), context: context, clients: clients, reload: reload,
      tally: tally, logger: logger)
    if clients.keys.isEmpty {
      logger.warning("nobody can connect: there is no public key in \(clients.path)")
    }
  }

  deinit {
    guard isStarted.load(ordering: .relaxed) else { return }
    end.request()
    ended.wait()
  }

  /// Watches a socket from now on; before `start`.
  func watch(_ socket: borrowing Socket) throws(ZeroMQError) { try desk.watch(socket) }

  /// Begins to let peers in, who have waited until then.
  func start() {
    isStarted.store(true, ordering: .relaxed)
    nonisolated(unsafe) let desk = desk
    startThread(named: "doorkeeper") { [end, ended] in
      do throws(ZeroMQError) {
        try desk.run(until: end)
      } catch {
        // Without it nobody would get in, or, worse, everybody.
        desk.logger.critical("the doorkeeper ended: \(error)")
        BackgroundLog.flush()
        exit(70)
      }
      ended.signal()
    }
  }

  /// What became of those who came.
  public var admissions: Admissions { tally.admissions.withLock { $0 } }
}

/// The counts, which any thread may read.
final class Tally: Sendable {
  let admissions = Mutex(Admissions())
}
