import ArgumentParser
import Evaluation
import Forecasting
import Foundation
import Logging
import MarkerMotion
import Service
import Wire
import Yams

/// The settings of `serve`, each under one name on the command line and in the configuration file.
struct ServeOptions: ParsableArguments {
  @Option(help: .init("Where frames come from; several parted by commas.", valueName: "endpoint,..."))
  var subscribe = List(["tcp://127.0.0.1:5556"])

  @Option(help: .init("Where forecasts go; several parted by commas.", valueName: "endpoint,..."))
  var publish = List(["tcp://127.0.0.1:9872"])

  @Option(
    help: .init(
      "Take these streams alone: patterns as of file names (*, ?, [a-f]), parted by commas; may be repeated.",
      valueName: "pattern,..."))
  var streams: [List<String>] = []

  @Option(
    help: .init(
      "Take one share of the streams, parted by their names: 2/5 is the second of five.", valueName: "i/n"))
  var shard: Shard?

  @Option(help: "How forecasts and statistics are written. Input is told apart by its content.")
  var encoding = Encoding.protobuf

  @Option(help: "The model whose forecasts are published.")
  var model = Model.mixture

  @Option(help: .init("Models that run and are scored beside it.", valueName: "model,..."))
  var shadow = List<Model>([])

  @OptionGroup var models: ModelOptions

  @Flag(
    inversion: .prefixedNo,
    help: "Tell in each forecast of a mixture what each of its experts has in it; stats/ always does.")
  var explain = false

  @Option(help: "The seed of every random number.")
  var seed: UInt64 = 1

  @Option(help: .init("The streams' nominal rate; found from the stamps where not given.", valueName: "Hz"))
  var rate: Double?

  @Option(help: .init("How far ahead to forecast, in seconds, parted by commas.", valueName: "s,..."))
  var horizons = List((1...20).map { Double($0) / 10 })

  @Option(
    help: .init(
      "The share of truths that a radius is to hold on long-run average; up to three.", valueName: "share,..."
    ))
  var coverage = List(SessionConfiguration().coverages)

  @Option(help: .init("The latency allowed from receipt to publish.", valueName: "time"))
  var budget = DurationArgument(seconds: 0.010)

  @Option(help: .init("The longest gap that is bridged.", valueName: "time"))
  var bridge = DurationArgument(seconds: 0.5)

  @Option(help: .init("A sensor still for so long is frozen.", valueName: "time"))
  var frozenAfter = DurationArgument(seconds: 1)

  @Option(help: .init("A marker may always move so far between frames.", valueName: "mm"))
  var jumpDistance = 20.0

  @Option(help: .init("A marker may always move so fast.", valueName: "mm/s"))
  var jumpSpeed = 250.0

  @Option(help: "Threads that the streams share.")
  var workers = 1

  @Option(help: "The most streams that are taken on.")
  var maxStreams = 64

  @Option(
    help: .init(
      "The most markers of all streams together; 16 for each of --max-streams where not given.",
      valueName: "number"))
  var maxMarkers: Int?

  @Flag(
    inversion: .prefixedNo,
    help:
      "Run the threads that a frame passes through before all others (SCHED_FIFO), and lock memory; what the kernel refuses is a warning."
  )
  var realtime = false

  @Option(
    help: .init(
      "The CPUs that those threads are pinned to, as 2,3 or 2-5: the sockets' to the first, the workers to the next ones in turn.",
      valueName: "list"))
  var cpus: CPUList?

  @Flag(
    inversion: .prefixedNo,
    help:
      "Keep those CPUs, or else all, from sleeping between frames: it costs power, and where a virtual CPU can only be kept busy for that, other programs still come first but the CPU reads as wholly used."
  )
  var awake = false

  @Option(
    help: .init(
      "Keep there what the streams have learned, and go on from it after a restart.", valueName: "folder"))
  var checkpoint: String?

  @Option(help: .init("What is kept is never older than this.", valueName: "time"))
  var checkpointInterval = DurationArgument(seconds: 60)

  @Option(help: .init("Start afresh rather than from a checkpoint older than this.", valueName: "time"))
  var checkpointAge = DurationArgument(seconds: 3600)

  @Flag(
    inversion: .prefixedNo,
    help: "Forecast every frame and learn from every tick, however long that takes.")
  var lossless = false

  @Option(help: "'shared' where sensor and daemon have one clock: sample ages are then absolute.")
  var clock = ClockRelation.own

  @Option(
    help: .init(
      "Where the live page and the metrics are served, or 'none'. Where \(HTTPAddress.usual), the default, is in use the daemon goes on without.",
      valueName: "host:port"))
  var http: HTTPArgument?

  @Option(help: .init("Write the closing summary there, as JSON.", valueName: "file"))
  var summary: String?

  @Option(
    help: .init(
      "Write the latencies' percentiles there, as plotters of HDR histograms read them.", valueName: "file"))
  var percentiles: String?

  @OptionGroup var security: SecurityOptions

  @Option(help: "What goes to standard error: trace, debug, info, notice, warning, error or critical.")
  var logLevel = Logger.Level.info

  func validate() throws {
    try check(rate.map { (0.5...1000).contains($0) } ?? true, "--rate must lie between 0.5 and 1000 Hz")
    try check(
      !horizons.elements.isEmpty && horizons.elements.count <= 120
        && horizons.elements.allSatisfy { $0 > 0 && $0 <= 10 },
      "--horizons takes 1 to 120 numbers above 0 and up to 10 seconds")
    try Commands.check(coverages: coverage)
    try check(models.experts == nil || model == .mixture, "--experts is for --model mixture")
    try check(
      streams.allSatisfy { $0.elements.allSatisfy { !$0.isEmpty && $0.utf8.count <= 200 } },
      "--streams takes patterns of 1 to 200 characters, such as 'ward-a-*'")
    try check((1...64).contains(workers), "--workers must lie between 1 and 64")
    try check((1...100_000).contains(maxStreams), "--max-streams must lie between 1 and 100000")
    try check(
      maxMarkers.map { (1...1_000_000).contains($0) } ?? true, "--max-markers must lie between 1 and 1000000")
    try check(budget.seconds > 0, "--budget must be above 0")
    try check(bridge.seconds >= 0 && bridge.seconds <= 60, "--bridge must lie between 0 and 60 s")
    try check(checkpoint?.isEmpty != true, "--checkpoint takes a folder")
    try check(
      (0.1...86_400).contains(checkpointInterval.seconds),
      "--checkpoint-interval must lie between 0.1 s and a day (1440m)")
    try check(checkpointAge.seconds >= 0, "--checkpoint-age must not be below 0")
    try check(frozenAfter.seconds > 0, "--frozen-after must be above 0")
    try check(jumpDistance > 0 && jumpSpeed > 0, "--jump-distance and --jump-speed must be above 0")
  }

  /// Throws a sentence where a setting, as arguments, can't be used.
  static func check(_ setting: [String]) throws {
    do {
      _ = try parse(setting)
    } catch {
      // The sentence alone, without what the command line's help adds.
      throw ConfigurationFile.Problem(
        description: message(for: error).split(separator: "\n").first.map(String.init) ?? "")
    }
  }

  private func check(_ holds: Bool, _ sentence: String) throws {
    if !holds { throw ValidationError(sentence) }
  }

  func serviceConfiguration() throws -> ServiceConfiguration {
    var session = SessionConfiguration()
    session.model = model
    session.shadows = shadow.elements
    session.explains = explain
    session.preset = models.preset
    session.parameters = try models.file().parameters(of: model.rawValue, on: "").overridden(by: models.flags)
    session.seed = seed
    session.rate = rate
    session.horizons = horizons.elements
    session.coverages = coverage.elements
    session.limits.bridge = bridge.seconds
    session.limits.frozenAfter = frozenAfter.seconds
    session.limits.jumpDistance = jumpDistance
    session.limits.jumpSpeed = jumpSpeed
    var configuration = ServiceConfiguration()
    configuration.subscribe = subscribe.elements
    configuration.publish = publish.elements
    configuration.streams = streams.flatMap(\.elements)
    configuration.shard = shard
    configuration.encoding = encoding
    configuration.session = session
    configuration.budget = budget.seconds
    configuration.workers = workers
    configuration.streamLimit = maxStreams
    configuration.isLossless = lossless
    configuration.isRealtime = realtime
    configuration.cpus = cpus?.numbers ?? []
    configuration.isAwake = awake
    configuration.isClockShared = clock == .shared
    configuration.http = http.map(\.address) ?? .usual
    configuration.needsHTTP = http != nil
    configuration.checkpoints = checkpoint
    configuration.checkpointInterval = checkpointInterval.seconds
    configuration.checkpointAge = checkpointAge.seconds
    configuration.markerLimit = maxMarkers ?? max(64, 16 * maxStreams)
    configuration.security = try security.security(
      configuration.subscribeEndpoints + configuration.publishEndpoints)
    return configuration
  }

  /// The settings as a file that `--config` takes.
  func yaml() throws -> String {
    var entries: [(Node, Node)] = []
    func add(_ name: String, _ value: (any CustomStringConvertible)?) {
      if let value { entries.append((Node(name), Node(value.description))) }
    }
    func add(_ name: String, list: [any CustomStringConvertible]) {
      if !list.isEmpty { entries.append((Node(name), Node(list.map { Node($0.description) }))) }
    }
    add("subscribe", list: subscribe.elements)
    add("publish", list: publish.elements)
    add("streams", list: streams.flatMap(\.elements))
    add("shard", shard)
    add("encoding", encoding.rawValue)
    add("model", model.rawValue)
    add("shadow", list: shadow.elements.map(\.rawValue))
    add("explain", explain)
    add("experts", list: models.experts?.elements.map(\.rawValue) ?? [])
    add("preset", models.preset.rawValue)
    add("hidden", models.hidden)
    add("window", models.window)
    add("learning-rate", models.learningRate)
    add("parameters", models.parameters)
    add("clip", models.clip)
    add("sigma", models.sigma)
    add("seed", seed)
    add("rate", rate)
    add("horizons", list: horizons.elements)
    add("coverage", list: coverage.elements)
    add("budget", budget)
    add("bridge", bridge)
    add("frozen-after", frozenAfter)
    add("jump-distance", jumpDistance)
    add("jump-speed", jumpSpeed)
    add("workers", workers)
    add("max-streams", maxStreams)
    add("max-markers", maxMarkers)
    add("realtime", realtime)
    add("cpus", list: cpus?.numbers ?? [])
    add("awake", awake)
    add("checkpoint", checkpoint)
    add("checkpoint-interval", checkpointInterval)
    add("checkpoint-age", checkpointAge)
    add("lossless", lossless)
    add("clock", clock.rawValue)
    add("http", http)
    add("summary", summary)
    add("percentiles", percentiles)
    add("key", security.key)
    add("clients", security.clients)
    add("server-key", list: security.serverKey.elements)
    add("insecure-public-bind", security.insecurePublicBind)
    add("log-level", logLevel.rawValue)
    return try Yams.serialize(node: Node(entries))
  }
}

/// How the sensor's clock relates to the daemon's.
enum ClockRelation: String, CaseIterable, ExpressibleByArgument {
  case own, shared
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
