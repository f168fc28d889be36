import ZeroMQ

/// The daemon's outer sockets, with every option that matters set on purpose.
enum Sockets {
  /// The longest payload that is handed to a worker, in bytes: twice what a frame may have.
  static let longestPayload = 131_072

  /// Receives frames.
  static func subscriber(_ configuration: ServiceConfiguration, in context: Context) throws(ZeroMQError)
    -> Socket
  {
    let socket = try Socket(.sub, in: context)
    // A second of eight trackers at 120 Hz may wait; more means that nobody reads, and older frames are worth nothing.
    try socket.setReceiveHighWaterMark(1000)
    // Far above any frame: what is too large is to be counted and said, and libzmq would only hang up on it, taking
    // the frames behind it along.
    try socket.setMaxMessageSize(bytes: 16 << 20)
    try common(socket)
    try socket.subscribe("markers/")
    try open(configuration.subscribe, bindsByDefault: false, on: socket)
    return socket
  }

  /// Sends forecasts and statistics. An XPUB, so that a slow reader can hold up a lossless run.
  static func publisher(_ configuration: ServiceConfiguration, in context: Context) throws(ZeroMQError)
    -> Socket
  {
    let socket = try Socket(.xpub, in: context)
    // A reader that is more than this behind misses forecasts, which are too old for it anyway.
    try socket.setSendHighWaterMark(1000)
    // Subscriptions are all that readers send.
    try socket.setMaxMessageSize(bytes: 1024)
    try common(socket)
    if configuration.isLossless {
      try socket.setNoDrop(true)
      // Whether the daemon was asked to stop is looked at between waits.
      try socket.setSendTimeout(.milliseconds(100))
    }
    try open(configuration.publish, bindsByDefault: true, on: socket)
    return socket
  }

  private static func common(_ socket: borrowing Socket) throws(ZeroMQError) {
    try socket.setReconnect(after: .milliseconds(100), upTo: .seconds(2))
    // A peer whose cable was pulled is noticed after three seconds.
    try socket.setHeartbeat(every: .seconds(1), timeout: .seconds(3))
    try socket.setHandshakeLimit(.seconds(5))
    // What can't be sent within a fifth of a second of the end is too old.
    try socket.setLinger(.milliseconds(200))
  }

  private static func open(
    _ endpoints: [String], bindsByDefault: Bool, on socket: borrowing Socket
  ) throws(ZeroMQError) {
    for text in endpoints {
      let endpoint = Endpoint(text, bindsByDefault: bindsByDefault)
      if endpoint.isBound {
        try socket.bind(endpoint.address)
      } else {
        try socket.connect(endpoint.address)
      }
    }
  }
}
