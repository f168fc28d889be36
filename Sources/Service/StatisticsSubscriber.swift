import Wire
import ZeroMQ

/// The newest statistics of every stream that a daemon publishes.
public struct StatisticsSubscriber: ~Copyable {
  private let socket: Socket
  private let stop: StopSignal
  private var newest: [String: (stats: Markercast_V1_Stats, received: UInt64)] = [:]
  // Behind the socket, which it outlives.
  private let doorkeeper: Doorkeeper?

  /// More streams than this are not shown: somebody makes them up.
  private static let mostStreams = 10_000

  /// Listens at `endpoints`.
  public init(_ endpoints: [Endpoint], security: Security, stop: StopSignal) throws {
    let context = try Context()
    let socket = try Socket(.sub, in: context)
    try socket.setMaxMessageSize(bytes: Sockets.longestMessage)
    try Sockets.common(socket)
    try socket.subscribe(Topic.stats.prefix)
    doorkeeper = try security.open(endpoints, on: socket, in: context)
    self.socket = socket
    self.stop = stop
  }

  /// Takes what comes for `seconds`; false where the stop signal was given.
  public mutating func listen(seconds: Double) throws -> Bool {
    let end = Clock.monotonic + UInt64(seconds * 1e9)
    var items = [PollItem(descriptor: stop.descriptor), socket.pollItem()]
    while Clock.monotonic < end {
      try poll(&items, timeout: .nanoseconds(Int64(clamping: end - min(end, Clock.monotonic))))
      if items[0].isReadable { return false }
      while let parts = try socket.receiveParts(wait: false) {
        guard parts.count == 2, let stream = parts[0].withUnsafeBytes({ Topic.stats.stream(in: $0) }),
          let stats = try? parts[1].withUnsafeBytes({ try decodeStats($0) }), stats.stream == stream,
          newest[stream] != nil || newest.count < Self.mostStreams
        else { continue }
        newest[stream] = (stats, Clock.monotonic)
      }
    }
    return true
  }

  /// Each stream's newest statistics and how many seconds ago they came, sorted by name.
  package var streams: [(stats: Markercast_V1_Stats, age: Double)] {
    newest.values.map { ($0.stats, Double(Clock.monotonic - $0.received) / 1e9) }
      .sorted { $0.stats.stream < $1.stats.stream }
  }
}
