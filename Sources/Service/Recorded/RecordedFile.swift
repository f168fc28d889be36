import MarkerMotion
import Recordings
import Wire

/// What a file of recorded messages holds.
package struct RecordedFile: Sendable {
  /// Its messages.
  package private(set) var messages = 0
  /// Those that are of no stream, or of more streams than are told apart.
  package private(set) var strangers = 0
  /// Bytes that are of no message: what a crash has cut off.
  package private(set) var passedOver = 0
  /// How each stream went, by name.
  package private(set) var streams: [StreamCourse] = []
  /// The latencies of all streams.
  package private(set) var latency = DurationMeter()

  /// More streams than this are not told apart: somebody makes them up.
  private static let mostStreams = 4096

  /// Reads the file at `path` from its beginning to its end, in memory that does not grow with it but by what happened.
  ///
  /// - Parameter only: The stream that is looked at; nil looks at all.
  /// - Throws: `RecordingError` where it is not there, or is something else.
  package init(path: String, only: String? = nil) throws {
    var digests: [String: StreamDigest] = [:]
    passedOver = try RecordedMessage.each(in: path) { message in
      messages += 1
      guard let (kind, stream) = Self.topic(of: message),
        digests[stream] != nil || digests.count < Self.mostStreams
      else {
        strangers += 1
        return
      }
      if let only, only != stream { return }
      let seconds = Double(message.received) / 1e9
      var digest = digests.removeValue(forKey: stream) ?? StreamDigest(stream, start: seconds)
      digest.course.end = seconds
      do {
        digest.take(try RecordedItem(message, kind, of: stream), at: message.received)
      } catch let error as Rejection { digest.course.unreadable[error.name, default: 0] += 1 }
      digests[stream] = digest
    }
    for digest in digests.values { latency.add(digest.latency) }
    streams = digests.values.map(\.finished).sorted { $0.stream < $1.stream }
  }

  /// Hands `body` the frames and forecasts of the file at `path`, each with its stream, in the order of their receipt.
  package static func read(_ path: String, _ body: (String, RecordedItem) throws -> Void) throws {
    _ = try RecordedMessage.each(in: path) { message in
      guard let (kind, stream) = topic(of: message), kind != .stats,
        let item = try? RecordedItem(message, kind, of: stream)
      else { return }
      try body(stream, item)
    }
  }

  private static func topic(of message: RecordedMessage) -> (Topic, String)? {
    message.topic.withUnsafeBytes { try? Topic.parse($0) }
  }
}
