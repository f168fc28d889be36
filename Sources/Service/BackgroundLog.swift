import Dispatch
import Glibc
import Logging
import Synchronization

/// Writes log lines from a queue of its own, so that a slow terminal or a full pipe holds nobody up: to the journal where
/// standard error goes there, else to standard error.
///
/// At most a thousand lines wait; more are dropped and counted in the next line that gets through.
struct BackgroundLog: LogHandler {
  private final class Backlog: Sendable {
    let queue = DispatchQueue(label: "log")
    let waiting = Atomic<Int>(0)
    let dropped = Atomic<Int>(0)
  }

  private static let backlog = Backlog()
  private static let limit = 1000
  private var handler: StreamLogHandler
  private let journal: Journal?

  init(label: String) {
    handler = StreamLogHandler.standardError(label: label)
    let stream = getenv("JOURNAL_STREAM").map { String(cString: $0) }
    journal = Journal.hasStandardError(stream) ? Journal(identifier: label) : nil
  }

  var logLevel: Logger.Level {
    get { handler.logLevel }
    set { handler.logLevel = newValue }
  }

  var metadata: Logger.Metadata {
    get { handler.metadata }
    set { handler.metadata = newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { handler[metadataKey: key] }
    set { handler[metadataKey: key] = newValue }
  }

  func log(event: LogEvent) {
    let backlog = Self.backlog
    guard backlog.waiting.add(1, ordering: .relaxed).newValue <= Self.limit else {
      backlog.waiting.subtract(1, ordering: .relaxed)
      backlog.dropped.add(1, ordering: .relaxed)
      return
    }
    let (handler, journal) = (handler, journal)
    backlog.queue.async {
      let dropped = backlog.dropped.exchange(0, ordering: .relaxed)
      var event = event
      if dropped > 0 { event.message = "\(event.message) (\(dropped) lines before it were dropped)" }
      if journal?.write(event) != true {
        // Fields are for the journal: the message says as much to people.
        event.metadata = nil
        handler.log(event: event)
      }
      backlog.waiting.subtract(1, ordering: .relaxed)
    }
  }

  /// Returns once every line until now is written.
  static func flush() {
    backlog.queue.sync {}
  }
}

/// Says the same thing at most once in ten seconds, and then how often it happened.
struct LimitedLog {
  private static let interval: UInt64 = 10_000_000_000
  private var entries: [String: (last: UInt64, suppressed: Int)] = [:]

  /// Logs `message` unless something under the same `key` was said within the last ten seconds.
  mutating func warn(
    _ logger: Logger, key: String, _ fields: Logger.Metadata, _ message: @autoclosure () -> String
  ) {
    let now = Clock.monotonic
    if let entry = entries[key], now - entry.last < Self.interval {
      entries[key]!.suppressed += 1
      return
    }
    let suppressed = entries[key]?.suppressed ?? 0
    logger.warning(
      "\(message())\(suppressed > 0 ? " (and \(suppressed) more like it)" : "")", metadata: fields)
    entries[key] = (now, 0)
  }
}
