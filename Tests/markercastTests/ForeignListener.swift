import Glibc
import ZeroMQ

/// A program at a Unix socket that speaks something else.
final class ForeignListener {
  private let descriptor: Int32
  private var connections: [Int32] = []

  init(at path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0, listen(descriptor, 8) == 0 else {
      throw ZeroMQError(code: errno, operation: "cannot listen at \(path)")
    }
  }

  /// Sends who has connected what is no greeting of ZeroMQ's.
  func answer() {
    let connection = accept(descriptor, nil, nil)
    guard connection >= 0 else { return }
    connections.append(connection)
    _ = send(connection, [UInt8](repeating: 0, count: 200), 200, Int32(MSG_NOSIGNAL))
  }

  deinit { for descriptor in connections + [descriptor] { close(descriptor) } }
}
