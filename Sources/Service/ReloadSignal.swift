/// A request to read something anew that a thread waiting in a poll hears; it can be given again and again.
public final class ReloadSignal: Sendable {
  private let pipe = SignalPipe()

  /// A signal that nobody has given yet.
  public init() {}

  /// Readable while a request waits.
  var descriptor: Int32 { pipe.descriptor }

  /// Asks.
  func request() { pipe.write() }

  /// Whether it was asked since the last time.
  func take() -> Bool { pipe.drain() }
}
