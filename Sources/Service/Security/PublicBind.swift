/// A bind that would let strangers in.
public struct PublicBind: Error, CustomStringConvertible {
  /// The endpoint.
  public let endpoint: String
  let canHaveKeys: Bool

  /// One sentence.
  public var description: String {
    "\(endpoint) can be reached from other machines, and nothing is encrypted: bind to 127.0.0.1 or ipc, "
      + (canHaveKeys ? "name keys (--key and --clients), " : "")
      + "or say --insecure-public-bind if anybody may read and send"
  }

  /// Throws where one of `endpoints` would let others in who have shown no key.
  static func check(_ endpoints: [Endpoint], _ security: Security) throws(PublicBind) {
    guard !security.allowsPublicBind else { return }
    for endpoint in endpoints where endpoint.isPublic && !(security.asksForKeys && endpoint.canHaveKeys) {
      throw PublicBind(endpoint: endpoint.address, canHaveKeys: endpoint.canHaveKeys)
    }
  }
}
