import Glibc
import Wire
import ZeroMQ

/// The daemon's outer sockets, with every option that matters set on purpose.
enum Sockets {
  /// The longest payload that is handed to a worker, in bytes: twice what a frame may have.
  static let longestPayload = 131_072

  /// The longest part that libzmq takes in at all. Far above any frame: what is too large is to be counted and said, and
  /// libzmq would only hang up on it, taking the frames behind it along; yet what one message can make it allocate is
  /// bounded.
  static let longestMessage = 16 << 20

  /// The sockets' home; its I/O threads are scheduled and pinned as the thread of the outer sockets.
  static func context(_ realtime: Realtime) throws(ZeroMQError) -> Context {
    var options = Context.Options()
    if let priority = realtime.priority(of: .sockets) {
      options.schedulingPolicy = SCHED_FIFO
      options.priority = priority
    }
    if let cpu = realtime.cpu(of: .sockets) { options.cpus = [cpu] }
    return try Context(options)
  }

  /// Receives frames.
  static func subscriber(
    _ configuration: ServiceConfiguration, in context: Context, seenBy doorkeeper: Doorkeeper?,
    mendedBy reconnector: inout Reconnector?
  ) throws(ZeroMQError) -> Socket {
    let socket = try Socket(.sub, in: context)
    // One connection may bring every stream there is, those of the other shards too.
    let streams = configuration.streamLimit * (configuration.shard?.count ?? 1)
    try socket.setReceiveHighWaterMark(highWaterMark(streams: streams))
    try socket.setMaxMessageSize(bytes: longestMessage)
    try common(socket, isLossless: configuration.isLossless)
    for prefix in StreamChoice(configuration).subscriptions { try socket.subscribe(prefix) }
    reconnector = try Reconnector(
      configuration.subscribeEndpoints, of: socket, in: context, configuration.security)
    try configuration.security.open(configuration.subscribeEndpoints, on: socket, seenBy: doorkeeper)
    return socket
  }

  /// Sends forecasts and statistics. An XPUB, so that a slow reader can hold up a lossless run.
  static func publisher(
    _ configuration: ServiceConfiguration, in context: Context, seenBy doorkeeper: Doorkeeper?,
    mendedBy reconnector: inout Reconnector?
  ) throws(ZeroMQError) -> Socket {
    let socket = try Socket(.xpub, in: context)
    // A reader that is more than this behind misses forecasts, which are too old for it anyway.
    try socket.setSendHighWaterMark(highWaterMark(streams: configuration.streamLimit))
    // Subscriptions are all that readers send.
    try socket.setMaxMessageSize(bytes: Topic.longestSubscription)
    try common(socket, isLossless: configuration.isLossless)
    if configuration.isLossless {
      try socket.setNoDrop(true)
      // Whether the daemon was asked to stop is looked at between waits.
      try socket.setSendTimeout(.milliseconds(100))
    }
    reconnector = try Reconnector(
      configuration.publishEndpoints, of: socket, in: context, configuration.security)
    try configuration.security.open(configuration.publishEndpoints, on: socket, seenBy: doorkeeper)
    return socket
  }

  /// Sixteen messages of each stream may wait, which is 1.6 s at 10 Hz: more means that nobody reads, and older ones
  /// are worth nothing. 1000 at least and 100 000 at most.
  private static func highWaterMark(streams: Int) -> Int { min(max(1000, 16 * streams), 100_000) }

  /// Sets what all sockets have; `isLossless` where they wait for their peers instead of dropping messages.
  static func common(_ socket: borrowing Socket, isLossless: Bool = false) throws(ZeroMQError) {
    try socket.setReconnect(after: .milliseconds(100), upTo: .seconds(2))
    // A peer whose cable was pulled is noticed after three seconds. One that has no room for a message takes no heartbeat either, and
    // who waits for it can't tell the two apart; and where a connection of libzmq 4.3.4 ends so, reading from its full queue ends the
    // process by an assertion (_input_stopped).
    if !isLossless { try socket.setHeartbeat(every: .seconds(1), timeout: .seconds(3)) }
    try socket.setHandshakeLimit(.seconds(5))
    // What can't be sent within a fifth of a second of the end is too old.
    try socket.setLinger(.milliseconds(200))
  }
}
