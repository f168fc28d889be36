import Archiving
import Forecasting
import MarkerMotion
import Wire

/// Everything that the daemon does for one stream, but for moving messages.
///
/// A worker owns it and calls, for each message: `receive`; then, once no newer frame of the stream
/// waits, `forecast`, whose bytes are sent; then `learn` until it says that nothing is left.
package final class StreamServer {
  let name: String
  let forecastTopic: String
  let statisticsTopic: String
  package private(set) var summary = StreamSummary()
  private(set) var meters = Meters()

  private let configuration: ServiceConfiguration
  private let markers: MarkerAllowance
  private var heldMarkers = 0
  /// The frames that its newest checkpoint knows of, with all that was learned from them.
  private var keptFrames: UInt64 = 0
  /// When the newest frame that went into the session was received, by the wall clock; 0 before the first.
  var newestWall: Int64 = 0
  private var session: ForecastSession
  private var reader: FrameReader
  private var encoder: ForecastEncoder
  private var rejections: [String: UInt64] = [:]
  private var lostPublished: UInt64 = 0
  private var toldRate: Double?
  private var toldState = ForecastState.warmingUp
  private var toldEvents = EventCounts()

  private var receipt = Receipt(monotonic: 0, wall: 0)
  private var taken: UInt64 = 0
  private var sampleAge: SampleAge
  /// The largest since the last statistics.
  private var recentSampleAge: Double?
  /// The time between two frames in seconds; 0 before there are two.
  private(set) var usualInterval = 0.0
  private(set) var isLost = false
  /// Whether its newest frame has not been forecast from.
  private(set) var awaitsForecast = false
  private var tickNanoseconds: UInt64 = 0
  private var learnNanoseconds: UInt64 = 0
  /// What each of the session's models has computed in the newest tick, and in all ticks.
  private var modelNanoseconds: [UInt64]
  private var costs: [DurationMeter]
  private(set) var isLearning = false

  package init(name: String, configuration: ServiceConfiguration, markers: MarkerAllowance? = nil) {
    self.name = name
    self.markers = markers ?? MarkerAllowance(limit: configuration.markerLimit)
    forecastTopic = Topic.forecast.of(name)
    statisticsTopic = Topic.stats.of(name)
    self.configuration = configuration
    session = ForecastSession(configuration.session)
    reader = FrameReader(stream: name)
    encoder = ForecastEncoder(configuration.encoding)
    modelNanoseconds = configuration.session.models.map { _ in 0 }
    costs = configuration.session.models.map { _ in DurationMeter() }
    sampleAge = SampleAge(isShared: configuration.isClockShared)
  }

  /// Takes a message. True where a forecast is now due.
  package func receive(_ payload: UnsafeRawBufferPointer, at receipt: Receipt) throws(Rejection) -> Bool {
    let start = Clock.monotonic
    do {
      try reader.read(payload)
      try markers.hold(reader.frame.markers.count, instead: &heldMarkers)
    } catch {
      summary.rejected += 1
      rejections[error.name, default: 0] += 1
      throw error
    }
    summary.frames += 1
    let observed = Clock.monotonic
    let admission = session.observe(reader.frame)
    switch admission {
    case .duplicate, .outOfOrder: return awaitsForecast
    case .tick, .unseen: break
    }
    if awaitsForecast { summary.skipped += 1 }
    endLearning()
    if self.receipt.monotonic > 0 {
      usualInterval = session.rate.map { 1 / $0 } ?? Double(receipt.monotonic - self.receipt.monotonic) / 1e9
    }
    self.receipt = receipt
    newestWall = receipt.wall
    taken = start
    sampleAge.receive(stamp: reader.frame.stamp, wall: receipt.wall)
    isLost = false
    isLearning = true
    awaitsForecast = true
    tickNanoseconds = Clock.monotonic - start
    modelNanoseconds[0] = Clock.monotonic - observed
    return true
  }

  /// The message with the forecast of the newest frame, in storage that is used again once the caller has let go of it.
  package func forecast() -> ArraySlice<UInt8> {
    let start = Clock.monotonic
    awaitsForecast = false
    let forecast = session.forecast()
    modelNanoseconds[0] += Clock.monotonic - start
    let bytes = encode(forecast)
    summary.forecasts += 1
    meters.tick.record(nanoseconds: tickNanoseconds + (Clock.monotonic - start))
    let age = max(0, age(at: Clock.monotonic))
    meters.sampleAge.record(nanoseconds: UInt64(age * 1e9))
    recentSampleAge = max(recentSampleAge ?? 0, age)
    return bytes
  }

  /// Does one slice of learning; false once nothing is left.
  package func learn() -> Bool {
    guard isLearning else { return false }
    let model = session.learningModel
    let start = Clock.monotonic
    let more = session.learn()
    let duration = Clock.monotonic - start
    learnNanoseconds += duration
    if let model { modelNanoseconds[model] += duration }
    if !more { endLearning() }
    return more
  }

  private func endLearning() {
    guard isLearning else { return }
    isLearning = false
    meters.learn.record(nanoseconds: learnNanoseconds)
    learnNanoseconds = 0
    for model in modelNanoseconds.indices {
      if modelNanoseconds[model] > 0 { costs[model].record(nanoseconds: modelNanoseconds[model]) }
      modelNanoseconds[model] = 0
    }
  }

  /// Counts a forecast that took `nanoseconds` from the receipt of its frame to the return of its send.
  package func countLatency(nanoseconds: UInt64) {
    meters.latency.record(nanoseconds: nanoseconds)
    if Double(nanoseconds) > configuration.budget * 1e9 { summary.budgetMisses += 1 }
  }

  // MARK: - Frames that stop

  /// When (monotonic ns) the stream is lost unless a frame comes; nil while it is lost or has not begun.
  package var lostDeadline: UInt64? {
    guard !isLost, taken > 0 else { return nil }
    let patience = max(configuration.session.limits.bridge + usualInterval, 2 * usualInterval)
    // From when it was taken, not received: frames that wait for a busy worker have not stopped.
    return taken + UInt64(patience * 1e9)
  }

  /// The message that says that frames have stopped. The session is left alone.
  package func lost() -> ArraySlice<UInt8> {
    isLost = true
    lostPublished += 1
    return encode(session.lost)
  }

  /// The receipt of the newest frame, in monotonic nanoseconds.
  var received: UInt64 { receipt.monotonic }

  package var state: ForecastState { isLost ? .lost : session.state }

  // MARK: - Messages

  private func age(at monotonic: UInt64) -> Double {
    sampleAge.atReceipt + Double(monotonic - receipt.monotonic) / 1e9
  }

  private func encode(_ forecast: Forecast) -> ArraySlice<UInt8> {
    let now = Clock.monotonic
    let latency = Double(now - receipt.monotonic) / 1e9
    return encoder.encode(
      forecast,
      envelope: ForecastEnvelope(
        stream: name, receivedNanoseconds: receipt.wall, publishedNanoseconds: Clock.wall,
        latency: latency, sampleAge: age(at: now), isWithinBudget: latency <= configuration.budget))
  }

  /// The message with the stream's statistics.
  package func statistics(_ checkpoints: CheckpointWriter.Status? = nil) -> [UInt8] {
    let message = Markercast_V1_Stats.with {
      $0.schemaVersion = schemaVersion
      $0.stream = name
      $0.publishedNs = Clock.wall
      $0.state = Markercast_V1_State(state)
      $0.model = configuration.session.model.rawValue
      if let rate = session.rate { $0.rateHz = rate }
      $0.rateFound = configuration.session.rate == nil
      $0.markers = session.markers
      $0.frames = summary.frames
      $0.forecasts = summary.forecasts
      $0.skipped = summary.skipped
      $0.budgetMisses = summary.budgetMisses
      $0.learningShed = session.learningShed
      $0.outcomes = outcomes
      $0.rejected = rejections
      $0.latencyS = meters.latency.percentiles.message
      $0.tickS = meters.tick.percentiles.message
      $0.learnS = meters.learn.percentiles.message
      $0.sampleAgeS = meters.sampleAge.percentiles.message
      $0.budgetS = configuration.budget
      $0.accuracy = zip(session.accuracy, costs).map { $0.message(cost: $1) }
      $0.weights = session.expertWeights.map { seconds, experts in
        .with {
          $0.horizonS = seconds
          $0.experts = experts.map(Markercast_V1_ExpertWeight.init)
        }
      }
      $0.clockShared = configuration.isClockShared
      if let drift = sampleAge.driftPPM { $0.clockDriftPpm = drift }
      if let checkpoints { $0.checkpoints = checkpoints.message }
      $0.latencyHistogram = meters.latency.message
      $0.radii = radii
      if configuration.isClockShared, taken > 0 { $0.clockOffsetS = sampleAge.smallestDelay }
      if let recentSampleAge { $0.recentSampleAgeS = recentSampleAge }
    }
    recentSampleAge = nil
    return encodeStats(message, as: configuration.encoding)
  }

  private var radii: [Markercast_V1_HorizonRadii] {
    var radii: [Markercast_V1_HorizonRadii] = []
    for score in session.radiusScores {
      if radii.last?.horizonS != score.seconds { radii.append(.with { $0.horizonS = score.seconds }) }
      radii[radii.count - 1].coverages.append(
        .with {
          $0.asked = score.coverage
          $0.count = score.truths
          $0.held = score.held
        })
    }
    return radii
  }

  /// Transfers what the stream's session has become, and the counts of its messages.
  func transfer(with archive: inout Archive) {
    archive.transfer(&session)
    archive.transfer(count: &summary.frames)
    archive.transfer(count: &summary.forecasts)
    archive.transfer(count: &summary.skipped)
    archive.transfer(count: &summary.rejected)
    archive.transfer(count: &summary.budgetMisses)
    archive.transfer(count: &lostPublished)
    var reasons = rejections.keys.sorted()
    var counts = reasons.map { rejections[$0]! }
    archive.transfer(&reasons, atMost: 1000)
    archive.transfer(counts: &counts, atMost: reasons.count)
    rejections = Dictionary(zip(reasons, counts), uniquingKeysWith: max)
    toldEvents = session.events
  }

  /// Makes it ready to go on, once it has been set to what a checkpoint held.
  func restored() throws(Rejection) {
    try markers.hold(session.markers.count, instead: &heldMarkers)
    // Of the newest tick, where it had not all been learned.
    while session.learn() {}
    keptFrames = summary.frames
  }

  /// Whether it has changed since its newest checkpoint.
  var wantsCheckpoint: Bool { summary.frames != keptFrames }

  /// A checkpoint of it is on its way.
  func checkpointed() {
    if !isLearning { keptFrames = summary.frames }
  }

  /// What has changed since it was last asked, each with a line for the log.
  func news() -> [(event: String, line: String)] {
    var news: [(event: String, line: String)] = []
    if let rate = session.rate, rate != toldRate {
      let source = configuration.session.rate == nil ? "found from the stamps" : "as given"
      news.append(("rate", "\(rate) Hz, \(source)"))
      toldRate = rate
    }
    if state != toldState {
      news.append(("state", state.name))
      toldState = state
    }
    for event in StreamEvent.allCases where !event.isQuiet {
      let count = session.events[event] - toldEvents[event]
      if count > 0 {
        news.append((event.name, "\(event.name) \(count) more, \(session.events[event]) in all"))
      }
    }
    toldEvents = session.events
    return news
  }

  private var outcomes: [String: UInt64] {
    var outcomes: [String: UInt64] = [:]
    for event in StreamEvent.allCases where session.events[event] > 0 {
      outcomes[event.name] = session.events[event]
    }
    if lostPublished > 0 { outcomes["lost_published"] = lostPublished }
    return outcomes
  }

  /// What was done with the stream until now.
  package func finalSummary() -> StreamSummary {
    var summary = summary
    summary.learningShed = session.learningShed
    summary.set(meters)
    summary.events = outcomes
    summary.accuracy = Dictionary(
      session.accuracy.map { ($0.model, $0.horizonSummaries) }, uniquingKeysWith: { first, _ in first })
    summary.costs = Dictionary(
      zip(session.accuracy, costs).map { ($0.model, $1.percentiles) }, uniquingKeysWith: { first, _ in first }
    )
    return summary
  }
}

/// The four durations that are kept for each stream.
struct Meters: Sendable {
  var latency = DurationMeter()
  var tick = DurationMeter()
  var learn = DurationMeter()
  var sampleAge = DurationMeter()

  mutating func add(_ other: Meters) {
    latency.add(other.latency)
    tick.add(other.tick)
    learn.add(other.learn)
    sampleAge.add(other.sampleAge)
  }
}

extension ModelAccuracy {
  fileprivate func message(cost: DurationMeter) -> Markercast_V1_ModelAccuracy {
    .with {
      $0.model = model
      $0.costS = cost.percentiles.message
      $0.horizons = zip(seconds, accuracies).map { seconds, accuracy in
        .with {
          $0.horizonS = seconds
          $0.count = UInt64(accuracy.count)
          guard let rmse = accuracy.rmse, let mae = accuracy.mae else { return }
          $0.rmseMm = rmse
          $0.maeMm = mae
          $0.maxMm = accuracy.largest
          if let recent = accuracy.recentRMSE { $0.recentRmseMm = recent }
        }
      }
    }
  }

  fileprivate var horizonSummaries: [HorizonSummary] {
    zip(seconds, accuracies).compactMap { seconds, accuracy in
      guard let rmse = accuracy.rmse, let mae = accuracy.mae else { return nil }
      return HorizonSummary(
        horizon: seconds, count: accuracy.count, rmse: rmse, mae: mae, largest: accuracy.largest)
    }
  }
}

extension CheckpointWriter.Status {
  fileprivate var message: Markercast_V1_Checkpoints {
    .with {
      $0.written = written
      $0.failed = failed
      if let newest { $0.newestNs = newest }
      $0.problem = problem ?? ""
    }
  }
}
