/// A bind that would let strangers in.
public struct PublicBind: Error, CustomStringConvertible {
  /// The endpoint.
  public let endpoint: String

  /// One sentence.
  public var description: String {
    "\(endpoint) can be reached from other machines, and nothing is encrypted: bind to 127.0.0.1 or ipc, or say --insecure-public-bind if anybody may read and send"
  }

  static func check(_ configuration: ServiceConfiguration) throws(PublicBind) {
    try check(
      configuration.subscribe.map { Endpoint($0, bindsByDefault: false) }
        + configuration.publish.map { Endpoint($0, bindsByDefault: true) },
      isAllowed: configuration.allowsPublicBind)
  }

  static func check(_ endpoints: [Endpoint], isAllowed: Bool) throws(PublicBind) {
    guard !isAllowed, let endpoint = endpoints.first(where: \.isPublic) else { return }
    throw PublicBind(endpoint: endpoint.address)
  }
}
