import Foundation
import Testing
import ZeroMQ

@Suite(.timeLimit(.minutes(10))) struct ProxyTests {
  /// A proxy in a thread of its own; `ended` is given when it has returned.
  private func start(in context: Context) -> DispatchSemaphore {
    let ended = DispatchSemaphore(value: 0)
    let ready = DispatchSemaphore(value: 0)
    Thread {
      defer { ended.signal() }
      do {
        let front = try Socket(.xsub, in: context)
        let back = try Socket(.xpub, in: context)
        let control = try Socket(.pair, in: context)
        try front.bind("inproc://front")
        try back.bind("inproc://back")
        try control.bind("inproc://control")
        ready.signal()
        try proxy(front, back, control: control)
      } catch let error as ZeroMQError {
        #expect(error.isTermination)
      } catch { Issue.record(error) }
    }.start()
    ready.wait()
    return ended
  }

  private func receive(_ socket: borrowing Socket) throws -> [String]? {
    try socket.setReceiveTimeout(.seconds(10))
    return try socket.receiveParts()?.map { String(decoding: $0, as: UTF8.self) }
  }

  private func command(_ command: ProxyCommand, _ control: borrowing Socket) throws {
    try control.send(Array(command.rawValue.utf8))
  }

  @Test func subscriptionsGoOneWayAndMessagesTheOther() throws {
    let context = try Context()
    let ended = start(in: context)
    let control = try Socket(.pair, in: context)
    try control.connect("inproc://control")
    let publisher = try Socket(.xpub, in: context)
    try publisher.connect("inproc://front")
    let first = try Socket(.sub, in: context)
    try first.connect("inproc://back")
    try first.subscribe("a")
    #expect(try receive(publisher) == ["\u{1}a"])
    let second = try Socket(.sub, in: context)
    try second.connect("inproc://back")
    try second.subscribe("a")
    try second.subscribe("b")
    // That of "a" is known already.
    #expect(try receive(publisher) == ["\u{1}b"])
    try publisher.send(Array("c".utf8), [1])
    try publisher.send(Array("b".utf8), [], Array("whole".utf8))
    try publisher.send(Array("a".utf8), Array("both".utf8))
    #expect(try receive(second) == ["b", "", "whole"])
    #expect(try receive(second) == ["a", "both"])
    #expect(try receive(first) == ["a", "both"])
    // Only the last who leaves is told of.
    try second.unsubscribe("a")
    try second.unsubscribe("b")
    #expect(try receive(publisher) == ["\u{0}b"])
    try first.unsubscribe("a")
    #expect(try receive(publisher) == ["\u{0}a"])
    try command(.terminate, control)
    ended.wait()
  }

  @Test func aPublisherThatComesLaterIsToldWhatIsWanted() throws {
    let context = try Context()
    let ended = start(in: context)
    let control = try Socket(.pair, in: context)
    try control.connect("inproc://control")
    let subscriber = try Socket(.sub, in: context)
    try subscriber.connect("inproc://back")
    try subscriber.subscribe("a")
    for _ in 0..<2 {
      let publisher = try Socket(.xpub, in: context)
      try publisher.connect("inproc://front")
      #expect(try receive(publisher) == ["\u{1}a"])
      try publisher.send(Array("a".utf8))
      #expect(try receive(subscriber) == ["a"])
    }
    try command(.terminate, control)
    ended.wait()
  }

  @Test func aShutDownContextEndsIt() throws {
    let context = try Context()
    let ended = start(in: context)
    context.shutDown()
    ended.wait()
  }
}
