import ZeroMQ

/// How sockets prove who they are, and whom they let in.
public struct Security: Sendable {
  /// Whether binding where others reach is allowed, though nothing is encrypted there.
  public var allowsPublicBind = false
  private var keys: CurveKeyPair?
  private(set) var clients: ClientList?
  /// The public keys of those that are connected to, by their endpoints.
  private var serverKeys: [String: String] = [:]

  private static let domain = "markercast"

  /// No keys: all is plain.
  public init() {}

  /// Reads keys from files.
  /// - Parameters:
  ///   - key: the file of the own secret key.
  ///   - clients: the file or folder of the public keys of those who may connect to endpoints that are bound; nil leaves
  ///     those plain.
  ///   - servers: for endpoints that are connected to, the file of the other end's public key; the others are plain.
  public init(key: String, clients: String?, servers: [(endpoint: Endpoint, key: String)]) throws(KeyError) {
    try KeyFolder.checkCurve()
    keys = try KeyFile.pair(path: key)
    if let clients { self.clients = try ClientList(path: clients) }
    for (endpoint, key) in servers { serverKeys[endpoint.address] = try KeyFile.publicKey(path: key) }
  }

  /// Whether who connects to what is bound must show a key.
  public var asksForKeys: Bool { clients != nil }

  /// Sets up `socket` for an endpoint that is bound or connected next.
  private func prepare(_ socket: borrowing Socket, for endpoint: Endpoint) throws(ZeroMQError) {
    guard let keys else { return }
    if endpoint.isBound, asksForKeys {
      try socket.setAuthenticationDomain(Self.domain)
      try socket.setCurveServer(keys)
    } else if !endpoint.isBound, let serverKey = serverKeys[endpoint.address] {
      try socket.setCurveClient(keys, serverKey: serverKey)
    } else {
      try socket.setPlain()
    }
  }

  /// Connects a socket.
  func connect(_ socket: borrowing Socket, to endpoint: Endpoint) throws(ZeroMQError) {
    try prepare(socket, for: endpoint)
    try socket.connect(endpoint.address)
  }

  /// Binds and connects a socket, seen by `doorkeeper` where there is one.
  func open(
    _ endpoints: [Endpoint], on socket: borrowing Socket, seenBy doorkeeper: Doorkeeper?
  ) throws(ZeroMQError) {
    if endpoints.contains(where: \.isBound) { try doorkeeper?.watch(socket) }
    // What is connected to comes first: where a socket has a domain, which can't be taken back, plain peers are judged too.
    for endpoint in endpoints.filter({ !$0.isBound }) + endpoints.filter(\.isBound) {
      if endpoint.isBound {
        try prepare(socket, for: endpoint)
        try socket.bind(endpoint.address)
      } else {
        try connect(socket, to: endpoint)
      }
    }
  }

  /// Binds and connects the only outer socket of a context.
  /// - Returns: the doorkeeper, to be kept as long as the socket; nil where none is needed.
  /// - Throws: `PublicBind`, `ZeroMQError`.
  public func open(
    _ endpoints: [Endpoint], on socket: borrowing Socket, in context: Context
  ) throws -> Doorkeeper? {
    try PublicBind.check(endpoints, self)
    let doorkeeper = try Doorkeeper(self, in: context)
    try open(endpoints, on: socket, seenBy: doorkeeper)
    doorkeeper?.start()
    return doorkeeper
  }
}
