import ZeroMQ

/// Which of a socket's connections libzmq has given up, by the events of its monitor.
///
/// After a peer that breaks the protocol (a part of more than is taken, another kind of socket, keys on one side alone, some other
/// program at the port) libzmq 4.3.4 never connects again, and says nothing of it; of a connection that ends otherwise it says at
/// once that it will. The name that it calls the peer by may be a host's first and an address later: of TCP the port tells which
/// is meant.
package struct ConnectionWatch: Sendable {
  /// In which it is said, in nanoseconds, that a connection will be tried again.
  package static let patience: UInt64 = 1_000_000_000

  /// When connections ended of which that has not been said yet, by where they went.
  private var ended: [Substring: [UInt64]] = [:]
  /// Attempts to connect that came to nothing, which are tried again too.
  private var failed: [Substring: Int] = [:]

  package init() {}

  /// Where a connection to `endpoint` goes, as far as can be told from what events call it.
  package static func place(of endpoint: String) -> Substring {
    guard endpoint.hasPrefix("tcp://"), let colon = endpoint.lastIndex(of: ":") else { return endpoint[...] }
    return endpoint[colon...]
  }

  /// Whether a connection has ended of which nothing has been said since.
  package var isWaiting: Bool { !ended.isEmpty }

  package mutating func note(_ event: SocketEvent, _ endpoint: String, at now: UInt64) {
    let place = Self.place(of: endpoint)
    switch event {
    case .disconnected: ended[place, default: []].append(now)
    case .closed: failed[place, default: 0] += 1
    case .connected: failed[place] = nil
    case .connectRetried:
      if let attempts = failed[place] {
        failed[place] = attempts > 1 ? attempts - 1 : nil
      } else if let times = ended[place] {
        ended[place] = times.count > 1 ? Array(times.dropFirst()) : nil
      }
    default: break
    }
  }

  /// Where connections went that have been given up; each is told once.
  package mutating func givenUp(at now: UInt64) -> Set<Substring> {
    let places = ended.filter { _, times in times.contains { now >= $0 + Self.patience } }.keys
    for place in places { (ended[place], failed[place]) = (nil, nil) }
    return Set(places)
  }
}
