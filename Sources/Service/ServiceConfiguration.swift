import Forecasting
import MarkerMotion
import Wire

/// What the daemon does.
public struct ServiceConfiguration: Sendable {
  /// Where frames come from: ZeroMQ endpoints, connected unless they begin with `@`.
  public var subscribe: [String] = ["tcp://127.0.0.1:5556"]
  /// Where forecasts go: ZeroMQ endpoints, bound unless they begin with `>`.
  public var publish: [String] = ["tcp://127.0.0.1:9872"]
  /// The streams that are taken, by patterns of their names as fnmatch reads them; all where there is none.
  public var streams: [String] = []
  /// The share of them that is taken; all where nil.
  package var shard: Shard?
  /// How forecasts and statistics are written.
  public var encoding = Encoding.protobuf
  /// What each stream's session forecasts.
  public var session = SessionConfiguration()
  /// The latency allowed, in seconds.
  public var budget = 0.010
  /// Threads that the streams share.
  public var workers = 1
  /// The most streams that are taken on; frames of more are refused.
  public var streamLimit = 64
  /// Forecast every frame and learn from every tick, however long it takes; senders and readers wait.
  public var isLossless = false
  /// Whether sensor and daemon share a clock, so that sample age is absolute.
  public var isClockShared = false
  /// The most markers of all streams together; a stream with more is refused.
  public var markerLimit = 1024
  /// Which keys are shown and asked for.
  public var security = Security()

  /// Whether the threads that a frame passes through are scheduled before all others, and memory is locked, as far as
  /// the kernel grants it.
  public var isRealtime = false
  /// The CPUs that those threads are pinned to: the first takes the sockets' thread, the next ones the workers in turn.
  /// None leaves them to the kernel.
  public var cpus: [Int] = []
  /// Whether those CPUs are kept from sleeping between frames; where there are none, all that the process may use.
  public var isAwake = false
  /// Whether anything is asked of the kernel, and what it granted is to be told.
  var asksTheKernel: Bool { isRealtime || isAwake || !cpus.isEmpty }

  /// Where the live page and the metrics are served; nil serves none.
  public var http: HTTPAddress?
  /// Whether the daemon does not begin where that address can't be had; else it warns and serves none.
  public var needsHTTP = true

  /// The folder where what the streams have learned is kept; nil keeps nothing.
  public var checkpoints: String?
  /// A stream's checkpoint is never older than this, in seconds, while frames come and the disk takes it.
  public var checkpointInterval = 60.0
  /// The age, in seconds, from which on a checkpoint is not taken over: by then it may well be of another patient.
  public var checkpointAge = 3600.0

  /// The defaults.
  public init() {}

  /// The endpoints of `subscribe`.
  public var subscribeEndpoints: [Endpoint] { subscribe.map { Endpoint($0, bindsByDefault: false) } }
  /// The endpoints of `publish`.
  public var publishEndpoints: [Endpoint] { publish.map { Endpoint($0, bindsByDefault: true) } }
}
