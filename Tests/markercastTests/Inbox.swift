import Foundation
import Glibc
import Testing

/// A socket that takes datagrams: what a service manager or a journal has.
final class Inbox {
  private let descriptor: Int32

  /// Listens at `name`: a path, or, behind an `@`, a name in the abstract namespace.
  init(_ name: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    if name.hasPrefix("@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(2 + bytes.count)
    let status = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    try #require(status == 0)
  }

  deinit { close(descriptor) }

  /// The next datagram; nil where none comes within `seconds`.
  func next(within seconds: Int32 = 30) -> [UInt8]? {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, seconds * 1000) > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    return count >= 0 ? Array(bytes[..<count]) : nil
  }

  /// The next datagram as lines.
  func nextLines(within seconds: Int32 = 30) -> [String]? {
    next(within: seconds).map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) }
  }
}
