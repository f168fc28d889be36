import Foundation
import NIOCore
import Wire

/// A server-sent event, written once for all who are sent it.
struct LiveEvent {
  enum Kind: String {
    case streams, stats, motion, news
  }

  /// As it goes out, but for what is put before the data of `streams`.
  let bytes: ByteBuffer
  let kind: Kind

  /// An event whose data is one line of JSON.
  init(_ kind: Kind, _ data: [UInt8]) {
    self.kind = kind
    var bytes = ByteBufferAllocator().buffer(capacity: data.count + 30)
    if kind != .streams { bytes.writeString("event: \(kind.rawValue)\ndata: ") }
    bytes.writeBytes(data)
    bytes.writeStaticString("\n\n")
    self.bytes = bytes
  }
}

extension Board {
  func streamsEvent(_ settings: StreamsText.Settings) -> LiveEvent {
    // Who connects is told of it in front: the brace that opens goes there.
    LiveEvent(.streams, Array(StreamsText(self, settings, now: Clock.monotonic).bytes.dropFirst()))
  }

  /// Nil where nothing has happened.
  func newsEvent(_ items: ArraySlice<NewsItem>) -> LiveEvent? {
    items.isEmpty ? nil : LiveEvent(.news, Board.text(items))
  }

  /// Nil where there is no such stream.
  func statsEvent(of stream: String) -> LiveEvent? {
    streams[stream].map { LiveEvent(.stats, encodeStats($0.stats, as: .json)) }
  }

  /// What has happened, in JSON.
  static func text(_ items: ArraySlice<NewsItem>) -> [UInt8] {
    // Texts, counts and finite numbers can always be encoded.
    Array(try! JSONEncoder().encode(["events": Array(items)]))
  }
}
