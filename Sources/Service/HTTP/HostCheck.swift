import Glibc

/// Which names a request may call this server by.
///
/// A page from elsewhere whose name is made to point here, after it was loaded, would be let in by the browser and could read all
/// that is served (DNS rebinding); but its requests bring that name. Addresses can't be made to point anywhere.
package struct HostCheck: Sendable {
  private let names: Set<String>

  /// For a server at `host`.
  package init(serving host: String) {
    var own = [CChar](repeating: 0, count: 256)
    gethostname(&own, own.count - 1)
    let machine = own.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    names = Set(["localhost", host.lowercased(), machine.lowercased()].filter { !$0.isEmpty })
  }

  /// Whether the field `Host` names this server: by an address, or by a name that it has. Nil, of HTTP/1.0, does.
  package func allows(_ field: String?) -> Bool {
    guard var name = field?.lowercased() else { return true }
    if name.hasPrefix("[") {
      guard let end = name.firstIndex(of: "]") else { return false }
      return Self.isAddress(name[name.index(after: name.startIndex)..<end], AF_INET6)
    }
    if let colon = name.lastIndex(of: ":") { name = String(name[..<colon]) }
    return names.contains(name) || Self.isAddress(name[...], AF_INET)
  }

  private static func isAddress(_ text: Substring, _ family: Int32) -> Bool {
    var address = in6_addr()
    return inet_pton(family, String(text), &address) == 1
  }
}
