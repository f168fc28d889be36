import CLinux
import Dispatch
import Logging
import Synchronization
import Wire
import ZeroMQ

/// Watches the daemon from within, on a thread of its own that gives way to all others: keeps the board up to date, and hands
/// motion to the server.
///
/// It is sent statistics of all streams, and motion of those alone that are looked at.
final class Observer: Sendable {
  let board = SharedBoard()
  private let context: Context
  private let tally: ObservationTally
  private let doorkeeper: Doorkeeper?
  private let workers: [Progress]
  private let logger: Logger
  private let watched = Mutex<Set<String>>([])
  private let end = StopFlag()
  private let finished = DispatchSemaphore(value: 0)

  init(
    in context: Context, tally: ObservationTally, doorkeeper: Doorkeeper?, workers: [Progress], logger: Logger
  ) {
    self.context = context
    self.tally = tally
    self.doorkeeper = doorkeeper
    self.workers = workers
    self.logger = logger
  }

  /// Has the motion of these streams, and of no others, handed on.
  func watch(_ streams: Set<String>) { watched.withLock { $0 = streams } }

  /// Starts the thread, which ends with `stop`.
  func start(for server: HTTPServer) {
    startThread(named: "observer") { [self] in
      defer { finished.signal() }
      _ = linux_be_nice()
      do throws(ZeroMQError) {
        var loop = try ObserverLoop(self, server)
        try loop.run()
      } catch {
        logger.error("the live page and the metrics show nothing new: \(error)")
      }
    }
  }

  /// Ends the thread, which has been started; it hands nothing on after that.
  func stop() {
    end.raise()
    finished.wait()
  }

  /// What the thread keeps while it runs.
  private struct ObserverLoop: ~Copyable {
    private static let second: UInt64 = 1_000_000_000
    /// Thirty updates a second are as many as anybody sees.
    private static let flushInterval = second / 30
    /// How soon after somebody begins to look the first motion comes.
    private static let idleInterval: UInt64 = 100_000_000
    /// Messages taken in between two looks at the clock.
    private static let batch = 500

    private let observer: Observer
    private let server: HTTPServer
    private let socket: Socket
    private var pending: [String: PendingMotion] = [:]
    private var nextFlush = Clock.monotonic
    private var nextSecond = Clock.monotonic
    private var pulse: Pulse
    private var refused: [String: UInt64] = [:]
    private var topic = Message()
    private var payload = Message()

    init(_ observer: Observer, _ server: HTTPServer) throws(ZeroMQError) {
      let socket = try Socket(.sub, in: observer.context)
      try socket.setReceiveHighWaterMark(1)
      try socket.setLinger(.zero)
      try socket.subscribe(Topic.stats.prefix)
      try socket.connect(ObservationFeed.endpoint)
      self.socket = socket
      self.observer = observer
      self.server = server
      pulse = Pulse(observer.workers, at: Clock.monotonic)
    }

    mutating func run() throws(ZeroMQError) {
      var items = [socket.pollItem()]
      while !observer.end.isRaised {
        let due = pending.isEmpty ? Clock.monotonic + Self.idleInterval : nextFlush
        try poll(&items, timeout: .nanoseconds(Int64(due - min(due, Clock.monotonic))))
        for _ in 0..<Self.batch { guard try takeOne() else { break } }
        try watch()
        let now = Clock.monotonic
        if now >= nextSecond {
          nextSecond = max(nextSecond + Self.second, now)
          takeCounts(now)
        }
        if now >= nextFlush {
          nextFlush = max(nextFlush + Self.flushInterval, now)
          flush()
        }
      }
    }

    private mutating func takeOne() throws(ZeroMQError) -> Bool {
      guard try socket.receive(&topic, wait: false) else { return false }
      guard topic.hasMore, try socket.receive(&payload) else { return true }
      guard let (kind, stream) = topic.withUnsafeBytes({ try? Topic.parse($0) }) else { return true }
      switch kind {
      case .stats:
        guard let stats = payload.withUnsafeBytes({ try? decodeStats($0) }) else { return true }
        observer.board.update { board in
          board.add(News(board.streams[stream]?.stats, stats).items)
          board.streams[stream] = Board.Stream(stats: stats, received: Clock.monotonic)
        }
      case .markers:
        guard var motion = pending.removeValue(forKey: stream) else { return true }
        payload.withUnsafeBytes { motion.addFrame($0) }
        pending[stream] = motion
      case .forecast: pending[stream]?.setForecast(payload.bytes())
      }
      return true
    }

    /// Subscribes to what somebody looks at, and to nothing else.
    private mutating func watch() throws(ZeroMQError) {
      let wanted = observer.watched.withLock { $0 }
      for stream in wanted where pending[stream] == nil {
        pending[stream] = PendingMotion(stream: stream)
        for kind in [Topic.markers, .forecast] { try socket.subscribe(kind.of(stream)) }
      }
      for stream in pending.keys where !wanted.contains(stream) {
        pending[stream] = nil
        for kind in [Topic.markers, .forecast] { try socket.unsubscribe(kind.of(stream)) }
      }
    }

    private mutating func takeCounts(_ now: UInt64) {
      let counts = observer.tally.newest
      let unseen = observer.tally.unseen
      let admissions = observer.doorkeeper?.admissions
      let isHealthy = pulse.isFelt(at: now)
      let refusals = News(refused, counts.refused, time: Double(Clock.wall) / 1e9)
      refused = counts.refused
      observer.board.update {
        $0.counts = counts
        $0.unseen = unseen
        $0.admissions = admissions
        $0.isHealthy = isHealthy
        $0.add(refusals.items)
      }
    }

    private mutating func flush() {
      guard server.isFree else { return }
      var motion: [String: [UInt8]] = [:]
      for stream in Array(pending.keys) {
        if let bytes = pending[stream]?.take() { motion[stream] = bytes }
      }
      if !motion.isEmpty { server.deliver(motion) }
    }
  }
}
