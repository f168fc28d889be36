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
    /// Which keys are shown and asked for.
    public var security = Security()

    /// Nothing to pass on.
    public init() {}

    /// The endpoints of `frontend`.
    public var frontendEndpoints: [Endpoint] { frontend.map { Endpoint($0, bindsByDefault: true) } }
    /// The endpoints of `backend`.
    public var backendEndpoints: [Endpoint] { backend.map { Endpoint($0, bindsByDefault: true) } }
  }

  private static let control = "inproc://proxy-control"

  private let context: Context
  private let frontend: Socket
  private let backend: Socket
  private let control: Socket
  private let stop: StopSignal
  // Behind the sockets, which it outlives.
  private let doorkeeper: Doorkeeper?

  /// A proxy whose sockets are open.
  /// - Throws: `ZeroMQError` where an endpoint can't be had; `PublicBind` where one would let strangers in.
  public init(_ configuration: Configuration, stop: StopSignal, reload: ReloadSignal? = nil) throws {
    let endpoints = (front: configuration.frontendEndpoints, back: configuration.backendEndpoints)
    let security = configuration.security
    try PublicBind.check(endpoints.front + endpoints.back, security)
    let context = try Context()
    let doorkeeper = try Doorkeeper(security, in: context, reload: reload)
    let control = try Socket(.pair, in: context)
    try control.bind(Self.control)
    let mark = configuration.highWaterMark
    let backend = try Self.socket(.xpub, mark, longest: Topic.longestSubscription, in: context)
    try security.open(endpoints.back, on: backend, seenBy: doorkeeper)
    // Last: nothing comes before there is a way out.
    let frontend = try Self.socket(.xsub, mark, longest: Sockets.longestMessage, in: context)
    try security.open(endpoints.front, on: frontend, seenBy: doorkeeper)
    self.context = context
    self.frontend = frontend
    self.backend = backend
    self.control = control
    self.stop = stop
    self.doorkeeper = doorkeeper
  }

  private static func socket(
    _ kind: SocketKind, _ highWaterMark: Int, longest: Int, in context: Context
  ) throws(ZeroMQError) -> Socket {
    let socket = try Socket(kind, in: context)
    try socket.setReceiveHighWaterMark(highWaterMark)
    try socket.setSendHighWaterMark(highWaterMark)
    try socket.setMaxMessageSize(bytes: longest)
    try Sockets.common(socket)
    return socket
  }

  /// Passes messages on until the stop signal is given; tells `manager` of the beginning and of the end.
  /// - Returns: what became of those who connected; nil where nobody was asked for a key.
  public func run(under manager: ServiceManager) throws -> Admissions? {
    doorkeeper?.start()
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
    defer { BackgroundLog.flush() }
    try proxy(frontend, backend, control: control)
    return doorkeeper?.admissions
  }
}
