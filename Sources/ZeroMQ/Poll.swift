import CZeroMQ
import Glibc

/// What a socket can be waited for.
public struct PollEvents: OptionSet, Hashable, Sendable {
  /// ZeroMQ's bits.
  public let rawValue: Int16

  /// The events whose bits are set.
  public init(rawValue: Int16) { self.rawValue = rawValue }

  /// A message can be received.
  public static let readable = PollEvents(rawValue: Int16(ZMQ_POLLIN))
  /// A message can be sent.
  public static let writable = PollEvents(rawValue: Int16(ZMQ_POLLOUT))
  /// A descriptor, not a socket, has failed.
  public static let failed = PollEvents(rawValue: Int16(ZMQ_POLLERR))
}

/// One thing to wait for, and after `poll` what came of it.
public struct PollItem {
  var raw: zmq_pollitem_t

  init(raw: zmq_pollitem_t) { self.raw = raw }

  /// Waits for a file descriptor.
  public init(descriptor: Int32, for events: PollEvents = .readable) {
    raw = zmq_pollitem_t(socket: nil, fd: descriptor, events: events.rawValue, revents: 0)
  }

  /// What is waited for; may be changed between polls.
  public var awaited: PollEvents {
    get { PollEvents(rawValue: raw.events) }
    set { raw.events = newValue.rawValue }
  }

  /// What came of it in the last poll.
  public var events: PollEvents { PollEvents(rawValue: raw.revents) }

  /// Whether a message can be received.
  public var isReadable: Bool { events.contains(.readable) }
  /// Whether a message can be sent.
  public var isWritable: Bool { events.contains(.writable) }
}

/// Waits until something comes of one of `items` or `timeout` is over; nil waits as long as it takes.
///
/// Allocates nothing for up to eight items. O(items).
/// - Returns: how many items something came of.
@discardableResult
public func poll(_ items: inout [PollItem], timeout: Duration?) throws(ZeroMQError) -> Int {
  let milliseconds = timeout.map { Int($0.roundedUpMilliseconds) } ?? -1
  var count: Int32 = 0
  var code: Int32 = 0
  items.withUnsafeMutableBufferPointer { items in
    // Sound: PollItem holds one zmq_pollitem_t and nothing else, so their layouts are one.
    items.withMemoryRebound(to: zmq_pollitem_t.self) { raw in
      count = zmq_poll(raw.baseAddress, Int32(raw.count), milliseconds)
      code = zmq_errno()
    }
  }
  if count >= 0 { return Int(count) }
  if code == EINTR { return 0 }
  throw ZeroMQError(code: code, operation: "cannot poll")
}

extension Duration {
  /// Whole milliseconds, rounded up, so that a wait never ends early; held within 0 and 2^31.
  var roundedUpMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    let milliseconds = Double(seconds) * 1e3 + (Double(attoseconds) / 1e15).rounded(.up)
    return Int32(min(max(milliseconds, 0), Double(Int32.max)))
  }
}
