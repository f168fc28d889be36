import Synchronization
import Wire

/// What is known of the daemon: written by the observer, read by whoever answers requests.
struct Board: Sendable {
  /// The newest statistics of a stream.
  struct Stream: Sendable {
    var stats: Markercast_V1_Stats
    /// When they came, in monotonic nanoseconds.
    var received: UInt64
  }

  /// Each stream by its name.
  var streams: [String: Stream] = [:]
  /// What has happened lately, oldest first.
  private(set) var news: [NewsItem] = []
  /// How much has happened.
  private(set) var newsCount = 0
  /// Messages that belong to no stream here.
  var counts = ObservationTally.Counts()
  /// What became of those who connected; nil where nobody is asked for a key.
  var admissions: Admissions?
  /// Messages that the observer had no room for.
  var unseen: UInt64 = 0
  /// Whether every worker gets on.
  var isHealthy = true
  /// Whether frames are taken: false once the daemon is about to end.
  var isReady = false

  /// How much of what happened is remembered.
  static let mostNews = 500

  /// What has happened since there were `count`, as far as it is remembered.
  func news(since count: Int) -> ArraySlice<NewsItem> { news.suffix(max(0, newsCount - count)) }

  /// Adds what has happened.
  mutating func add(_ items: [NewsItem]) {
    news += items
    newsCount += items.count
    if news.count > Self.mostNews { news.removeFirst(news.count - Self.mostNews) }
  }
}

/// A board that threads share; none of them is one that a frame passes through.
final class SharedBoard: Sendable {
  private let board = Mutex(Board())

  /// As it is now.
  var copy: Board { board.withLock { $0 } }

  func update(_ change: (inout Board) -> Void) { board.withLock { change(&$0) } }
}

/// Something that happened to a stream, or to the daemon where the stream has no name.
struct NewsItem: Encodable, Hashable, Sendable {
  /// Seconds since the Unix epoch, by the daemon's clock.
  var time: Double
  var stream: String
  var event: String
  var count: UInt64

  private enum CodingKeys: String, CodingKey {
    case time = "time_s"
    case stream, event, count
  }
}
