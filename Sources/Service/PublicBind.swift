/// A bind that would let strangers in.
public struct PublicBind: Error, CustomStringConvertible {
  /// The endpoint.
  public let endpoint: String

  /// One sentence.
  public var description: String {
    "\(endpoint) can be reached from other machines, and nothing is encrypted: bind to 127.0.0.1 or ipc, or say --insecure-public-bind if anybody may read and send"
  }

  static func check(_ configuration: ServiceConfiguration) throws(PublicBind) {
    guard !configuration.allowsPublicBind else { return }
    let endpoints =
      configuration.subscribe.map { Endpoint($0, bindsByDefault: false) }
      + configuration.publish.map { Endpoint($0, bindsByDefault: true) }
    if let endpoint = endpoints.first(where: \.isPublic) { throw PublicBind(endpoint: endpoint.address) }
  }
}
