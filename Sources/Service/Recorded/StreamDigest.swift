import MarkerMotion
import Recordings
import Wire

/// What the messages of a stream tell, as they are taken one after the other.
struct StreamDigest: Sendable {
  var course: StreamCourse
  private(set) var latency = DurationMeter()
  private var events = EventLog()
  private var outcomes = OutcomeWatch()
  private var frames = SequenceWatch()
  private var forecasts = SequenceWatch()
  private var rates = RateFinder()
  private var intervals: [Double] = []
  private var lastStamp: Stamp?
  private var minute: (number: Int64, latency: DurationMeter, late: Int)?
  private var late = 0
  private var markers: Set<String> = []
  private var horizons: Set<Double> = []
  private static let nanosecondsPerMinute: Int64 = 60_000_000_000

  init(_ stream: String, start: Double) { course = StreamCourse(stream: stream, start: start) }

  mutating func take(_ item: RecordedItem, at received: Int64) {
    let time = Double(received) / 1e9
    switch item {
    case .frame(let frame): take(frame, at: time)
    case .forecast(let forecast, let envelope):
      take(forecast, isLate: !envelope.isWithinBudget, at: time)
      if forecast.state != .lost { count(envelope, at: received) }
    case .statistics(let statistics):
      course.statistics += 1
      for (event, count) in outcomes.take(statistics) { events.add(event, count: count, at: time) }
    }
  }

  private mutating func take(_ frame: Frame, at time: Double) {
    course.frames += 1
    for marker in frame.markers where !markers.contains(marker.name) { markers.insert(marker.name) }
    if let sequence = frame.sequence {
      let missing = frames.add(sequence)
      note(missing, "frames_missed", at: time)
    }
    if course.rate == nil { course.rate = rates.add(frame.stamp) }
    if let lastStamp, intervals.count < 100 { intervals.append(frame.stamp.seconds(since: lastStamp)) }
    lastStamp = frame.stamp
  }

  private mutating func take(_ forecast: Forecast, isLate: Bool, at time: Double) {
    if course.forecasts == 0 { outcomes.hasSeenTheBeginning = forecast.tick == 0 }
    course.forecasts += 1
    course.states[forecast.state.name, default: 0] += 1
    events.note(state: forecast.state, at: time)
    guard forecast.state != .lost else { return }
    events.note(conditions: forecast.conditions, isLate: isLate, at: time)
    if let sequence = forecast.sequence {
      let missing = forecasts.add(sequence)
      note(missing, "forecasts_missed", at: time)
    }
    course.models[forecast.model, default: 0] += 1
    horizons.formUnion(forecast.horizons.map(\.seconds))
    for marker in forecast.horizons.first?.markers ?? [] where !markers.contains(marker.name) {
      markers.insert(marker.name)
    }
    for coverage in forecast.coverages where !course.coverages.contains(coverage) {
      course.coverages.append(coverage)
    }
  }

  private mutating func note(_ missing: UInt64, _ event: String, at time: Double) {
    if missing > 0 { events.add(event, count: Int(clamping: missing), at: time) }
  }

  private mutating func count(_ envelope: ForecastEnvelope, at received: Int64) {
    let number = received / Self.nanosecondsPerMinute
    if minute?.number != number {
      endMinute()
      minute = (number, DurationMeter(), 0)
    }
    let nanoseconds = UInt64(min(max(envelope.latency, 0), 3600) * 1e9)
    latency.record(nanoseconds: nanoseconds)
    minute?.latency.record(nanoseconds: nanoseconds)
    guard !envelope.isWithinBudget else { return }
    late += 1
    minute?.late += 1
  }

  private mutating func endMinute() {
    guard let minute else { return }
    let start = Double(minute.number * 60)
    course.minutes.append(LatencySpan(minute.latency, start: start, late: minute.late))
  }

  /// The course until now.
  var finished: StreamCourse {
    var digest = self
    digest.endMinute()
    var course = digest.course
    course.rate = course.rate ?? RateFinder.rate(of: intervals.filter { $0 > 0 })
    course.missingFrames = MissingNumbers(frames)
    course.missingForecasts = MissingNumbers(forecasts)
    course.markers = markers.sorted()
    course.horizons = horizons.sorted()
    if latency.percentiles.count > 0 {
      course.latency = LatencySpan(latency, start: course.start, late: late)
    }
    (course.events, course.eventsLeftOut) = (events.events, events.leftOut)
    return course
  }
}

extension LatencySpan {
  fileprivate init(_ meter: DurationMeter, start: Double, late: Int) {
    let all = meter.percentiles
    self.init(
      start: start, count: Int(all.count), p50: all.p50, p90: all.p90, p99: all.p99, p999: all.p999,
      max: all.max, late: late)
  }
}

extension MissingNumbers {
  fileprivate init(_ watch: SequenceWatch) {
    self.init()
    (gaps, missing, restarts) = (watch.gaps, Int(clamping: watch.missing), watch.restarts)
  }
}
