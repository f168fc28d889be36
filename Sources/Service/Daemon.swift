import Glibc
import Logging
import Wire
import ZeroMQ

/// The daemon: the thread of the outer sockets, and the workers.
///
/// The thread that calls `run` receives, stamps and routes frames and sends what the workers publish. It never
/// decodes, forecasts or learns, so that a frame's receipt is not held up by any stream's work.
public struct Daemon: ~Copyable {
  private let configuration: ServiceConfiguration
  private let logger: Logger
  private let stop: StopSignal
  private let manager: ServiceManager
  private let realtime: Realtime
  private let wakefulness: Wakefulness?
  private let context: Context
  private let subscriber: Socket
  private let publisher: Socket
  /// Whether to see after connections in a second.
  private var isMending = false
  private let workers: [Worker]
  private let links: WorkerLinks
  private let checkpoints: CheckpointKeeper?
  private let choice: StreamChoice
  private let website: Website?
  private var table: StreamTable
  private var counts: ObservationTally.Counts
  private var limited: LimitedLog
  private var watchdog: Watchdog
  // What is on its way in and what is on its way out: one may wait while the other goes.
  private var topic: Message
  private var payload: Message
  private var outTopic: Message
  private var outPayload: Message
  private var untold: [(stream: UInt32, worker: Int, latency: UInt64)]
  // Behind the sockets, which they outlive.
  private let reconnectors: (subscriber: Reconnector?, publisher: Reconnector?)
  private let doorkeeper: Doorkeeper?

  /// Where frames are taken from, wildcard ports resolved, where there is one endpoint.
  public let subscribeEndpoint: String
  /// Where forecasts are sent, wildcard ports resolved, where there is one endpoint.
  public let publishEndpoint: String
  /// Where the live page and the metrics are, the port resolved; nil where they are nowhere.
  public var httpAddress: HTTPAddress? { website?.address }

  /// A daemon whose sockets are open.
  /// - Throws: `ZeroMQError` or `HTTPBindError` where an endpoint can't be had; `PublicBind` where one would let strangers in.
  public init(
    _ configuration: ServiceConfiguration, stop: StopSignal, manager: ServiceManager,
    reload: ReloadSignal? = nil, logger: Logger
  ) throws {
    try PublicBind.check(
      configuration.subscribeEndpoints + configuration.publishEndpoints, http: configuration.http,
      configuration.security)
    var realtime = Realtime(configuration) { logger.warning("\($0)") }
    let wakefulness =
      configuration.isAwake ? Wakefulness(cpus: realtime.cpus) { logger.warning("\($0)") } : nil
    realtime.awake = wakefulness?.means
    let context = try Sockets.context(realtime)
    let doorkeeper = try Doorkeeper(configuration.security, in: context, reload: reload, logger: logger)
    var reconnectors: (subscriber: Reconnector?, publisher: Reconnector?)
    let publisher = try Sockets.publisher(
      configuration, in: context, seenBy: doorkeeper, mendedBy: &reconnectors.publisher)
    let subscriber = try Sockets.subscriber(
      configuration, in: context, seenBy: doorkeeper, mendedBy: &reconnectors.subscriber)
    let checkpoints = CheckpointKeeper(configuration, logger: logger)
    let markers = MarkerAllowance(limit: configuration.markerLimit)
    let workers = (0..<configuration.workers).map {
      Worker(
        number: $0, configuration: configuration, markers: markers, realtime: realtime, context: context,
        checkpoints: checkpoints, logger: logger)
    }
    var links = WorkerLinks()
    for worker in workers { try links.open(worker.endpoint, in: context) }
    let website = try Website(
      configuration, in: context, doorkeeper: doorkeeper, workers: workers.map(\.progress), logger: logger)
    let endpoints = (try subscriber.lastEndpoint, try publisher.lastEndpoint)
    // Nothing below throws: a value that can't be copied is made whole or not at all.
    (subscribeEndpoint, publishEndpoint) = endpoints
    table = StreamTable(limit: configuration.streamLimit, workers: configuration.workers)
    self.configuration = configuration
    self.logger = logger
    self.stop = stop
    self.manager = manager
    self.realtime = realtime
    self.wakefulness = wakefulness
    self.context = context
    self.publisher = publisher
    self.subscriber = subscriber
    self.reconnectors = reconnectors
    self.workers = workers
    self.links = links
    self.checkpoints = checkpoints
    choice = StreamChoice(configuration)
    self.website = website
    counts = ObservationTally.Counts()
    limited = LimitedLog()
    watchdog = Watchdog(patience: manager.watchdog, workers: workers.map(\.progress))
    topic = Message()
    payload = Message()
    outTopic = Message()
    outPayload = Message()
    untold = []
    self.doorkeeper = doorkeeper
  }

  /// Serves until the stop signal is given, then finishes what is begun, and tells the service manager of both.
  public mutating func run() throws -> Summary {
    let logger = logger
    if configuration.asksTheKernel { logger.info("realtime: \(realtime)") }
    if let writer = checkpoints?.writer { startThread(named: "checkpoints") { writer.run() } }
    for worker in workers {
      startThread(named: worker.endpoint) {
        do {
          try worker.run()
        } catch {
          // Without it its streams would go silent: better to end and be started anew.
          logger.critical("\(worker.endpoint) ended: \(error)")
          BackgroundLog.flush()
          exit(70)
        }
      }
    }
    // A frame that came before its worker was there would be refused.
    for worker in workers.indices { while try !links.awaitRoom(for: worker) {} }
    doorkeeper?.start()
    website?.start()
    // After the other threads are started, as a thread begins on the CPUs of the one that starts it.
    realtime.enter(.sockets)
    var items = [PollItem(descriptor: stop.descriptor), subscriber.pollItem(), publisher.pollItem()]
    items += links.pollItems()
    let monitors = items.endIndex
    items += [reconnectors.subscriber, reconnectors.publisher].compactMap { $0?.pollItem() }
    let page = httpAddress.map { ", shows itself at http://\($0)" } ?? ""
    manager.ready("takes frames at \(subscribeEndpoint), publishes at \(publishEndpoint)\(page)")
    while !items[0].isReadable {
      try poll(
        &items, timeout: isMending ? min(watchdog.interval ?? .seconds(1), .seconds(1)) : watchdog.interval)
      try publishAll()
      try receiveAll()
      if isMending || items[monitors...].contains(where: { $0.isReadable }) { try mendConnections() }
      website?.tally(counts)
      // Subscriptions, of which nothing need be known; readers that send them without end hold nobody up.
      for _ in 0..<64 { guard try publisher.receive(&outTopic, wait: false) else { break } }
    }
    try finish()
    return summary()
  }

  private mutating func mendConnections() throws(ZeroMQError) {
    let subscribed = try reconnectors.subscriber?.mend(subscriber) ?? []
    let published = try reconnectors.publisher?.mend(publisher) ?? []
    for endpoint in subscribed + published {
      counts.refuse(Rejection.Reason.brokenConnection.rawValue)
      limited.warn(
        logger, key: "broken \(endpoint.address)", .event("connection_broken"),
        "the other end at \(endpoint.address) broke the protocol and is connected to anew: see that it is a ZeroMQ publisher or subscriber that sends parts of at most 16 MiB, with keys where this end has them and without where not"
      )
    }
    isMending = reconnectors.subscriber?.isWaiting == true || reconnectors.publisher?.isWaiting == true
  }

  // MARK: - In

  /// Takes what has come, a few messages at a time, so that forecasts are not kept waiting.
  private mutating func receiveAll() throws(ZeroMQError) {
    for _ in 0..<16 {
      guard try subscriber.receive(&topic, wait: false) else { return }
      guard topic.withUnsafeBytes({ choice.takes($0) }) else {
        counts.passOver()
        _ = try subscriber.dropRest(of: &topic)
        continue
      }
      let receipt = Receipt.now()
      guard topic.hasMore, try subscriber.receive(&payload), !payload.hasMore else {
        let extra = payload.hasMore ? try subscriber.dropRest(of: &payload) : 0
        refuse(.wrongFrameCount(topic.hasMore ? 2 + extra : 1))
        continue
      }
      guard payload.count <= Sockets.longestPayload else {
        refuse(.tooLarge(count: payload.count, limit: Sockets.longestPayload))
        payload = Message()
        continue
      }
      try route(receipt)
      try publishAll()
    }
  }

  private mutating func route(_ receipt: Receipt) throws(ZeroMQError) {
    let found: StreamTable.Entry
    do {
      found = try topic.withUnsafeBytes { (bytes) throws(Rejection) in try table.entry(of: bytes) }
    } catch {
      return refuse(error)
    }
    let mail = WorkerMail(
      kind: .frame, stream: found.number, receipt: receipt, latency: table.takeLatency(of: found.number))
    var head = try Message(of: mail)
    while try !links.send(&head, to: found.worker, more: true) {
      // The worker is a thousand messages behind.
      guard configuration.isLossless else { return refuse(.overrun) }
      try links.awaitRoom(for: found.worker)
      try publishAll()
    }
    try website?.feed.keep(&topic, &payload)
    _ = try links.send(&topic, to: found.worker, more: true)
    _ = try links.send(&payload, to: found.worker, more: false)
    try website?.feed.pass()
  }

  private mutating func refuse(_ reason: Rejection) {
    counts.refuse(reason.name)
    limited.warn(logger, key: reason.name, .event("refused"), "refused a message: \(reason)")
  }

  // MARK: - Out

  /// Sends all that the workers have published. Returns how many of them are done.
  @discardableResult
  private mutating func publishAll() throws(ZeroMQError) -> Int {
    var done = 0
    for worker in workers.indices {
      while try links.receive(&outPayload, from: worker) {
        guard let mail = outPayload.value(as: PublisherMail.self), mail.kind != .done else {
          done += 1
          continue
        }
        _ = try links.receive(&outTopic, from: worker)
        _ = try links.receive(&outPayload, from: worker)
        try website?.feed.keep(&outTopic, &outPayload)
        if try send(), mail.kind == .forecast {
          let latency = Clock.monotonic - mail.received
          if let earlier = table.put(latency: latency, of: mail.stream) {
            untold.append((mail.stream, worker, earlier))
          }
        }
        try website?.feed.pass()
      }
    }
    try tellLatencies()
    feedWatchdog()
    return done
  }

  /// Sends `outTopic` and `outPayload`; false where a lossless run is stopped before a reader has room.
  private mutating func send() throws(ZeroMQError) -> Bool {
    while try !publisher.send(&outTopic, more: true) {
      feedWatchdog()
      if stop.isRequested { return false }
    }
    while try !publisher.send(&outPayload) {
      feedWatchdog()
      if stop.isRequested { return false }
    }
    return true
  }

  /// Tells workers the latencies that no frame of theirs has taken along, as far as they have room for it.
  private mutating func tellLatencies() throws(ZeroMQError) {
    while let (stream, worker, latency) = untold.last {
      var mail = try Message(of: WorkerMail(kind: .latency, stream: stream, latency: latency))
      guard try links.send(&mail, to: worker, more: false) else { return }
      untold.removeLast()
    }
  }

  /// Tells the service manager that the service is alive, where it is time to and all workers are.
  private mutating func feedWatchdog() {
    if watchdog.isPleased(at: Clock.monotonic) { manager.alive() }
  }

  // MARK: - The end

  private mutating func finish() throws(ZeroMQError) {
    logger.info("stopping: finishing what is begun", metadata: .event("stopping"))
    manager.stopping("finishing what is begun")
    website?.observer.board.update { $0.isReady = false }
    if configuration.isLossless { try drain() }
    for worker in workers.indices { try links.tell(.stop, worker) }
    var done = 0
    var items = links.pollItems()
    while done < workers.count {
      try poll(&items, timeout: .seconds(1))
      done += try publishAll()
    }
    // The workers have nothing left to do but to listen.
    for (stream, worker, latency) in untold + table.latencies() {
      try links.tell(.latency, worker, stream: stream, latency: latency)
    }
    for worker in workers.indices { try links.tell(.end, worker) }
    for worker in workers { worker.finished.wait() }
    checkpoints?.writer.end()
    website?.stop()
  }

  /// Takes what senders have sent already: until nothing comes for a tenth of a second, half a minute at most, as a
  /// sender may go on.
  private mutating func drain() throws(ZeroMQError) {
    let end = Clock.monotonic + 30_000_000_000
    var items = [subscriber.pollItem()] + links.pollItems()
    var quiet = Clock.monotonic
    while Clock.monotonic < end, Clock.monotonic - quiet < 100_000_000 {
      try poll(&items, timeout: .milliseconds(20))
      try publishAll()
      try receiveAll()
      // Counted from when they are taken: where a worker is full that itself takes longer than the quiet.
      if items[0].isReadable { quiet = Clock.monotonic }
    }
  }

  private func summary() -> Summary {
    var summary = Summary()
    var meters = Meters()
    for worker in workers {
      for (name, result) in worker.results.withLock({ $0 }) {
        var result = result
        result.summary.set(checkpoints?.writer.status(of: name))
        summary.streams[name] = result.summary
        summary.total.add(result.summary)
        meters.add(result.meters)
      }
    }
    summary.total.set(meters)
    summary.percentileText = meters.latency.percentileText
    summary.refused = counts.refused
    summary.elsewhere = counts.elsewhere
    summary.admissions = doorkeeper?.admissions
    if configuration.asksTheKernel { summary.realtime = realtime }
    summary.total.rejected += counts.refused.values.reduce(0, +)
    return summary
  }
}
