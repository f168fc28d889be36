import ZeroMQ

/// The outer thread's ends of the pair sockets to the workers.
struct WorkerLinks: ~Copyable {
  /// Messages that may wait for a worker.
  private static let capacity = 1000

  /// A socket in a box: arrays hold no noncopyable values.
  private final class Link {
    let socket: Socket
    init(_ socket: consuming Socket) { self.socket = socket }
  }

  private var links: [Link] = []

  mutating func open(_ endpoint: String, in context: Context) throws(ZeroMQError) {
    let socket = try Socket(.pair, in: context)
    try socket.setSendHighWaterMark(Self.capacity)
    try socket.setReceiveHighWaterMark(0)
    try socket.setLinger(.zero)
    try socket.bind(endpoint)
    links.append(Link(socket))
  }

  func pollItems() -> [PollItem] { links.map { $0.socket.pollItem() } }

  func send(_ message: inout Message, to worker: Int, more: Bool) throws(ZeroMQError) -> Bool {
    try links[worker].socket.send(&message, more: more, wait: false)
  }

  /// Receives the next part from a worker if there is one; the parts of a message come together.
  func receive(_ message: inout Message, from worker: Int) throws(ZeroMQError) -> Bool {
    try links[worker].socket.receive(&message, wait: false)
  }

  /// Waits until a worker takes more, or for ten milliseconds; false where it does not.
  @discardableResult
  func awaitRoom(for worker: Int) throws(ZeroMQError) -> Bool {
    var items = [links[worker].socket.pollItem(for: .writable)]
    return try poll(&items, timeout: .milliseconds(10)) > 0
  }

  /// Tells a worker something that has no payload, waiting for room.
  func tell(
    _ kind: WorkerMail.Kind, _ worker: Int, stream: UInt32 = 0, latency: UInt64 = 0
  ) throws(ZeroMQError) {
    var message = try Message(of: WorkerMail(kind: kind, stream: stream, latency: latency))
    _ = try links[worker].socket.send(&message)
  }
}
