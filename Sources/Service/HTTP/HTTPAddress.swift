/// Where the live page and the metrics are served: a host and a TCP port.
public struct HTTPAddress: Hashable, Sendable, CustomStringConvertible {
  /// An address or a name, IPv6 without its brackets.
  public var host: String
  /// The port; 0 takes one that is free.
  public var port: Int

  /// This machine alone, at the port that is used unless another is named.
  public static let usual = HTTPAddress(host: "127.0.0.1", port: 9870)

  init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Reads `host:port`, as `127.0.0.1:9870`, `[::1]:9870` or `ward7:80`; nil where it is none.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      return nil
    }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty, host.utf8.count <= 253 else { return nil }
    self.init(host: String(host), port: Int(port))
  }

  /// Whether other machines reach it.
  public var isPublic: Bool { !(host == "localhost" || host.hasPrefix("127.") || host == "::1") }

  /// As it was read.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
