import CZeroMQ

/// The options of a socket, typed. Set those of connections before `bind` or `connect`.
///
/// ZMQ_CONFLATE is left out: it drops parts of messages of more than one.
extension Socket {
  // MARK: Queues and buffers

  /// Messages that may wait to be sent, for each peer; 0 sets no bound.
  public var sendHighWaterMark: Int {
    get throws(ZeroMQError) { Int(try int(ZMQ_SNDHWM)) }
  }
  /// Sets `sendHighWaterMark`.
  public func setSendHighWaterMark(_ messages: Int) throws(ZeroMQError) { try set(ZMQ_SNDHWM, int: messages) }

  /// Messages that may wait to be received, for each peer; 0 sets no bound.
  public var receiveHighWaterMark: Int {
    get throws(ZeroMQError) { Int(try int(ZMQ_RCVHWM)) }
  }
  /// Sets `receiveHighWaterMark`.
  public func setReceiveHighWaterMark(_ messages: Int) throws(ZeroMQError) {
    try set(ZMQ_RCVHWM, int: messages)
  }

  /// The kernel's send buffer in bytes; nil leaves it to the system.
  public func setSendBuffer(bytes: Int?) throws(ZeroMQError) { try set(ZMQ_SNDBUF, int: bytes ?? -1) }
  /// The kernel's receive buffer in bytes; nil leaves it to the system.
  public func setReceiveBuffer(bytes: Int?) throws(ZeroMQError) { try set(ZMQ_RCVBUF, int: bytes ?? -1) }

  /// The longest message part that a peer may send, in bytes; nil sets no bound. A longer one ends its connection.
  public func setMaxMessageSize(bytes: Int?) throws(ZeroMQError) {
    var value = Int64(bytes ?? -1)
    try check(
      zmq_setsockopt(handle, ZMQ_MAXMSGSIZE, &value, MemoryLayout<Int64>.size),
      "cannot set the maximum message size")
  }

  // MARK: Time

  /// How long unsent messages outlive the socket; nil for ever.
  public func setLinger(_ time: Duration?) throws(ZeroMQError) { try set(ZMQ_LINGER, time: time) }
  /// How long `send` waits; nil for ever.
  public func setSendTimeout(_ time: Duration?) throws(ZeroMQError) { try set(ZMQ_SNDTIMEO, time: time) }
  /// How long `receive` waits; nil for ever.
  public func setReceiveTimeout(_ time: Duration?) throws(ZeroMQError) { try set(ZMQ_RCVTIMEO, time: time) }
  /// The first wait before a lost connection is tried again, and the longest that doubling leads to.
  public func setReconnect(after first: Duration, upTo longest: Duration) throws(ZeroMQError) {
    try set(ZMQ_RECONNECT_IVL, time: first)
    try set(ZMQ_RECONNECT_IVL_MAX, time: longest)
  }
  /// How long a peer may take to introduce itself; nil for ever.
  public func setHandshakeLimit(_ time: Duration?) throws(ZeroMQError) {
    try set(ZMQ_HANDSHAKE_IVL, time: time ?? .zero)
  }
  /// How long connecting may take; nil leaves it to the system.
  public func setConnectTimeout(_ time: Duration?) throws(ZeroMQError) {
    try set(ZMQ_CONNECT_TIMEOUT, time: time ?? .zero)
  }
  /// Has the peers prove every `interval` that they live; one silent for `timeout` is dropped.
  public func setHeartbeat(every interval: Duration, timeout: Duration) throws(ZeroMQError) {
    try set(ZMQ_HEARTBEAT_IVL, time: interval)
    try set(ZMQ_HEARTBEAT_TIMEOUT, time: timeout)
    try set(ZMQ_HEARTBEAT_TTL, time: timeout)
  }

  // MARK: Network

  /// Whether the socket speaks IPv6 beside IPv4.
  public func setIPv6(_ isOn: Bool) throws(ZeroMQError) { try set(ZMQ_IPV6, int: isOn ? 1 : 0) }
  /// The type-of-service byte of outgoing packets, 0 to 255.
  public func setTypeOfService(_ value: UInt8) throws(ZeroMQError) { try set(ZMQ_TOS, int: Int(value)) }
  /// Connections that may wait to be accepted.
  public func setBacklog(_ connections: Int) throws(ZeroMQError) { try set(ZMQ_BACKLOG, int: connections) }
  /// Whether messages queue only for connections that are complete.
  public func setImmediate(_ isOn: Bool) throws(ZeroMQError) { try set(ZMQ_IMMEDIATE, int: isOn ? 1 : 0) }
  /// TCP's own keep-alive: the idle time before it and the time between probes, in whole seconds.
  public func setTCPKeepAlive(idle: Duration, interval: Duration, count: Int) throws(ZeroMQError) {
    try set(ZMQ_TCP_KEEPALIVE, int: 1)
    try set(ZMQ_TCP_KEEPALIVE_IDLE, int: Int(idle.components.seconds))
    try set(ZMQ_TCP_KEEPALIVE_INTVL, int: Int(interval.components.seconds))
    try set(ZMQ_TCP_KEEPALIVE_CNT, int: count)
  }
  /// The name by which a router knows this peer, 1 to 255 bytes.
  public func setRoutingID(_ bytes: [UInt8]) throws(ZeroMQError) { try set(ZMQ_ROUTING_ID, bytes: bytes) }

  /// The endpoint that was bound or connected last, a wildcard port resolved.
  public var lastEndpoint: String {
    get throws(ZeroMQError) {
      var buffer = [CChar](repeating: 0, count: 1024)
      var size = buffer.count
      try check(zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &buffer, &size), "cannot read the last endpoint")
      return String(decoding: buffer.prefix(max(0, size - 1)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  // MARK: Subscriptions

  /// Receives messages whose first part begins with `prefix`; empty receives all. For `sub`.
  public func subscribe(_ prefix: String) throws(ZeroMQError) {
    try set(ZMQ_SUBSCRIBE, bytes: Array(prefix.utf8))
  }
  /// Takes a subscription back.
  public func unsubscribe(_ prefix: String) throws(ZeroMQError) {
    try set(ZMQ_UNSUBSCRIBE, bytes: Array(prefix.utf8))
  }
  /// Whether `send` waits where a subscriber's queue is full, rather than drop. For `pub` and `xpub`.
  public func setNoDrop(_ isOn: Bool) throws(ZeroMQError) { try set(ZMQ_XPUB_NODROP, int: isOn ? 1 : 0) }
  /// Whether every subscription is passed on, repeated ones too. For `xpub`.
  public func setVerbose(_ isOn: Bool) throws(ZeroMQError) { try set(ZMQ_XPUB_VERBOSE, int: isOn ? 1 : 0) }
  /// Whether every subscription and cancellation is passed on, repeated ones too. For `xpub`.
  public func setVerboser(_ isOn: Bool) throws(ZeroMQError) { try set(ZMQ_XPUB_VERBOSER, int: isOn ? 1 : 0) }

  // MARK: Security

  // These hold for endpoints that are bound or connected afterwards: one socket may have some of each.

  /// Speaks without keys.
  public func setPlain() throws(ZeroMQError) { try set(ZMQ_CURVE_SERVER, int: 0) }
  /// Makes this socket a CURVE server with the secret key of `keys`.
  public func setCurveServer(_ keys: CurveKeyPair) throws(ZeroMQError) {
    try set(ZMQ_CURVE_SERVER, int: 1)
    try set(ZMQ_CURVE_SECRETKEY, text: keys.secretKey)
  }
  /// Makes this socket a CURVE client with `keys`, of the server with `serverKey` (Z85).
  public func setCurveClient(_ keys: CurveKeyPair, serverKey: String) throws(ZeroMQError) {
    try set(ZMQ_CURVE_SERVERKEY, text: serverKey)
    try set(ZMQ_CURVE_PUBLICKEY, text: keys.publicKey)
    try set(ZMQ_CURVE_SECRETKEY, text: keys.secretKey)
  }
  /// The domain under which an authenticator judges the socket's peers, of 1 to 255 bytes; it can't be taken back.
  ///
  /// Where libzmq has the option, nobody gets in while there is no authenticator.
  public func setAuthenticationDomain(_ name: String) throws(ZeroMQError) {
    try set(ZMQ_ZAP_DOMAIN, bytes: Array(name.utf8))
    // ZMQ_ZAP_ENFORCE_DOMAIN, a draft, which zmq.h does not show and not every build of 4.3 takes.
    try? set(93, int: 1)
  }

  // MARK: - By number

  private func int(_ option: Int32) throws(ZeroMQError) -> Int32 {
    var value: Int32 = 0
    var size = MemoryLayout<Int32>.size
    try check(zmq_getsockopt(handle, option, &value, &size), "cannot read socket option \(option)")
    return value
  }

  private func set(_ option: Int32, int value: Int) throws(ZeroMQError) {
    var raw = Int32(clamping: value)
    try check(
      zmq_setsockopt(handle, option, &raw, MemoryLayout<Int32>.size),
      "cannot set socket option \(option) to \(value)")
  }

  private func set(_ option: Int32, time: Duration?) throws(ZeroMQError) {
    try set(option, int: time.map { Int($0.roundedUpMilliseconds) } ?? -1)
  }

  private func set(_ option: Int32, bytes: [UInt8]) throws(ZeroMQError) {
    try check(zmq_setsockopt(handle, option, bytes, bytes.count), "cannot set socket option \(option)")
  }

  private func set(_ option: Int32, text: String) throws(ZeroMQError) {
    try check(zmq_setsockopt(handle, option, text, text.utf8.count + 1), "cannot set socket option \(option)")
  }
}
