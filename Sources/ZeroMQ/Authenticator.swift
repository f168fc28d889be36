/// Who asks to be let in at a socket that has an authentication domain (rfc.zeromq.org/spec/27).
public struct AuthenticationRequest: Hashable, Sendable {
  /// The domain of the socket that was connected to.
  public let domain: String
  /// The peer's address without a port, as libzmq saw it; for ipc its user, group and process.
  public let address: String
  /// "NULL", "PLAIN" or "CURVE".
  public let mechanism: String
  /// What the mechanism brings: for CURVE the client's public key in 32 bytes, which it has proved to be its own.
  public let credentials: [[UInt8]]
  fileprivate let version: [UInt8]
  fileprivate let id: [UInt8]

  /// The client's public key as Z85 text; nil where the mechanism is not CURVE.
  public var curveKey: String? {
    guard mechanism == "CURVE", credentials.count == 1 else { return nil }
    return CurveKeyPair.text(ofKey: credentials[0])
  }
}

/// What the authenticator answers.
public enum AuthenticationAnswer: Hashable, Sendable {
  /// Messages may pass.
  case admitted
  /// The connection is closed without a word; libzmq's clients try again by themselves (status 300).
  case refusedForNow
  /// The peer is told; libzmq's clients do not try again (status 400).
  case refused

  fileprivate var status: (code: String, text: String) {
    switch self {
    case .admitted: ("200", "OK")
    case .refusedForNow: ("300", "not now")
    case .refused: ("400", "not allowed")
    }
  }
}

/// Judges the peers of all sockets of a context that have an authentication domain: a handler of ZAP.
///
/// Open it before those sockets are bound and close it after them: libzmq lets in everybody who has keys where no
/// handler is there. A context has one at most.
public struct Authenticator: ~Copyable {
  private let socket: Socket

  /// An authenticator of the sockets of `context`.
  /// - Throws: where the context has one already.
  public init(in context: Context) throws(ZeroMQError) {
    let socket = try Socket(.rep, in: context)
    try socket.setLinger(.zero)
    try socket.bind("inproc://zeromq.zap.01")
    self.socket = socket
  }

  /// The next request; nil where none waits. It must be answered before the next is asked for.
  public func next() throws(ZeroMQError) -> AuthenticationRequest? {
    guard let parts = try socket.receiveParts(wait: false) else { return nil }
    // libzmq makes them, in this order: version, id, domain, address, routing id, mechanism, credentials.
    guard parts.count >= 6 else {
      return AuthenticationRequest(
        domain: "", address: "", mechanism: "", credentials: [], version: Array("1.0".utf8),
        id: parts.count > 1 ? parts[1] : [])
    }
    return AuthenticationRequest(
      domain: String(decoding: parts[2], as: UTF8.self), address: String(decoding: parts[3], as: UTF8.self),
      mechanism: String(decoding: parts[5], as: UTF8.self), credentials: Array(parts.dropFirst(6)),
      version: parts[0], id: parts[1])
  }

  /// Answers a request.
  public func answer(_ request: AuthenticationRequest, _ answer: AuthenticationAnswer) throws(ZeroMQError) {
    let (code, text) = answer.status
    try socket.send(request.version, request.id, Array(code.utf8), Array(text.utf8), [], [])
  }

  /// What to wait for until a request comes, for `poll`.
  public func pollItem() -> PollItem { socket.pollItem() }
}
