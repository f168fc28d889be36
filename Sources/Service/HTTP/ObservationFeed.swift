import Synchronization
import ZeroMQ

/// Hands the daemon's messages to its own observer too, as far as that has room.
///
/// It belongs to the thread of the outer sockets, whose time it takes no more of than two references and a send: what nobody
/// watches is dropped there.
package final class ObservationFeed {
  static let endpoint = "inproc://observed"
  /// Messages that may wait for the observer.
  private static let capacity = 2000

  private let socket: Socket
  private let tally: ObservationTally
  private var topic = Message()
  private var payload = Message()

  init(in context: Context, tally: ObservationTally) throws(ZeroMQError) {
    socket = try Socket(.pub, in: context)
    self.tally = tally
    try socket.setSendHighWaterMark(Self.capacity)
    // So that what finds no room is known of.
    try socket.setNoDrop(true)
    try socket.setLinger(.zero)
    try socket.bind(Self.endpoint)
  }

  /// Takes a reference to a message, which goes on to where it was meant for; `pass` sends it.
  package func keep(_ topic: inout Message, _ payload: inout Message) throws(ZeroMQError) {
    self.topic = try topic.shared()
    self.payload = try payload.shared()
  }

  /// Sends what was kept.
  package func pass() throws(ZeroMQError) {
    guard try socket.send(&topic, more: true, wait: false) else { return tally.missOne() }
    _ = try socket.send(&payload, wait: false)
  }
}

/// What the thread of the outer sockets has counted and no stream's statistics hold. Any thread may read it.
package final class ObservationTally: Sendable {
  /// Counts by what they are of.
  package struct Counts: Sendable {
    /// Messages refused before they belonged to a stream, by reason.
    package private(set) var refused: [String: UInt64] = [:]
    /// Messages of streams that are another daemon's.
    package private(set) var elsewhere: UInt64 = 0
    /// All of them.
    package private(set) var total: UInt64 = 0

    /// Nothing counted.
    package init() {}

    /// Counts a message that was refused.
    package mutating func refuse(_ reason: String) {
      refused[reason, default: 0] += 1
      total += 1
    }

    /// Counts a message of another daemon's stream.
    package mutating func passOver() {
      elsewhere += 1
      total += 1
    }
  }

  private let counts = Mutex(Counts())
  private let missed = Atomic<UInt64>(0)

  /// Takes the counts over, unless they are just being read; false where they were.
  func set(_ newest: Counts) -> Bool { counts.withLockIfAvailable { $0 = newest } != nil }

  /// The counts.
  var newest: Counts { counts.withLock { $0 } }

  func missOne() { missed.add(1, ordering: .relaxed) }

  /// Messages that the observer had no room for.
  var unseen: UInt64 { missed.load(ordering: .relaxed) }
}
