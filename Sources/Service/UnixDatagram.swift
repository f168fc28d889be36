import Glibc

/// Sends datagrams to one address of the Unix domain.
struct UnixDatagram: Sendable {
  private let descriptor: Int32
  private let address: sockaddr_un
  private let length: socklen_t

  /// A socket for `name`: a path, or, behind an `@`, a name in the abstract namespace. nil where that is neither.
  init?(_ name: String) {
    var address = sockaddr_un()
    var bytes = Array(name.utf8)
    guard let first = bytes.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
      bytes.count < MemoryLayout.size(ofValue: address.sun_path)
    else { return nil }
    if first == UInt8(ascii: "@") { bytes[0] = 0 }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    self.address = address
    length = socklen_t(MemoryLayout<sockaddr_un>.offset(of: \.sun_path)! + bytes.count)
  }

  /// False where nobody takes it, or, unless it `waits`, nobody has room for it now.
  @discardableResult
  func send(_ bytes: [UInt8], waits: Bool = true) -> Bool {
    let flags = Int32(MSG_NOSIGNAL | (waits ? 0 : MSG_DONTWAIT))
    return withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, flags, $0, length) == bytes.count
      }
    }
  }
}
