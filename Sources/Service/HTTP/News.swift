import MarkerMotion
import Wire

/// What happened between two statistics of a stream.
struct News {
  private let time: Double
  private let stream: String
  private(set) var items: [NewsItem] = []

  /// What the newer statistics count more than the older; of the first that are seen only the state is news.
  init(_ old: Markercast_V1_Stats?, _ new: Markercast_V1_Stats) {
    time = Double(new.publishedNs) / 1e9
    stream = new.stream
    if old?.state != new.state, let state = ForecastState(new.state) {
      add("state_" + state.label, 1)
    }
    guard let old else { return }
    for (event, count) in new.happenings.growth(since: old.happenings) { add(event, count) }
  }

  /// What of no stream was refused between two counts.
  init(_ old: [String: UInt64], _ new: [String: UInt64], time: Double) {
    self.time = time
    stream = ""
    for (reason, count) in new.growth(since: old) { add("refused_\(reason)", count) }
  }

  private mutating func add(_ event: String, _ count: UInt64) {
    items.append(NewsItem(time: time, stream: stream, event: event, count: count))
  }
}
