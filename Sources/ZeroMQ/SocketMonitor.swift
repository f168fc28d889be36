import CZeroMQ

/// What happened to one of a socket's connections.
public enum SocketEvent: Hashable, Sendable {
  /// A connection was made by us.
  case connected
  /// A connection is being made.
  case connectDelayed
  /// A connection will be tried again, after so many milliseconds.
  case connectRetried(milliseconds: Int32)
  /// The socket listens.
  case listening
  /// The socket could not listen; the error's number.
  case bindFailed(code: Int32)
  /// A connection was made by a peer; its descriptor, which is libzmq's.
  case accepted(descriptor: Int32)
  /// A peer's connection could not be accepted; the error's number.
  case acceptFailed(code: Int32)
  /// A connection was closed, or a descriptor that listened.
  case closed(descriptor: Int32)
  /// A connection could not be closed; the error's number.
  case closeFailed(code: Int32)
  /// A connection broke; what its descriptor was.
  case disconnected(descriptor: Int32)
  /// The monitor has ended.
  case stopped
  /// A peer introduced itself; messages may pass.
  case handshakeSucceeded
  /// A peer could not introduce itself; the error's number.
  case handshakeFailed(code: Int32)
  /// A peer broke the protocol; ZMQ_PROTOCOL_ERROR_*.
  case handshakeFailedProtocol(code: Int32)
  /// A peer was refused by the authenticator; its status, 300 to 500.
  case handshakeFailedAuthentication(status: Int32)
  /// Something that a newer libzmq tells.
  case other(event: UInt16, value: Int32)

  init(event: UInt16, value: Int32) {
    switch Int32(event) {
    case ZMQ_EVENT_CONNECTED: self = .connected
    case ZMQ_EVENT_CONNECT_DELAYED: self = .connectDelayed
    case ZMQ_EVENT_CONNECT_RETRIED: self = .connectRetried(milliseconds: value)
    case ZMQ_EVENT_LISTENING: self = .listening
    case ZMQ_EVENT_BIND_FAILED: self = .bindFailed(code: value)
    case ZMQ_EVENT_ACCEPTED: self = .accepted(descriptor: value)
    case ZMQ_EVENT_ACCEPT_FAILED: self = .acceptFailed(code: value)
    case ZMQ_EVENT_CLOSED: self = .closed(descriptor: value)
    case ZMQ_EVENT_CLOSE_FAILED: self = .closeFailed(code: value)
    case ZMQ_EVENT_DISCONNECTED: self = .disconnected(descriptor: value)
    case ZMQ_EVENT_MONITOR_STOPPED: self = .stopped
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: self = .handshakeSucceeded
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL: self = .handshakeFailed(code: value)
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL: self = .handshakeFailedProtocol(code: value)
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: self = .handshakeFailedAuthentication(status: value)
    default: self = .other(event: event, value: value)
    }
  }

  /// Whether a peer uses keys where we don't, or the other way round.
  public var isMechanismMismatch: Bool {
    self == .handshakeFailedProtocol(code: Int32(ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH))
  }
  /// Whether a peer takes us for the owner of another key.
  public var isWrongKey: Bool {
    self == .handshakeFailedProtocol(code: Int32(ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC))
  }
}

/// Watches the connections of a socket. It may live on another thread than the socket.
public struct SocketMonitor: ~Copyable {
  private let socket: Socket

  /// Begins to watch `watched`; what happened before is not told.
  public init(of watched: borrowing Socket, in context: Context) throws(ZeroMQError) {
    // The address names the watched socket, so that no two monitors share one.
    let endpoint = "inproc://monitor-\(UInt(bitPattern: watched.handle))"
    try check(
      zmq_socket_monitor(watched.handle, endpoint, Int32(ZMQ_EVENT_ALL)), "cannot monitor", endpoint: endpoint
    )
    socket = try Self.listener(at: endpoint, in: context)
  }

  private static func listener(at endpoint: String, in context: Context) throws(ZeroMQError) -> Socket {
    let socket = try Socket(.pair, in: context)
    // Without a bound: a full queue would hold up the threads that move the messages.
    try socket.setReceiveHighWaterMark(0)
    try socket.setLinger(.zero)
    try socket.connect(endpoint)
    return socket
  }

  /// The next event and its endpoint; nil where `timeout` is over first.
  public func next(timeout: Duration?) throws(ZeroMQError) -> (event: SocketEvent, endpoint: String)? {
    var items = [pollItem()]
    guard try poll(&items, timeout: timeout) > 0 else { return nil }
    var message = Message()
    guard try socket.receive(&message, wait: false) else { return nil }
    let event = message.withUnsafeBytes { bytes in
      bytes.count < 6
        ? SocketEvent.other(event: 0, value: 0)
        : SocketEvent(
          event: bytes.loadUnaligned(as: UInt16.self),
          value: bytes.loadUnaligned(fromByteOffset: 2, as: Int32.self))
    }
    guard message.hasMore, try socket.receive(&message) else { return (event, "") }
    return (event, message.text())
  }

  /// What to wait for until an event comes, for `poll`.
  public func pollItem() -> PollItem { socket.pollItem() }
}
