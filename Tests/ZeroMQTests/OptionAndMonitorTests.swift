import Testing
import ZeroMQ

private let patience = Duration.seconds(10)

/// Events of `monitor` until `wanted` is among them.
private func events(
  of monitor: borrowing SocketMonitor, until wanted: (SocketEvent) -> Bool
) throws -> [SocketEvent] {
  var events: [SocketEvent] = []
  while let (event, _) = try monitor.next(timeout: patience) {
    events.append(event)
    if wanted(event) { break }
  }
  return events
}

private func isDisconnection(_ event: SocketEvent) -> Bool {
  if case .disconnected = event { true } else { false }
}

@Suite(.timeLimit(.minutes(10))) struct MonitorTests {
  @Test func aConnectionIsSeenToComeAndGo() throws {
    let context = try Context()
    let pull = try Socket(.pull, in: context)
    let monitor = try SocketMonitor(of: pull, in: context)
    try pull.bind("tcp://127.0.0.1:*")
    let endpoint = try pull.lastEndpoint
    var accepted: Int32 = -1
    do {
      let push = try Socket(.push, in: context)
      try push.connect(endpoint)
      let seen = try events(of: monitor) { $0 == .handshakeSucceeded }
      try #require(seen.count == 3 && seen[0] == .listening && seen[2] == .handshakeSucceeded)
      if case .accepted(let descriptor) = seen[1] { accepted = descriptor }
    }
    let gone = SocketEvent.disconnected(descriptor: accepted)
    #expect(try events(of: monitor) { $0 == gone }.last == gone)
  }

  @Test func aMessageBeyondTheLimitEndsTheConnection() throws {
    let context = try Context()
    let pull = try Socket(.pull, in: context)
    try pull.setMaxMessageSize(bytes: 1000)
    let monitor = try SocketMonitor(of: pull, in: context)
    try pull.bind("tcp://127.0.0.1:*")
    let push = try Socket(.push, in: context)
    try push.setLinger(.zero)
    try push.connect(try pull.lastEndpoint)
    try push.send([UInt8](repeating: 0, count: 1000))
    #expect(try pull.receiveParts()?.first?.count == 1000)
    try push.send([UInt8](repeating: 0, count: 1001))
    #expect(try events(of: monitor, until: isDisconnection).contains(where: isDisconnection))
  }

  @Test(arguments: [true, false]) func aCurveServerServesWhoKnowsItsKey(knowsKey: Bool) throws {
    let context = try Context()
    let server = try CurveKeyPair.generate()
    let client = try CurveKeyPair.generate()
    let pull = try Socket(.pull, in: context)
    try pull.setCurveServer(server)
    let monitor = try SocketMonitor(of: pull, in: context)
    try pull.bind("tcp://127.0.0.1:*")
    let push = try Socket(.push, in: context)
    try push.setLinger(.zero)
    try push.setCurveClient(client, serverKey: knowsKey ? server.publicKey : client.publicKey)
    try push.connect(try pull.lastEndpoint)
    let seen = try events(of: monitor) { event in
      switch event {
      case .handshakeSucceeded, .handshakeFailed, .handshakeFailedProtocol: true
      default: false
      }
    }
    #expect((seen.last == .handshakeSucceeded) == knowsKey)
  }
}

@Suite struct OptionTests {
  @Test func optionsAreTakenAndReadBack() throws {
    let socket = try Socket(.xpub, in: try Context())
    try socket.setSendHighWaterMark(17)
    try socket.setReceiveHighWaterMark(0)
    #expect(try socket.sendHighWaterMark == 17)
    #expect(try socket.receiveHighWaterMark == 0)
    try socket.setSendBuffer(bytes: 65_536)
    try socket.setReceiveBuffer(bytes: nil)
    try socket.setMaxMessageSize(bytes: nil)
    try socket.setLinger(nil)
    try socket.setSendTimeout(.milliseconds(5))
    try socket.setReconnect(after: .milliseconds(100), upTo: .seconds(5))
    try socket.setHandshakeLimit(.seconds(5))
    try socket.setConnectTimeout(.seconds(3))
    try socket.setHeartbeat(every: .seconds(1), timeout: .seconds(3))
    try socket.setIPv6(true)
    try socket.setTypeOfService(0xB8)
    try socket.setBacklog(50)
    try socket.setImmediate(true)
    try socket.setTCPKeepAlive(idle: .seconds(30), interval: .seconds(5), count: 3)
    try socket.setNoDrop(true)
    try socket.setVerbose(true)
    try socket.setVerboser(true)
    try socket.setAuthenticationDomain("markers")
    try Socket(.router, in: Context()).setRoutingID([65])
  }

  @Test func anOptionOfAnotherKindIsRefused() throws {
    let push = try Socket(.push, in: try Context())
    #expect(throws: ZeroMQError.self) { try push.subscribe("") }
  }

  @Test func contextsTakeTheirOptions() throws {
    var options = Context.Options()
    options.ioThreads = 2
    options.maxSockets = 1
    let context = try Context(options)
    let only = try Socket(.pub, in: context)
    #expect(throws: ZeroMQError.self) { _ = try Socket(.pub, in: context) }
    _ = consume only
  }
}

@Suite struct CurveKeyPairTests {
  @Test func aSecretKeyGivesItsPublicKey() throws {
    let pair = try CurveKeyPair.generate()
    #expect(CurveKeyPair.isKey(pair.publicKey) && CurveKeyPair.isKey(pair.secretKey))
    #expect(try CurveKeyPair(secretKey: pair.secretKey) == pair)
    #expect(try CurveKeyPair.generate() != pair)
  }

  @Test(arguments: ["", "short", String(repeating: "~", count: 40), String(repeating: "a", count: 41)])
  func whatIsNoKeyIsRefused(text: String) {
    #expect(!CurveKeyPair.isKey(text))
    #expect(throws: ZeroMQError.self) { try CurveKeyPair(secretKey: text) }
  }
}

@Test func theLibraryIsFourPointThreeOrNewer() {
  #expect(libraryVersion.major == 4 && libraryVersion.minor >= 3)
  #expect(libraryHas("curve"))
}
