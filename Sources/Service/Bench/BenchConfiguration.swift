/// What a bench sends to a daemon, and how.
public struct BenchConfiguration: Sendable {
  /// Frames a second of each stream, 3 to 120.
  public var rate = 100.0
  /// The markers of each frame.
  public var markers = 3
  /// Streams; their frames are due evenly one after the other.
  public var streams = 1
  /// How long is measured, in seconds.
  public var duration = 60.0
  /// How long frames are sent before that, in seconds.
  public var warmUp = 12.0
  /// The latency allowed, in seconds.
  public var budget = 0.010
  /// Whether messages go by TCP on the loopback, or else by Unix sockets.
  public var isOverTCP = false
  /// Threads that spin beside it.
  public var load = 0
  /// Whether the bench's own threads are scheduled before all others too.
  public var isRealtime = false
  /// The program that is the daemon.
  public var program = ""
  /// The flags of its `serve`, but for endpoints, rate, budget and summary.
  public var flags: [String] = []

  /// The defaults.
  public init() {}

  /// Frames of each stream before the measured ones.
  var warmUpFrames: Int { Int((warmUp * rate).rounded()) }
  /// Frames of each stream in all.
  var framesPerStream: Int { warmUpFrames + max(1, Int((duration * rate).rounded())) }

  /// When a frame is due, in nanoseconds after the first.
  func due(frame: Int, stream: Int) -> UInt64 {
    UInt64((Double(frame) + Double(stream) / Double(streams)) / rate * 1e9)
  }

  /// What the streams' names begin with.
  static let namePrefix = "bench-"
  /// A stream's name.
  static func name(ofStream stream: Int) -> String { "\(namePrefix)\(stream)" }
}
