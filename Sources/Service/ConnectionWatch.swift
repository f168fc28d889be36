import ZeroMQ

/// Which of a socket's connections libzmq has given up, by the events of its monitor.
///
/// After a peer that breaks the protocol (a part of more than is taken, another kind of socket, keys on one side alone, some other
/// program at the port) libzmq 4.3.4 never connects again, and says nothing of it; of a connection that ends otherwise it says at
/// once that it will. Events call a peer by the endpoint as it was given until its host's name has become an address, and by that
/// from then on.
package struct ConnectionWatch: Sendable {
  /// In which it is said, in nanoseconds, that a connection will be tried again.
  package static let patience: UInt64 = 1_000_000_000

  /// The endpoints that are connected to, as they were given.
  private let endpoints: Set<String>
  /// Connections that ended, of which nothing has been said yet, and when.
  private var ended: [(endpoint: String, at: UInt64)] = []
  /// Attempts to connect that came to nothing, which are tried again too.
  private var failed: [String: Int] = [:]
  /// How often, by port, it was said of an address that it is tried again when only a host's name has ended.
  private var renamed: [Substring: Int] = [:]
  /// Descriptors of connections that peers made, who may come and go.
  private var accepted: Set<Int32> = []

  package init(_ endpoints: [String]) { self.endpoints = Set(endpoints) }

  /// Whether a connection has ended of which nothing has been said since.
  package var isWaiting: Bool { !ended.isEmpty }

  package mutating func note(_ event: SocketEvent, _ endpoint: String, at now: UInt64) {
    switch event {
    case .accepted(let descriptor): accepted.insert(descriptor)
    case .disconnected(let descriptor):
      if accepted.remove(descriptor) == nil { ended.append((endpoint, now)) }
    case .closed: failed[endpoint, default: 0] += 1
    case .connected: failed[endpoint] = nil
    case .connectRetried:
      if let attempts = failed[endpoint] {
        failed[endpoint] = attempts > 1 ? attempts - 1 : nil
      } else if let index = ended.firstIndex(where: { $0.endpoint == endpoint }) {
        ended.remove(at: index)
      } else if !endpoints.contains(endpoint) {
        renamed[Self.port(of: endpoint), default: 0] += 1
      }
    default: break
    }
  }

  /// The endpoints whose connections have been given up; each is told once.
  ///
  /// Once one has been, all are told that have ended: what libzmq keeps of one is mistaken for the next that is made.
  package mutating func givenUp(at now: UInt64) -> Set<String> {
    for (port, times) in renamed {
      let named = ended.filter { Self.isNamed($0.endpoint) && Self.port(of: $0.endpoint) == port }
      guard times >= named.count else { continue }
      ended.removeAll { Self.isNamed($0.endpoint) && Self.port(of: $0.endpoint) == port }
      renamed[port] = nil
    }
    guard ended.contains(where: { now >= $0.at + Self.patience }) else { return [] }
    let lost = ended.map { known($0.endpoint) }.reduce(into: Set()) { $0.formUnion($1) }
    (ended, failed, renamed) = ([], [:], [:])
    return lost
  }

  /// What an event may mean by `endpoint`: that, or every host at its port that was given by a name.
  private func known(_ endpoint: String) -> Set<String> {
    if endpoints.contains(endpoint) { return [endpoint] }
    return endpoints.filter { Self.isNamed($0) && Self.port(of: $0) == Self.port(of: endpoint) }
  }

  private static func port(of endpoint: String) -> Substring {
    endpoint.lastIndex(of: ":").map { endpoint[$0...] } ?? ""
  }

  /// Whether it is of TCP and has a host's name, which becomes an address.
  private static func isNamed(_ endpoint: String) -> Bool {
    let scheme = "tcp://"
    guard endpoint.hasPrefix(scheme), let colon = endpoint.lastIndex(of: ":") else { return false }
    let host = endpoint[..<colon].dropFirst(scheme.count)
    return !host.hasPrefix("[") && !host.allSatisfy { $0.isNumber || $0 == "." }
  }
}
