/// A bind that would let strangers in.
public struct PublicBind: Error, CustomStringConvertible {
  /// The endpoint.
  public let endpoint: String
  private let advice: String

  /// One sentence.
  public var description: String {
    "\(endpoint) can be reached from other machines, and \(advice)"
  }

  /// Throws where one of `endpoints` would let others in who have shown no key.
  static func check(_ endpoints: [Endpoint], http: HTTPAddress? = nil, _ security: Security)
    throws(PublicBind)
  {
    guard !security.allowsPublicBind else { return }
    if let http, http.isPublic {
      throw PublicBind(
        endpoint: "http://\(http)",
        advice:
          "nobody is asked who they are: serve at 127.0.0.1 and put a proxy before it that asks (docs/live.md), or say --insecure-public-bind if anybody may look"
      )
    }
    for endpoint in endpoints where endpoint.isPublic && !(security.asksForKeys && endpoint.canHaveKeys) {
      throw PublicBind(
        endpoint: endpoint.address,
        advice: "nothing is encrypted: bind to 127.0.0.1 or ipc, "
          + (endpoint.canHaveKeys ? "name keys (--key and --clients), " : "")
          + "or say --insecure-public-bind if anybody may read and send")
    }
  }
}
