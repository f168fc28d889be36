import CZeroMQ
import Glibc

/// A ZeroMQ socket.
///
/// A socket belongs to one thread: it can't be copied and is not `Sendable`, so that it can be handed to
/// another thread only whole, while nobody else holds it. It closes at the end of its life.
public struct Socket: ~Copyable {
  /// What it does with its messages.
  public let kind: SocketKind
  let handle: UnsafeMutableRawPointer
  private let context: Context

  /// A socket of `kind`.
  /// - Throws: where the context has no room for another or is shut down.
  public init(_ kind: SocketKind, in context: Context) throws(ZeroMQError) {
    guard let handle = zmq_socket(context.handle, kind.rawValue) else {
      throw .last("cannot make a \(kind) socket")
    }
    self.kind = kind
    self.handle = handle
    self.context = context
  }

  deinit {
    zmq_close(handle)
  }

  // MARK: - Endpoints

  /// Listens at `endpoint`. A wildcard port (tcp://127.0.0.1:*) is resolved in `lastEndpoint`.
  public func bind(_ endpoint: String) throws(ZeroMQError) {
    try checkPort(endpoint, "cannot bind")
    try check(zmq_bind(handle, endpoint), "cannot bind", endpoint: endpoint)
  }

  /// Connects to `endpoint`, now or as soon as somebody listens there.
  public func connect(_ endpoint: String) throws(ZeroMQError) {
    try checkPort(endpoint, "cannot connect to")
    try check(zmq_connect(handle, endpoint), "cannot connect to", endpoint: endpoint)
  }

  /// libzmq 4.3.4 takes port 99999 for 34463 and 12x for 12; nobody meant that.
  private func checkPort(_ endpoint: String, _ operation: String) throws(ZeroMQError) {
    guard endpoint.hasPrefix("tcp://") else { return }
    let port = endpoint[(endpoint.lastIndex(of: ":") ?? endpoint.startIndex)...].dropFirst()
    guard port == "*" || port == "!" || UInt16(port) != nil else {
      throw ZeroMQError(code: EINVAL, operation: operation, endpoint: endpoint)
    }
  }

  /// Stops listening at `endpoint`.
  public func unbind(_ endpoint: String) throws(ZeroMQError) {
    try check(zmq_unbind(handle, endpoint), "cannot unbind", endpoint: endpoint)
  }

  /// Drops the connection to `endpoint`.
  public func disconnect(_ endpoint: String) throws(ZeroMQError) {
    try check(zmq_disconnect(handle, endpoint), "cannot disconnect from", endpoint: endpoint)
  }

  // MARK: - Messages

  /// Sends one part, which is empty afterwards.
  /// - Returns: false where it can't be sent now (`wait` false, or the send timeout over); the message is kept.
  public func send(_ message: inout Message, more: Bool = false, wait: Bool = true) throws(ZeroMQError)
    -> Bool
  {
    let flags = (more ? ZMQ_SNDMORE : 0) | (wait ? 0 : ZMQ_DONTWAIT)
    while zmq_msg_send(&message.raw, handle, flags) == -1 {
      switch zmq_errno() {
      case EINTR: continue
      case EAGAIN: return false
      default: throw .last("cannot send")
      }
    }
    return true
  }

  /// Sends a message of these parts, waiting as long as it takes.
  public func send(_ parts: [UInt8]...) throws(ZeroMQError) {
    for (i, part) in parts.enumerated() {
      var message = try Message(part)
      guard try send(&message, more: i + 1 < parts.count) else { throw .last("cannot send") }
    }
  }

  /// Receives one part in place of what `message` held.
  /// - Returns: false where there is none now (`wait` false, or the receive timeout over).
  public func receive(_ message: inout Message, wait: Bool = true) throws(ZeroMQError) -> Bool {
    while zmq_msg_recv(&message.raw, handle, wait ? 0 : ZMQ_DONTWAIT) == -1 {
      switch zmq_errno() {
      case EINTR: continue
      case EAGAIN: return false
      default: throw .last("cannot receive")
      }
    }
    return true
  }

  /// Receives a message whole, its parts copied; nil where there is none now.
  public func receiveParts(wait: Bool = true) throws(ZeroMQError) -> [[UInt8]]? {
    var message = Message()
    guard try receive(&message, wait: wait) else { return nil }
    var parts = [message.bytes()]
    while message.hasMore {
      // The parts of a message arrive together.
      guard try receive(&message) else { break }
      parts.append(message.bytes())
    }
    return parts
  }

  /// Receives and drops the parts that follow `message`.
  /// - Returns: their number.
  public func dropRest(of message: inout Message) throws(ZeroMQError) -> Int {
    var count = 0
    while message.hasMore, try receive(&message) { count += 1 }
    return count
  }

  // MARK: - Polling

  /// What to wait for at this socket, for `poll`. Use it only while the socket lives, on its thread.
  public func pollItem(for events: PollEvents = .readable) -> PollItem {
    PollItem(raw: zmq_pollitem_t(socket: handle, fd: 0, events: events.rawValue, revents: 0))
  }
}
