import MarkerMotion
import Service
import Wire

/// What a monitor knows: every stream's newest statistics, what happened lately, and the motion and latency of the
/// stream that is followed.
///
/// Times are seconds on any clock that does not step, the same for all calls.
package struct Knowledge: Sendable {
  /// More streams than this are not shown: somebody makes them up.
  private static let mostStreams = 10_000
  private static let mostOccurrences = 200

  /// The streams by name.
  private(set) var streams: [String: StreamKnowledge] = [:]
  /// What happened, the newest last.
  private(set) var occurrences: [Occurrence] = []
  /// The stream that is followed.
  private(set) var followed: String?
  /// Its motion.
  private(set) var motion = Motion()
  /// Its latency.
  private(set) var latencies = LatencyHistory()

  /// Nothing.
  package init() {}

  /// Forgets the stream that was followed, and begins to learn of another.
  package mutating func follow(_ stream: String?) {
    guard stream != followed else { return }
    followed = stream
    motion = Motion()
    latencies = LatencyHistory()
  }

  /// Learns what a message brought at `time`.
  package mutating func take(_ news: Onlooker.News, at time: Double) {
    switch news {
    case .statistics(let stats): take(stats, at: time)
    case .forecast(let forecast, let latency):
      motion.take(forecast)
      latencies.take(latency)
    case .frame(let frame): motion.take(frame)
    }
  }

  private mutating func take(_ stats: Markercast_V1_Stats, at time: Double) {
    let stream = stats.stream
    guard streams[stream] != nil || streams.count < Self.mostStreams else { return }
    let stats = stats.tamed()
    if let last = streams[stream]?.stats {
      let happened = occurrencesBetween(last, stats)
      occurrences.append(contentsOf: happened)
      occurrences.removeFirst(max(0, occurrences.count - Self.mostOccurrences))
    }
    streams[stream] = StreamKnowledge(stats: stats, received: time)
    if stream == followed { latencies.endSecond() }
  }
}
