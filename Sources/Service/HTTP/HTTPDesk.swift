import NIOCore
import NIOHTTP1

/// What the server's thread keeps: who is connected, who looks at what, and the counts.
final class HTTPDesk {
  let site: Site
  let limits: HTTPLimits
  private(set) var counts = HTTPCounts()
  private var live: [ObjectIdentifier: LiveClient] = [:]
  private var newsTold = 0
  private var seconds = 0

  init(_ site: Site, _ limits: HTTPLimits) {
    self.site = site
    self.limits = limits
  }

  // MARK: - Connections

  /// Counts a connection; false where there are too many already.
  func open() -> Bool {
    guard counts.connections < limits.connections else {
      counts.refusedConnections += 1
      return false
    }
    counts.connections += 1
    return true
  }

  func close(_ handler: RequestHandler) {
    counts.connections -= 1
    if live.removeValue(forKey: ObjectIdentifier(handler)) != nil { watch() }
  }

  func count(_ status: HTTPResponseStatus) { counts.requests[status.code, default: 0] += 1 }

  // MARK: - Events

  /// Whether one more may be sent events.
  var hasRoom: Bool { live.count < limits.live }

  /// From now on sends events to a client, of motion too where it names a stream; begins with what is known.
  func begin(_ client: LiveClient) {
    live[ObjectIdentifier(client.handler)] = client
    watch()
    let board = site.observer.board.copy
    client.tell(board.streamsEvent(site.settings), count: live.count)
    client.tell(board.newsEvent(board.news.suffix(100)))
    if let stream = client.stream { client.tell(board.statsEvent(of: stream)) }
  }

  private func watch() {
    counts.live = live.count
    site.observer.watch(Set(live.values.compactMap(\.stream)))
  }

  /// Tells everybody how the streams do and what has happened, and each the statistics of the stream it looks at.
  func tellTheSecond() {
    let board = site.observer.board.copy
    defer { newsTold = board.newsCount }
    guard !live.isEmpty else { return }
    seconds += 1
    let streams = board.streamsEvent(site.settings)
    let news = board.newsEvent(board.news(since: newsTold))
    var stats: [String: LiveEvent] = [:]
    for client in live.values {
      client.tell(streams, count: live.count)
      client.tell(news)
      if let stream = client.stream {
        if stats[stream] == nil { stats[stream] = board.statsEvent(of: stream) }
        client.tell(stats[stream])
      }
      if seconds % 10 == 0 { client.keepAlive() }
      client.closeIfStalled(for: limits.stalled)
    }
  }

  /// Tells of motion, in JSON by stream.
  func tell(_ motion: [String: [UInt8]]) {
    let events = motion.mapValues { LiveEvent(.motion, $0) }
    for client in live.values { if let stream = client.stream { client.tell(events[stream]) } }
  }

  /// Counts an event that a client had no room for.
  func countDropped() { counts.dropped += 1 }
}

/// What the server has counted.
struct HTTPCounts {
  /// Answers by status.
  var requests: [UInt: UInt64] = [:]
  /// Connections that are open.
  var connections = 0
  /// Connections that were closed at once, as there were too many.
  var refusedConnections: UInt64 = 0
  /// Clients that are sent events.
  var live = 0
  /// Events that were not sent to clients that read too slowly.
  var dropped: UInt64 = 0
}
