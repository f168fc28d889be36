import Foundation
import Glibc

/// One connection to a server on this machine, which sees each byte.
package final class WebClient {
  private let socket: Int32
  /// What has come and was not let go.
  package private(set) var received = ""

  /// Connected to `port`; `buffer` bytes wait for it in the kernel, if it says so.
  package init(port: Int, buffer: Int32? = nil) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var buffer { setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &buffer, socklen_t(MemoryLayout<Int32>.size)) }
    // No test hangs: what does not come within ten seconds does not come.
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }

  deinit { close(socket) }

  /// Sends text as it is.
  package func send(_ text: String) {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// Asks for a path.
  package func get(_ path: String, _ more: String = "") {
    send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(more)\r\n")
  }

  /// Reads until what was received matches; false where it ends, or nothing comes for ten seconds, before that.
  @discardableResult
  package func read(until isThere: (String) -> Bool) -> Bool {
    while !isThere(received) { guard readSome() else { return false } }
    return true
  }

  /// Lets go of what was received.
  package func forget() { received = "" }

  /// Reads until the other end closes; false where nothing comes for ten seconds before that.
  package func readToEnd() -> Bool {
    while readSome() {}
    return errno != EAGAIN
  }

  private func readSome() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    errno = 0
    let count = recv(socket, &bytes, bytes.count, 0)
    guard count > 0 else { return false }
    received += String(decoding: bytes[..<count], as: UTF8.self)
    return true
  }

  /// An answer whole, on a connection of its own: its status and all of its text.
  package static func get(_ path: String, port: Int) throws -> (status: Int, text: String) {
    let client = try WebClient(port: port)
    client.get(path, "Connection: close\r\n")
    _ = client.readToEnd()
    return (Int(client.received.split(separator: " ").dropFirst().first ?? "") ?? 0, client.received)
  }
}
