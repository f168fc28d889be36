/// The topics: a kind and a stream's name, as in `markers/couch1`.
///
/// ZeroMQ subscriptions match prefixes: who subscribes to `forecast/a` is sent `forecast/ab` too, and must compare
/// the topic that comes with a message.
package enum Topic: String, CaseIterable, Sendable {
  /// Frames, from a tracker.
  case markers
  /// Forecasts, from the daemon.
  case forecast
  /// Statistics, from the daemon.
  case stats

  /// The longest name of a stream, in bytes.
  package static let longestName = 64

  /// What the topics of this kind begin with.
  package var prefix: String { "\(rawValue)/" }

  /// The topic of a stream.
  package func of(_ stream: String) -> String { prefix + stream }

  /// The stream's name in a topic of this kind; nil where it is of another kind or the name is not allowed.
  package func stream(in topic: UnsafeRawBufferPointer) -> String? {
    let prefix = prefix.utf8
    guard topic.count > prefix.count, topic.starts(with: prefix) else { return nil }
    let name = UnsafeRawBufferPointer(rebasing: topic[prefix.count...])
    guard Self.isName(name) else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  /// Whether these bytes may name a stream: 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'. Such a name can stand in a
  /// path, a label, a page and a log as it is.
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
