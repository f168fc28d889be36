import NIOCore
import NIOHTTP1

/// Somebody who is sent events. What finds its buffer full is dropped and counted; it is let go where it stays full.
final class LiveClient {
  /// The stream whose motion and statistics it is sent; none where nil.
  let stream: String?
  let handler: RequestHandler
  private let desk: HTTPDesk
  private(set) var dropped: UInt64 = 0
  private var stalledSince: NIODeadline?

  init(_ handler: RequestHandler, of desk: HTTPDesk, stream: String?) {
    self.handler = handler
    self.desk = desk
    self.stream = stream
  }

  func tell(_ event: LiveEvent?) {
    guard let event else { return }
    send(event.bytes)
  }

  /// Tells how the streams do, with how many are told.
  func tell(_ streams: LiveEvent, count: Int) {
    var bytes = ByteBuffer(
      string: "event: streams\ndata: {\"clients\":{\"connected\":\(count),\"dropped\":\(dropped)},")
    bytes.writeImmutableBuffer(streams.bytes)
    send(bytes)
  }

  /// A comment, so that nobody on the way thinks the connection dead.
  func keepAlive() { send(ByteBuffer(string: ": \n\n")) }

  private func send(_ bytes: ByteBuffer) {
    guard handler.isWritable else {
      dropped += 1
      desk.countDropped()
      stalledSince = stalledSince ?? .now()
      return
    }
    stalledSince = nil
    handler.send(bytes)
  }

  func closeIfStalled(for time: TimeAmount) {
    if let stalledSince, .now() > stalledSince + time { handler.close() }
  }
}
