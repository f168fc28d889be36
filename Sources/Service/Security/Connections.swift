import Glibc

/// An address as libzmq tells it, without what it has of processes: empty for Unix sockets, which have none on the network.
func placeOnNetwork(_ address: String) -> String { address.hasPrefix("localhost:") ? "" : address }

/// Shuts down a connection whose peer is at one of `addresses`, as `placeOnNetwork` has them.
///
/// The descriptor is another's, which notices that the connection is over and closes it.
func shutDown(_ descriptor: Int32, ifFrom addresses: Set<String>) {
  guard let address = peerAddress(descriptor), addresses.contains(address) else { return }
  shutdown(descriptor, Int32(SHUT_RDWR))
}

/// The peer's address in numbers, without its port; empty for a Unix socket, nil where there is no peer.
private func peerAddress(_ descriptor: Int32) -> String? {
  var address = sockaddr_storage()
  var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
  var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
  let found = withUnsafeMutableBytes(of: &address) { bytes in
    let address = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress!
    guard getpeername(descriptor, address, &size) == 0 else { return false }
    return address.pointee.sa_family == sa_family_t(AF_UNIX)
      || getnameinfo(address, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
  }
  guard found else { return nil }
  return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
