import Foundation
import Testing
import ZeroMQ

private let patience = Duration.seconds(10)

/// A temporary ipc endpoint, an inproc one, and a loopback port of the system's choice.
private let endpoints = ["inproc://test", "ipc://*", "tcp://127.0.0.1:*"]

/// Waits until something can be received; false where nothing came.
private func awaitReadable(_ socket: borrowing Socket) throws -> Bool {
  var items = [socket.pollItem()]
  return try poll(&items, timeout: patience) == 1 && items[0].isReadable
}

private func text(_ parts: [[UInt8]]?) -> [String]? {
  parts?.map { String(decoding: $0, as: UTF8.self) }
}

@Suite(.timeLimit(.minutes(10))) struct SocketTests {
  @Test(arguments: endpoints) func aPairTalksBothWays(endpoint: String) throws {
    let context = try Context()
    let a = try Socket(.pair, in: context)
    let b = try Socket(.pair, in: context)
    try a.bind(endpoint)
    try b.connect(try a.lastEndpoint)
    try a.send(Array("ping".utf8))
    #expect(text(try b.receiveParts()) == ["ping"])
    try b.send(Array("pong".utf8))
    #expect(text(try a.receiveParts()) == ["pong"])
  }

  @Test(arguments: endpoints) func pushedMessagesArePulledInOrderAndWhole(endpoint: String) throws {
    let context = try Context()
    let push = try Socket(.push, in: context)
    let pull = try Socket(.pull, in: context)
    try push.bind(endpoint)
    try pull.connect(try push.lastEndpoint)
    for n in 0..<50 { try push.send(Array("\(n)".utf8), [], [UInt8](repeating: UInt8(n), count: n * 1000)) }
    for n in 0..<50 {
      let parts = try #require(try pull.receiveParts())
      #expect(parts.count == 3)
      #expect(parts[0] == Array("\(n)".utf8))
      #expect(parts[1] == [])
      #expect(parts[2] == [UInt8](repeating: UInt8(n), count: n * 1000))
    }
  }

  @Test(
    arguments: endpoints, [(SocketKind.pub, SocketKind.sub), (.pub, .xsub), (.xpub, .sub), (.xpub, .xsub)])
  func subscribersGetWhatTheySubscribedTo(endpoint: String, kinds: (SocketKind, SocketKind)) throws {
    let (publisher, subscriber) = kinds
    let context = try Context()
    let pub = try Socket(publisher, in: context)
    let sub = try Socket(subscriber, in: context)
    try pub.bind(endpoint)
    try sub.connect(try pub.lastEndpoint)
    if subscriber == .sub {
      try sub.subscribe("markers/")
    } else {
      try sub.send([1] + Array("markers/".utf8))
    }
    if publisher == .xpub {
      #expect(try awaitReadable(pub))
      #expect(try pub.receiveParts() == [[1] + Array("markers/".utf8)])
    }
    // Without a word of its subscribers a publisher is asked again until the subscription has arrived.
    repeat {
      try pub.send(Array("stats/a".utf8), [1])
      try pub.send(Array("markers/a".utf8), [2])
    } while try !isReadableNow(sub)
    #expect(try sub.receiveParts() == [Array("markers/a".utf8), [2]])
  }

  private func isReadableNow(_ socket: borrowing Socket) throws -> Bool {
    var items = [socket.pollItem()]
    return try poll(&items, timeout: .milliseconds(20)) == 1
  }

  @Test func aRequestIsAnswered() throws {
    let context = try Context()
    let rep = try Socket(.rep, in: context)
    let req = try Socket(.req, in: context)
    try rep.bind("inproc://rep")
    try req.connect("inproc://rep")
    try req.send(Array("how far?".utf8))
    #expect(text(try rep.receiveParts()) == ["how far?"])
    try rep.send(Array("5 mm".utf8))
    #expect(text(try req.receiveParts()) == ["5 mm"])
  }

  @Test func aMessageIsMovedThroughWithoutCopying() throws {
    let context = try Context()
    let sockets = try pairOfPairs(context)
    var message = try Message([UInt8](repeating: 7, count: 100_000))
    let before = message.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    #expect(try sockets.a.send(&message))
    let left = message.count
    #expect(left == 0)
    #expect(try sockets.b.receive(&message))
    let after = message.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    #expect(after == before)
    let (count, hasMore) = (message.count, message.hasMore)
    #expect(count == 100_000 && !hasMore)
  }

  private struct Pairs: ~Copyable {
    let a: Socket
    let b: Socket
  }

  private func pairOfPairs(_ context: Context) throws -> Pairs {
    let a = try Socket(.pair, in: context)
    let b = try Socket(.pair, in: context)
    try a.bind("inproc://pairs")
    try b.connect("inproc://pairs")
    return Pairs(a: a, b: b)
  }

  @Test func valuesTravelAsTheyLieInMemory() throws {
    let message = try Message(of: SIMD4<Double>(1, 2, 3, 4))
    let (same, other) = (message.value(as: SIMD4<Double>.self), message.value(as: Int32.self))
    #expect(same == SIMD4(1, 2, 3, 4))
    #expect(other == nil)
  }

  @Test func nothingToReceiveIsNoError() throws {
    let context = try Context()
    let pull = try Socket(.pull, in: context)
    try pull.bind("inproc://empty")
    var message = Message()
    #expect(try pull.receive(&message, wait: false) == false)
    try pull.setReceiveTimeout(.milliseconds(1))
    #expect(try pull.receive(&message) == false)
  }

  @Test func aFullQueueRefusesAndKeepsTheMessage() throws {
    let context = try Context()
    let push = try Socket(.push, in: context)
    let pull = try Socket(.pull, in: context)
    try push.setSendHighWaterMark(2)
    try pull.setReceiveHighWaterMark(2)
    try pull.bind("inproc://full")
    try push.connect("inproc://full")
    var sent = 0
    var message = try Message("x")
    while try push.send(&message, wait: false) {
      sent += 1
      message = try Message("x")
    }
    let kept = message.count
    #expect(sent == 4 && kept == 1)
  }

  @Test(arguments: [false, true]) func aSlowSubscriberLosesOrHoldsUp(noDrop: Bool) throws {
    let context = try Context()
    let pub = try Socket(.xpub, in: context)
    let sub = try Socket(.sub, in: context)
    try pub.setSendHighWaterMark(5)
    try pub.setNoDrop(noDrop)
    try sub.setReceiveHighWaterMark(5)
    try pub.bind("inproc://slow")
    try sub.connect("inproc://slow")
    try sub.subscribe("")
    #expect(try awaitReadable(pub))
    _ = try pub.receiveParts()
    var refused = 0
    for n in 0..<100 {
      var message = try Message("\(n)")
      if try !pub.send(&message, wait: false) { refused += 1 }
    }
    #expect(noDrop ? refused == 90 : refused == 0)
    var received = 0
    while try sub.receiveParts(wait: false) != nil { received += 1 }
    #expect(received == 10)
  }

  @Test func pollTellsWhichSocketAndWaitsItsTime() throws {
    let context = try Context()
    let sockets = try pairOfPairs(context)
    var items = [sockets.a.pollItem(), sockets.b.pollItem()]
    #expect(try poll(&items, timeout: .milliseconds(1)) == 0)
    try sockets.a.send([1])
    #expect(try poll(&items, timeout: patience) == 1)
    #expect(!items[0].isReadable && items[1].isReadable)
    items[0].awaited = .writable
    #expect(try poll(&items, timeout: .zero) == 2)
    #expect(items[0].isWritable)
  }

  @Test func pollTakesDescriptorsToo() throws {
    let pipe = Pipe()
    var items = [PollItem(descriptor: pipe.fileHandleForReading.fileDescriptor)]
    #expect(try poll(&items, timeout: .zero) == 0)
    pipe.fileHandleForWriting.write(Data([1]))
    #expect(try poll(&items, timeout: patience) == 1)
  }

  @Test func aSocketIsHandedToAnotherThreadWhole() throws {
    let context = try Context()
    let pull = try Socket(.pull, in: context)
    try pull.bind("inproc://threads")
    let thread = Thread {
      do {
        let push = try Socket(.push, in: context)
        try push.connect("inproc://threads")
        try push.send(Array("from a thread".utf8))
      } catch { Issue.record(error) }
    }
    thread.start()
    #expect(text(try pull.receiveParts()) == ["from a thread"])
  }

  @Test func aShutDownContextEndsAWait() throws {
    let context = try Context()
    let pull = try Socket(.pull, in: context)
    let thread = Thread { context.shutDown() }
    thread.start()
    do {
      _ = try pull.receiveParts()
      Issue.record("received from nobody")
    } catch {
      #expect(error.isTermination)
    }
  }

  @Test func theContextsEndDoesNotWaitForMessages() throws {
    let context = try Context()
    let push = try Socket(.push, in: context)
    try push.connect("tcp://127.0.0.1:1")
    try push.setLinger(.zero)
    try push.send([1])
  }
}

@Suite struct ErrorTests {
  @Test func anErrorNamesTheEndpointAndTheReason() throws {
    let context = try Context()
    let a = try Socket(.pub, in: context)
    let b = try Socket(.pub, in: context)
    try a.bind("tcp://127.0.0.1:*")
    let endpoint = try a.lastEndpoint
    #expect(throws: ZeroMQError(code: 98, operation: "cannot bind", endpoint: endpoint)) {
      try b.bind(endpoint)
    }
    do {
      try b.bind(endpoint)
    } catch {
      #expect(error.description == "cannot bind \(endpoint): Address already in use")
    }
  }

  @Test(arguments: [
    "", "tcp://", "nonsense", "tcp://127.0.0.1:99999", "tcp://127.0.0.1:12x", "carrier-pigeon://loft",
  ])
  func aBadEndpointIsRefused(endpoint: String) throws {
    let socket = try Socket(.pub, in: try Context())
    #expect(throws: ZeroMQError.self) { try socket.bind(endpoint) }
    #expect(throws: ZeroMQError.self) { try socket.connect(endpoint) }
  }
}
