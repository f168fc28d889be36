import Glibc

/// A pipe by which one thread wakes another that waits in a poll: writing a byte asks, and the reading end is polled beside
/// sockets.
final class SignalPipe: Sendable {
  /// Readable while a byte waits.
  let descriptor: Int32
  private let writer: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    // Fails only where the process has run out of descriptors, and then nothing else could be opened either.
    precondition(pipe(&ends) == 0, "no file descriptor is left for a pipe")
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    descriptor = ends[0]
    writer = ends[1]
  }

  deinit {
    close(descriptor)
    close(writer)
  }

  /// Where the pipe is full, enough bytes wait already.
  func write() {
    var byte: UInt8 = 1
    _ = Glibc.write(writer, &byte, 1)
  }

  /// Takes all bytes that wait; whether there were any.
  func drain() -> Bool {
    var byte: UInt8 = 0
    var isAsked = false
    while read(descriptor, &byte, 1) == 1 { isAsked = true }
    return isAsked
  }
}
