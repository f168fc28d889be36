/// A ZeroMQ endpoint and whether to bind or connect it.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  /// The endpoint as ZeroMQ takes it.
  public var address: String
  /// Bound where true, else connected.
  public var isBound: Bool

  /// Reads an endpoint with its prefix: `@` binds, `>` connects, none does as `bindsByDefault` says.
  public init(_ text: String, bindsByDefault: Bool) {
    switch text.first {
    case "@": self.init(address: String(text.dropFirst()), isBound: true)
    case ">": self.init(address: String(text.dropFirst()), isBound: false)
    default: self.init(address: text, isBound: bindsByDefault)
    }
  }

  init(address: String, isBound: Bool) {
    self.address = address
    self.isBound = isBound
  }

  /// Whether binding it would let other machines in.
  public var isPublic: Bool {
    guard isBound, let scheme = address.firstRange(of: "://") else { return false }
    guard address.hasPrefix("tcp://") else {
      return !["ipc", "inproc"].contains(address[..<scheme.lowerBound])
    }
    let host = address.dropFirst("tcp://".count).prefix { $0 != ";" }
    let name = host.lastIndex(of: ":").map { host[..<$0] } ?? host
    return !(name == "localhost" || name.hasPrefix("127.") || name == "[::1]" || name == "lo")
  }

  /// Whether libzmq can ask who connects for a key: its other transports know none.
  var canHaveKeys: Bool { address.hasPrefix("tcp://") || address.hasPrefix("ipc://") }

  /// The endpoint, and what is done with it.
  public var description: String { "\(isBound ? "@" : ">")\(address)" }
}
