import Dispatch
import Logging
import Synchronization
import Wire
import ZeroMQ

/// A thread that forecasts and learns for some of the streams.
///
/// It talks to the thread of the outer sockets by one pair socket and owns its streams alone. Forecasts of all its
/// streams go before learning of any; learning is done in slices, between which new frames are looked for.
final class Worker: Sendable {
  /// What its streams did, once it has ended.
  let results = Mutex<[String: (summary: StreamSummary, meters: Meters)]>([:])
  /// Given when it has ended.
  let finished = DispatchSemaphore(value: 0)
  /// How often it has come round its loop.
  let progress = Progress()
  let endpoint: String
  private let number: Int
  private let configuration: ServiceConfiguration
  private let markers: MarkerAllowance
  private let realtime: Realtime
  private let context: Context
  private let checkpoints: CheckpointKeeper?
  private let logger: Logger

  init(
    number: Int, configuration: ServiceConfiguration, markers: MarkerAllowance, realtime: Realtime,
    context: Context, checkpoints: CheckpointKeeper?, logger: Logger
  ) {
    endpoint = "inproc://worker-\(number)"
    self.number = number
    self.configuration = configuration
    self.markers = markers
    self.realtime = realtime
    self.context = context
    self.checkpoints = checkpoints
    self.logger = logger
  }

  /// Runs until the mail says to end.
  func run() throws(ZeroMQError) {
    defer { finished.signal() }
    realtime.enter(.worker(number))
    let socket = try Socket(.pair, in: context)
    // The bound of an inproc pipe is the sum of both ends', and none where either sets none: the other end's counts.
    try socket.setReceiveHighWaterMark(1)
    try socket.setSendHighWaterMark(0)
    try socket.setLinger(.zero)
    try socket.connect(endpoint)
    var loop = WorkerLoop(
      socket: socket, configuration: configuration, markers: markers, rests: realtime.priority != nil,
      progress: progress, checkpoints: checkpoints, logger: logger)
    try loop.run()
    let finished = loop.results()
    results.withLock { $0 = finished }
  }
}

/// What a worker's thread keeps while it runs.
private struct WorkerLoop: ~Copyable {
  /// The most messages that are taken in before those that came late are forecast from, and the most where they are past the
  /// budget already: with hundreds of streams a stream's newest frame is far behind those that it makes worthless.
  private static let batch = (usual: 64, late: 1000)
  private static let statisticsInterval: UInt64 = 1_000_000_000
  /// The most statistics that are made between two looks for frames.
  private static let mostStatistics = 8
  /// In which a checkpoint is tried again where those before it are still on their way to the disk.
  private static let writerPatience: UInt64 = 5_000_000

  private let socket: Socket
  private let configuration: ServiceConfiguration
  private let markers: MarkerAllowance
  private let rests: Bool
  private let checkpoints: CheckpointKeeper?
  private let progress: Progress
  private let logger: Logger
  private var limited = LimitedLog()
  private var streams: [UInt32: StreamServer] = [:]
  private var numbers: [UInt32] = []
  private var due: [UInt32] = []
  private var turns = LearningTurns()
  private var restDue: UInt64 = 0
  private var nextStatistics = Clock.monotonic + Self.statisticsInterval
  private var statisticsTurn = 0
  private var nextCheckpoint = UInt64.max
  private var checkpointTurn = 0
  /// When no message was waiting the last time.
  private var lastEmpty: UInt64 = 0
  /// No stream is lost before this.
  private var nextLoss = UInt64.max
  /// Whether the newest message taken in was past the budget already.
  private var isLate = false
  private var isEnding = false
  private var message = Message()

  init(
    socket: consuming Socket, configuration: ServiceConfiguration, markers: MarkerAllowance, rests: Bool,
    progress: Progress, checkpoints: CheckpointKeeper?, logger: Logger
  ) {
    self.socket = socket
    self.configuration = configuration
    self.markers = markers
    self.rests = rests
    self.checkpoints = checkpoints
    self.progress = progress
    self.logger = logger
    due.reserveCapacity(Self.batch.usual)
  }

  mutating func run() throws(ZeroMQError) {
    var items = [socket.pollItem()]
    while !isEnding {
      let isLearning = !turns.isEmpty
      if !isLearning { restDue = 0 }
      try poll(&items, timeout: isLearning ? takeRest() : timeToNextTimer)
      var taken = 0
      isLate = false
      while taken < (isLate ? Self.batch.late : Self.batch.usual) {
        let looked = Clock.monotonic
        guard try takeMail() else {
          lastEmpty = looked
          break
        }
        taken += 1
      }
      try publishDue()
      if taken == 0 { learnOneSlice() }
      try lookAtTheClock(isDone: isLearning && turns.isEmpty)
      progress.advance()
    }
  }

  func results() -> [String: (summary: StreamSummary, meters: Meters)] {
    Dictionary(
      streams.values.map { ($0.name, ($0.finalSummary(), $0.meters)) },
      uniquingKeysWith: { first, _ in first })
  }

  // MARK: - Mail

  /// Takes one message if one is there.
  private mutating func takeMail() throws(ZeroMQError) -> Bool {
    guard try socket.receive(&message, wait: false) else { return false }
    guard let mail = message.value(as: WorkerMail.self) else { return true }
    switch mail.kind {
    case .latency: streams[mail.stream]?.countLatency(nanoseconds: mail.latency)
    case .frame: try takeFrame(mail)
    case .stop: try finish()
    case .end: isEnding = true
    }
    return true
  }

  private mutating func takeFrame(_ mail: WorkerMail) throws(ZeroMQError) {
    _ = try socket.receive(&message)
    let stream = server(mail.stream)
    if mail.latency > 0 { stream.countLatency(nanoseconds: mail.latency) }
    _ = try socket.receive(&message)
    if configuration.isLossless { while stream.learn() {} }
    let isDue = message.withUnsafeBytes { payload in
      do throws(Rejection) {
        return try stream.receive(payload, at: mail.receipt)
      } catch {
        limited.warn(
          logger, key: "\(stream.name) \(error.name)", .event("refused", of: stream.name),
          "stream \(stream.name): refused a message: \(error)")
        return false
      }
    }
    if stream.isLearning { turns.add(mail.stream) }
    nextLoss = min(nextLoss, stream.lostDeadline ?? .max)
    let age = Double(Clock.monotonic - mail.receipt.monotonic) / 1e9
    isLate = age > configuration.budget
    guard isDue else { return }
    // So soon no newer frame of the stream waits behind it, or hardly ever: to take in those of others first would only delay it.
    if configuration.isLossless || age < max(configuration.budget, stream.usualInterval) {
      try publish(mail.stream, kind: .forecast)
    } else if !due.contains(mail.stream) {
      due.append(mail.stream)
    }
  }

  /// The stream of a number; its first message's topic is in `message`.
  private mutating func server(_ number: UInt32) -> StreamServer {
    if let server = streams[number] { return server }
    let name = message.withUnsafeBytes { Topic.markers.stream(in: $0) } ?? "unnamed"
    let server =
      checkpoints?.restore(name, markers: markers)
      ?? StreamServer(name: name, configuration: configuration, markers: markers)
    // Where hundreds are restored at once they come one after the other, and each is progress.
    progress.advance()
    streams[number] = server
    if nextCheckpoint == .max, let checkpoints { nextCheckpoint = Clock.monotonic + checkpoints.interval / 4 }
    numbers.append(number)
    logger.info("stream \(name): the first frame has come", metadata: .event("first_frame", of: name))
    return server
  }

  /// Publishes what is due and the last statistics, then tells that nothing more will come.
  private mutating func finish() throws(ZeroMQError) {
    try publishDue()
    for number in numbers {
      // The tick that is begun is finished, its learning too.
      while streams[number]?.learn() == true {}
      if let stream = streams[number] { _ = checkpoints?.take(stream, waits: true) }
      try publish(number, kind: .statistics)
    }
    var mail = try Message(of: PublisherMail(kind: .done))
    _ = try socket.send(&mail)
  }

  // MARK: - Publishing

  /// Publishes the forecasts of the newest frames that came too late for one of each.
  private mutating func publishDue() throws(ZeroMQError) {
    for number in due where streams[number]?.awaitsForecast == true { try publish(number, kind: .forecast) }
    due.removeAll(keepingCapacity: true)
  }

  private enum Kind {
    case forecast, lost, statistics
  }

  private mutating func publish(_ number: UInt32, kind: Kind) throws(ZeroMQError) {
    guard let stream = streams[number] else { return }
    let payload =
      switch kind {
      case .forecast: stream.forecast()
      case .lost: stream.lost()
      case .statistics: stream.statistics(checkpoints?.writer.status(of: stream.name))[...]
      }
    var mail = try Message(
      of: PublisherMail(
        kind: kind == .forecast ? .forecast : .other, stream: number, received: stream.received))
    _ = try socket.send(&mail, more: true)
    var topic = try Message(kind == .statistics ? stream.statisticsTopic : stream.forecastTopic)
    _ = try socket.send(&topic, more: true)
    var body = try Message(payload)
    _ = try socket.send(&body)
  }

  // MARK: - Between frames

  private mutating func learnOneSlice() {
    while let number = turns.next() {
      guard let stream = streams[number], stream.isLearning else {
        turns.end()
        continue
      }
      let start = Clock.monotonic
      if !stream.learn() { turns.end() }
      restDue += (Clock.monotonic - start) / 4
      return
    }
  }

  /// How long to wait for mail before the next slice of learning: not at all, but that a worker that is scheduled
  /// before all others leaves its CPU to them for a millisecond of each five. Else learning without end would starve
  /// them, until the kernel stops all realtime threads for a twentieth of each second, forecasts too.
  private mutating func takeRest() -> Duration {
    guard rests, restDue >= 1_000_000 else { return .zero }
    restDue = 0
    return .milliseconds(1)
  }

  /// Does what time asks for. Of the frames that wait already none has stopped: a stream is lost by the time at which
  /// no message was waiting.
  ///
  /// Statistics and checkpoints take longer than a forecast: each stream's come at a time of their own, and where they are due
  /// they wait for the moment after a tick is done, when the next frame is furthest, though not for ever.
  private mutating func lookAtTheClock(isDone: Bool) throws(ZeroMQError) {
    if lastEmpty >= nextLoss { try publishLosses(at: lastEmpty) }
    let now = Clock.monotonic
    for _ in 0..<Self.mostStatistics where now >= nextStatistics + (isDone ? 0 : patience) {
      // What is more than an interval late has been late for all streams, and is not made up for.
      nextStatistics = max(nextStatistics + 2 * patience, now - min(now, Self.statisticsInterval))
      try publishNextStatistics()
    }
    if now >= (isDone ? nextCheckpoint : latestCheckpoint) { takeNextCheckpoint(now) }
  }

  /// A stream's state is copied in the quiet after its learning, and goes to the disk on another thread.
  private mutating func takeNextCheckpoint(_ now: UInt64) {
    let turn = (checkpointTurn + 1) % numbers.count
    guard let checkpoints, let stream = streams[numbers[turn]] else { return }
    guard checkpoints.take(stream) else {
      nextCheckpoint = now + Self.writerPatience
      return
    }
    checkpointTurn = turn
    nextCheckpoint = max(nextCheckpoint + checkpointSpacing, now)
  }

  /// The time between the checkpoints of one stream and of the next. Each stream's turn comes twice in an interval: where one is
  /// cut off while it is written, the one before is still young enough.
  private var checkpointSpacing: UInt64 {
    (checkpoints?.interval ?? 0) * 9 / 20 / UInt64(max(1, numbers.count))
  }

  /// When the next checkpoint is taken at the latest.
  private var latestCheckpoint: UInt64 {
    nextCheckpoint == .max ? .max : nextCheckpoint + checkpointSpacing / 8
  }

  private mutating func publishNextStatistics() throws(ZeroMQError) {
    guard !numbers.isEmpty else { return }
    statisticsTurn = (statisticsTurn + 1) % numbers.count
    let number = numbers[statisticsTurn]
    guard let stream = streams[number] else { return }
    if stream.isLost { try publish(number, kind: .lost) }
    try publish(number, kind: .statistics)
    for (event, line) in stream.news() {
      logger.info("stream \(stream.name): \(line)", metadata: .event(event, of: stream.name))
    }
  }

  private mutating func publishLosses(at now: UInt64) throws(ZeroMQError) {
    nextLoss = .max
    for number in numbers {
      guard let stream = streams[number], let deadline = stream.lostDeadline else { continue }
      if now >= deadline {
        logger.warning(
          "stream \(stream.name): frames have stopped", metadata: .event("lost", of: stream.name))
        try publish(number, kind: .lost)
      } else {
        nextLoss = min(nextLoss, deadline)
      }
    }
  }

  /// Half of the time between the statistics of one stream and of the next: how long they wait at most.
  private var patience: UInt64 { Self.statisticsInterval / 2 / UInt64(max(1, numbers.count)) }

  private var timeToNextTimer: Duration {
    let now = Clock.monotonic
    let next = min(nextLoss, nextStatistics + patience, latestCheckpoint)
    return .nanoseconds(next > now ? Int64(clamping: next - now) : 0)
  }
}
