import Foundation
import Testing
import ZeroMQ

/// `markercast proxy` between real sockets.
@Suite(.timeLimit(.minutes(10))) struct ProxyCommandTests {
  private func receive(_ socket: borrowing Socket) throws -> [[UInt8]]? {
    try socket.setReceiveTimeout(.seconds(30))
    return try socket.receiveParts()
  }

  /// Trackers and daemons of any order of coming: who wants what is known at the publisher, and it filters.
  @Test(arguments: [SIGTERM, SIGINT]) func framesAndSubscriptionsPassUntilASignal(signal: Int32) throws {
    let folder = try Workplace()
    let context = try Context()
    let early = try Socket(.xpub, in: context)
    try early.connect(folder.endpoint("front"))
    let subscriber = try Socket(.sub, in: context)
    try subscriber.connect(folder.endpoint("back"))
    try subscriber.subscribe("markers/a")
    let proxy = try Program(
      ["proxy", "--frontend", folder.endpoint("front"), "--backend", folder.endpoint("back")], in: folder)
    let late = try Socket(.xpub, in: context)
    try late.connect(folder.endpoint("front"))
    #expect(try receive(early) == [[1] + Array("markers/a".utf8)])
    #expect(try receive(late) == [[1] + Array("markers/a".utf8)])
    let payload = [UInt8](repeating: 7, count: 100_000)
    try early.send(Array("markers/b".utf8), [1])
    try early.send(Array("markers/a".utf8), payload)
    #expect(try receive(subscriber) == [Array("markers/a".utf8), payload])
    try late.send(Array("markers/a1".utf8), [])
    #expect(try receive(subscriber) == [Array("markers/a1".utf8), []])
    if signal == SIGTERM { proxy.terminate() } else { proxy.interrupt() }
    #expect(proxy.wait() == 0, "\(proxy.errors)")
    #expect(proxy.errors.contains("passing on from \(folder.endpoint("front"))"))
  }
}
