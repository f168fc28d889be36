import Glibc
import Wire
import ZeroMQ

/// One address for many publishers, and one for many subscribers.
///
/// Publishers and subscribers connect to it; subscriptions are handed to the publishers, which filter.
public struct StreamProxy: ~Copyable {
  /// What a proxy is told.
  public struct Configuration: Sendable {
    /// Where messages come from: ZeroMQ endpoints, bound unless they begin with `>`.
    public var frontend: [String] = []
    /// Where messages go: ZeroMQ endpoints, bound unless they begin with `>`.
    public var backend: [String] = []
    /// Messages that may wait from each publisher and for each subscriber.
    public var highWaterMark = 100_000
    /// Whether binding to an address that strangers reach is allowed, though nothing is encrypted.
    public var allowsPublicBind = false

    /// Nothing to pass on.
    public init() {}
  }

  private static let control = "inproc://proxy-control"

  private let context: Context
  private let frontend: Socket
  private let backend: Socket
  private let control: Socket
  private let stop: StopSignal

  /// A proxy whose sockets are open.
  /// - Throws: `ZeroMQError` where an endpoint can't be had; `PublicBind` where one would let strangers in.
  public init(_ configuration: Configuration, stop: StopSignal) throws {
    let endpoints = [configuration.frontend, configuration.backend].map { texts in
      texts.map { Endpoint($0, bindsByDefault: true) }
    }
    try PublicBind.check(endpoints.flatMap(\.self), isAllowed: configuration.allowsPublicBind)
    let context = try Context()
    let control = try Socket(.pair, in: context)
    try control.bind(Self.control)
    let mark = configuration.highWaterMark
    let backend = try Self.open(.xpub, endpoints[1], mark, longest: Sockets.longestSubscription, in: context)
    // Last: nothing comes before there is a way out.
    let frontend = try Self.open(.xsub, endpoints[0], mark, longest: Sockets.longestMessage, in: context)
    self.context = context
    self.frontend = frontend
    self.backend = backend
    self.control = control
    self.stop = stop
  }

  private static func open(
    _ kind: SocketKind, _ endpoints: [Endpoint], _ highWaterMark: Int, longest: Int, in context: Context
  ) throws(ZeroMQError) -> Socket {
    let socket = try Socket(kind, in: context)
    try socket.setReceiveHighWaterMark(highWaterMark)
    try socket.setSendHighWaterMark(highWaterMark)
    try socket.setMaxMessageSize(bytes: longest)
    try Sockets.common(socket)
    try Sockets.open(endpoints, on: socket)
    return socket
  }

  /// Passes messages on until the stop signal is given; tells `manager` of the beginning and of the end.
  public func run(under manager: ServiceManager) throws {
    startThread(named: "proxy-control") { [context, stop] in
      do throws(ZeroMQError) {
        let control = try Socket(.pair, in: context)
        try control.connect(Self.control)
        var items = [PollItem(descriptor: stop.descriptor)]
        while !items[0].isReadable { try poll(&items, timeout: nil) }
        manager.stopping("ending")
        try control.send(Array(ProxyCommand.terminate.rawValue.utf8))
      } catch {
        // Deaf to signals it could not be ended cleanly: better now than later.
        exit(70)
      }
    }
    manager.ready("passes messages on")
    try proxy(frontend, backend, control: control)
  }
}
