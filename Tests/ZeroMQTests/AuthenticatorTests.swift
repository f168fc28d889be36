import Testing
import ZeroMQ

@Suite(.timeLimit(.minutes(10))) struct AuthenticatorTests {
  /// The next request, waited for.
  private func request(_ authenticator: borrowing Authenticator) throws -> AuthenticationRequest {
    var items = [authenticator.pollItem()]
    while true {
      if let request = try authenticator.next() { return request }
      try poll(&items, timeout: .seconds(1))
    }
  }

  @Test(arguments: [AuthenticationAnswer.admitted, .refused, .refusedForNow])
  func aPeerIsJudgedByItsKey(answer: AuthenticationAnswer) throws {
    let context = try Context()
    let authenticator = try Authenticator(in: context)
    let (server, client) = (try CurveKeyPair.generate(), try CurveKeyPair.generate())
    let pull = try Socket(.pull, in: context)
    try pull.setCurveServer(server)
    try pull.setAuthenticationDomain("markers")
    let monitor = try SocketMonitor(of: pull, in: context)
    try pull.bind("tcp://127.0.0.1:*")
    let push = try Socket(.push, in: context)
    try push.setLinger(.zero)
    try push.setCurveClient(client, serverKey: server.publicKey)
    try push.connect(try pull.lastEndpoint)
    let request = try request(authenticator)
    #expect(request.curveKey == client.publicKey && request.mechanism == "CURVE")
    #expect(request.domain == "markers" && request.address == "127.0.0.1")
    try authenticator.answer(request, answer)
    let expected: SocketEvent =
      switch answer {
      case .admitted: .handshakeSucceeded
      case .refusedForNow: .handshakeFailedAuthentication(status: 300)
      case .refused: .handshakeFailedAuthentication(status: 400)
      }
    var seen: [SocketEvent] = []
    while !seen.contains(expected), let (event, _) = try monitor.next(timeout: .seconds(10)) {
      seen.append(event)
    }
    #expect(seen.contains(expected), "\(seen)")
  }

  @Test func aContextHasOneAtMost() throws {
    let context = try Context()
    let first = try Authenticator(in: context)
    #expect(throws: ZeroMQError.self) { _ = try Authenticator(in: context) }
    _ = consume first
  }

  /// One socket may have endpoints with keys beside plain ones.
  @Test func plainEndpointsStandBesideOthers() throws {
    let context = try Context()
    let server = try CurveKeyPair.generate()
    let pull = try Socket(.pull, in: context)
    try pull.setCurveServer(server)
    try pull.bind("tcp://127.0.0.1:*")
    let guarded = try pull.lastEndpoint
    try pull.setPlain()
    try pull.bind("tcp://127.0.0.1:*")
    let plain = try pull.lastEndpoint
    let one = try Socket(.push, in: context)
    let other = try Socket(.push, in: context)
    try one.setCurveClient(.generate(), serverKey: server.publicKey)
    try one.connect(guarded)
    try other.connect(plain)
    try one.send([1])
    try other.send([2])
    var taken: Set<UInt8> = []
    try pull.setReceiveTimeout(.seconds(10))
    while taken.count < 2, let parts = try pull.receiveParts() { taken.insert(parts[0][0]) }
    #expect(taken == [1, 2])
  }
}
