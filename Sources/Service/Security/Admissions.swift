/// What became of those who connected to endpoints that ask for keys.
public struct Admissions: Codable, Hashable, Sendable {
  /// Connections, of whatever they were.
  public internal(set) var connections: UInt64 = 0
  /// Peers who showed a key of the list.
  public internal(set) var admitted: UInt64 = 0
  /// Peers who did not, by reason. Of connections that never spoke ZeroMQ some are in none.
  public internal(set) var refused: [String: UInt64] = [:]

  /// Why a peer was refused.
  enum Refusal: String, CaseIterable {
    /// It has a key that is not in the list.
    case unknownKey = "unknown_key"
    /// It uses no keys.
    case noKey = "no_key"
    /// It takes us for the owner of another key.
    case wrongServerKey = "wrong_server_key"
    /// What it said is none of the protocol.
    case malformed
    /// It broke off, or said nothing, before it had introduced itself; who uses no keys mostly does the former.
    case brokenOff = "broken_off"
  }

  /// One line.
  public var text: String {
    let reasons = refused.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return "\(connections) connections: \(admitted) let in, \(refused.values.reduce(0, +)) refused"
      + (reasons.isEmpty ? "" : " (\(reasons))")
  }
}
