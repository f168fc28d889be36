import Glibc

/// A request to read something anew that a thread waiting in a poll hears; it can be given again and again.
public final class ReloadSignal: Sendable {
  /// Readable while a request waits.
  let descriptor: Int32
  private let writer: Int32

  /// A signal that nobody has given yet.
  public init() {
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

  /// Asks.
  func request() {
    var byte: UInt8 = 1
    _ = write(writer, &byte, 1)
  }

  /// Whether it was asked since the last time.
  func take() -> Bool {
    var byte: UInt8 = 0
    var isAsked = false
    while read(descriptor, &byte, 1) == 1 { isAsked = true }
    return isAsked
  }
}
