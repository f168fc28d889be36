import ZeroMQ

/// Connects a socket anew where libzmq has given up: a tracker that was wrongly set up for a minute, or another program that had its
/// port, must not leave the daemon deaf for weeks.
package final class Reconnector {
  private let monitor: SocketMonitor
  private let endpoints: [Endpoint]
  private let security: Security
  private var watch: ConnectionWatch

  /// Watches over what `socket` connects to, of `endpoints`, from now on; nil where that is nothing, or where a doorkeeper will have
  /// the one monitor that a socket may have.
  ///
  /// It must outlive the socket: libzmq waits for it to take events.
  init?(
    _ endpoints: [Endpoint], of socket: borrowing Socket, in context: Context, _ security: Security
  ) throws(ZeroMQError) {
    let isGuarded = security.asksForKeys && endpoints.contains(where: \.isBound)
    self.endpoints = endpoints.filter { !$0.isBound }
    watch = ConnectionWatch(self.endpoints.map(\.address))
    guard !isGuarded, !self.endpoints.isEmpty else { return nil }
    self.security = security
    monitor = try SocketMonitor(of: socket, in: context)
  }

  /// Readable when there is something to look at.
  func pollItem() -> PollItem { monitor.pollItem() }

  /// Whether to look again in a second, whatever is readable.
  var isWaiting: Bool { watch.isWaiting }

  /// Connects `socket` to what libzmq has given up.
  /// - Returns: the endpoints that it connected to.
  func mend(_ socket: borrowing Socket) throws(ZeroMQError) -> [Endpoint] {
    let now = Clock.monotonic
    while let (event, endpoint) = try monitor.next(timeout: .zero) { watch.note(event, endpoint, at: now) }
    let addresses = watch.givenUp(at: now)
    let lost = endpoints.filter { addresses.contains($0.address) }
    // All before the first is made anew, which may be where one of them was. It may be known no longer.
    for endpoint in lost { try? socket.disconnect(endpoint.address) }
    for endpoint in lost {
      do {
        try security.connect(socket, to: endpoint)
      } catch {
        watch.note(.disconnected(descriptor: -1), endpoint.address, at: now)
      }
    }
    return lost
  }
}
