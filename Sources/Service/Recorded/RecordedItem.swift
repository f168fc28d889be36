import Foundation
import MarkerMotion
import Recordings
import Wire

/// What a recorded message says.
package enum RecordedItem: Sendable {
  case frame(Frame)
  case forecast(Forecast, ForecastEnvelope)
  case statistics(Markercast_V1_Stats)

  /// What `message` says, whose topic is of `kind` and `stream`.
  /// - Throws: `Rejection`.
  init(_ message: RecordedMessage, _ kind: Topic, of stream: String) throws {
    self = try message.payload.withUnsafeBytes { bytes -> RecordedItem in
      switch kind {
      case .markers: return .frame(try decodeFrame(bytes, stream: stream))
      case .forecast:
        let (forecast, envelope) = try decodeForecast(bytes)
        return .forecast(forecast, envelope)
      case .stats: return .statistics(try decodeStats(bytes))
      }
    }
  }
}

extension RecordedMessage {
  /// Whether `each` can read the file at `path`.
  package static func areIn(_ path: String) -> Bool { MessageReader.canRead(path) || isOfLines(path) }

  /// Hands `body` each message of the file at `path`: one of messages, or the lines of JSON that `record --forecasts` writes,
  /// as if each had been received when it was published. Returns the bytes that are of no message.
  static func each(in path: String, _ body: (RecordedMessage) throws -> Void) throws -> Int {
    if isOfLines(path) { return try eachLine(of: path, body) }
    var reader = try MessageReader(path: path)
    while let message = try reader.next() { try body(message) }
    return reader.passedOver
  }

  private static func isOfLines(_ path: String) -> Bool {
    (try? FileHandle(forReadingAtPath: path)?.read(upToCount: 1)) == Data("{".utf8)
  }

  private static func eachLine(of path: String, _ body: (RecordedMessage) throws -> Void) throws -> Int {
    var passedOver = 0
    var reader = try LineReader(path)
    while let line = try reader.next() {
      let payload = Array(line.bytes)
      if let envelope = try? payload.withUnsafeBytes({ try decodeForecast($0).envelope }) {
        try body(
          RecordedMessage(
            received: envelope.publishedNanoseconds, topic: Array(Topic.forecast.of(envelope.stream).utf8),
            payload: payload))
      } else {
        passedOver += payload.count
      }
    }
    return passedOver
  }
}
