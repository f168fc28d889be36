import Wire

/// The form of a file of messages: what passed on the wire, as it came, so that nothing of it is lost.
///
/// It begins with a line that names the form and its version. Then follows, for each message in order of receipt,
///
///     the length of its body, 4 bytes; the body's CRC-32, 4 bytes; the body:
///     when it was received, ns since the Unix epoch, 8 bytes; its topic's length, 2 bytes; the topic; the payload
///
/// numbers in little-endian order. The file only ever grows, so that it can be read while it is written, and what a crash cuts
/// off is the last message.
enum MessageFile {
  static let version = 1
  static let magic = "markercast messages "
  static let header = Array("\(magic)\(version)\n".utf8)
  /// The bytes before a body.
  static let prefix = 8
  /// The bytes of a body before its topic.
  static let head = 10
  static let longestTopic = Int(UInt16.max)
  static let longestBody = head + longestTopic + Sockets.longestMessage
}

/// A message of two parts, as it came.
package struct RecordedMessage: Hashable, Sendable {
  /// When it was received, in nanoseconds since the Unix epoch.
  package var received: Int64
  /// Its first part.
  package var topic: [UInt8]
  /// Its second part.
  package var payload: [UInt8]

  /// A message that was received at `received`.
  package init(received: Int64, topic: [UInt8], payload: [UInt8]) {
    self.received = received
    self.topic = topic
    self.payload = payload
  }

  /// The message in a body whose checksum fits; nil where it has no room for what it says.
  init?(_ body: ArraySlice<UInt8>) {
    guard body.count >= MessageFile.head else { return nil }
    received = Int64(bitPattern: body.littleEndian(8))
    let rest = body.dropFirst(MessageFile.head)
    let count = Int(body.dropFirst(8).littleEndian(2))
    guard count <= rest.count else { return nil }
    topic = Array(rest.prefix(count))
    payload = Array(rest.dropFirst(count))
  }
}

extension ArraySlice<UInt8> {
  /// The number in the first `count` bytes, the lowest first.
  func littleEndian(_ count: Int) -> UInt64 {
    prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension [UInt8] {
  /// Appends the lowest `count` bytes of `number`, the lowest first.
  mutating func append(littleEndian number: UInt64, _ count: Int) {
    for i in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(i)))) }
  }
}
