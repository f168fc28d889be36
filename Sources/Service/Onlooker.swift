import MarkerMotion
import Wire
import ZeroMQ

/// Hears the statistics of every stream that daemons publish, and of one stream its forecasts, and its frames from the tracker.
package struct Onlooker: ~Copyable {
  /// What a message brought.
  package enum News: Sendable {
    /// A stream's statistics.
    case statistics(Markercast_V1_Stats)
    /// A forecast of the stream that is followed, and its latency in seconds.
    case forecast(Forecast, latency: Double)
    /// A frame of the stream that is followed.
    case frame(Frame)
  }

  /// So many messages are taken at a time: publishers that never pause don't keep who looks on from anything else.
  private static let mostMessages = 1000

  private let socket: Socket
  private let stop: StopSignal
  private let hearsFrames: Bool
  private var followed: String?
  private var reader = FrameReader(stream: "")
  // Behind the socket, which they outlive.
  private let reconnector: Reconnector?
  private let doorkeeper: Doorkeeper?

  /// Listens at `endpoints`, where daemons publish, and at `frames`, where trackers do.
  /// - Throws: `PublicBind`, `ZeroMQError`.
  package init(
    _ endpoints: [Endpoint], frames: [Endpoint] = [], security: Security, stop: StopSignal
  ) throws {
    let context = try Context()
    let socket = try Socket(.sub, in: context)
    try socket.setMaxMessageSize(bytes: Sockets.longestMessage)
    try Sockets.common(socket)
    try socket.subscribe(Topic.stats.prefix)
    let reconnector = try Reconnector(endpoints + frames, of: socket, in: context, security)
    let doorkeeper = try security.open(endpoints + frames, on: socket, in: context)
    self.socket = socket
    self.reconnector = reconnector
    self.doorkeeper = doorkeeper
    self.stop = stop
    hearsFrames = !frames.isEmpty
  }

  /// Hears the forecasts and frames of `stream`, and no longer those of the one before.
  package mutating func follow(_ stream: String?) throws {
    guard stream != followed else { return }
    if let followed { for topic in topics(of: followed) { try socket.unsubscribe(topic) } }
    if let stream { for topic in topics(of: stream) { try socket.subscribe(topic) } }
    followed = stream
    reader = FrameReader(stream: stream ?? "")
  }

  private func topics(of stream: String) -> [String] {
    [Topic.forecast.of(stream)] + (hearsFrames ? [Topic.markers.of(stream)] : [])
  }

  /// Waits for a message or, where `descriptor` is given, until that can be read, for `seconds` at the longest; false where
  /// the stop signal was given.
  package func wait(seconds: Double, for descriptor: Int32? = nil) throws -> Bool {
    var items = [PollItem(descriptor: stop.descriptor), socket.pollItem()]
    if let descriptor { items.append(PollItem(descriptor: descriptor)) }
    try poll(&items, timeout: .seconds(seconds))
    return !items[0].isReadable
  }

  /// What the messages that wait bring, a thousand of them at the most; those that mean nothing are passed over.
  package mutating func heard() throws -> [News] {
    _ = try reconnector?.mend(socket)
    var news: [News] = []
    for _ in 0..<Self.mostMessages {
      guard let parts = try socket.receiveParts(wait: false) else { break }
      if parts.count == 2, let one = read(parts[0], parts[1]) { news.append(one) }
    }
    return news
  }

  private mutating func read(_ topic: [UInt8], _ payload: [UInt8]) -> News? {
    topic.withUnsafeBytes { topic in
      payload.withUnsafeBytes { payload in
        if let stream = Topic.stats.stream(in: topic) {
          guard let stats = try? decodeStats(payload), stats.stream == stream else { return nil }
          return .statistics(stats)
        }
        // Subscriptions match prefixes: one of couch1 brings couch12 too.
        guard let followed else { return nil }
        if Topic.forecast.stream(in: topic) == followed {
          guard let (forecast, envelope) = try? decodeForecast(payload) else { return nil }
          return .forecast(forecast, latency: envelope.latency)
        }
        guard Topic.markers.stream(in: topic) == followed, (try? reader.read(payload)) != nil else {
          return nil
        }
        return .frame(reader.frame)
      }
    }
  }
}
