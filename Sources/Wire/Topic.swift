/// The topics: a kind and a stream's name, as in `markers/couch1`.
///
/// ZeroMQ subscriptions match prefixes: a subscriber of `forecast/a` is sent `forecast/ab` too, and of
/// `forecast/` every stream. Who wants one stream subscribes to its whole topic and compares the topic that each
/// message brings.
package enum Topic: String, CaseIterable, Sendable {
  /// Frames, from a tracker.
  case markers
  /// Forecasts, from the daemon.
  case forecast
  /// Statistics, from the daemon.
  case stats

  /// The longest name of a stream, in bytes.
  package static let longestName = 64

  /// The longest topic, in bytes.
  package static let longest = "forecast/".utf8.count + longestName

  /// The longest subscription that anybody needs, in bytes: a topic, or what topics begin with.
  package static let longestSubscription = 1024

  /// What the topics of this kind begin with; subscribing to it brings every stream.
  package var prefix: String { "\(rawValue)/" }

  /// The topic of a stream, whose name must be allowed (see `isName`).
  package func of(_ stream: String) -> String { prefix + stream }

  /// The kind and the stream's name in the first part of a message.
  package static func parse(
    _ topic: UnsafeRawBufferPointer
  ) throws(Rejection) -> (topic: Topic, stream: String) {
    for kind in allCases {
      if let stream = kind.stream(in: topic) { return (kind, stream) }
    }
    throw .badTopic
  }

  /// The stream's name in a topic of this kind; nil where it is of another kind or the name is not allowed.
  package func stream(in topic: UnsafeRawBufferPointer) -> String? {
    name(in: topic).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of the stream's name in a topic of this kind, in place; nil as in `stream(in:)`.
  package func name(in topic: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let prefix = prefix.utf8
    guard topic.starts(with: prefix) else { return nil }
    let name = UnsafeRawBufferPointer(rebasing: topic.dropFirst(prefix.count))
    return Self.isName(name) ? name : nil
  }

  /// Whether these bytes may name a stream: 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'. Such a name can stand in
  /// a label, a page and a log as it is.
  package static func isName(_ bytes: some Collection<UInt8>) -> Bool {
    (1...longestName).contains(bytes.count)
      && bytes.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
