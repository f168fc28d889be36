/// A bind that would let strangers in.
public struct PublicBind: Error, CustomStringConvertible {
  /// The endpoint.
  public let endpoint: String
  let canHaveKeys: Bool

  /// One sentence.
  public var description: String {
    if endpoint.hasPrefix("http:") {
      return
        "\(endpoint) can be reached from other machines, and nobody is asked who they are: serve at 127.0.0.1 and put a proxy before it that asks (docs/live.md), or say --insecure-public-bind if anybody may look"
    }
    return
      "\(endpoint) can be reached from other machines, and nothing is encrypted: bind to 127.0.0.1 or ipc, "
      + (canHaveKeys ? "name keys (--key and --clients), " : "")
      + "or say --insecure-public-bind if anybody may read and send"
  }

  /// Throws where one of `endpoints` would let others in who have shown no key.
  static func check(_ endpoints: [Endpoint], http: HTTPAddress? = nil, _ security: Security)
    throws(PublicBind)
  {
    guard !security.allowsPublicBind else { return }
    if let http, http.isPublic { throw PublicBind(endpoint: "http://\(http)", canHaveKeys: false) }
    for endpoint in endpoints where endpoint.isPublic && !(security.asksForKeys && endpoint.canHaveKeys) {
      throw PublicBind(endpoint: endpoint.address, canHaveKeys: endpoint.canHaveKeys)
    }
  }
}
