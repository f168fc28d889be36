import Wire

/// What Prometheus is told: of the daemon, of each stream, and of some streams' horizons.
struct Metrics {
  /// Streams whose horizons are told of; a site with more has dashboards of its own for them, by the messages `stats/`.
  static let mostDetailed = 64
  /// Horizons that are told of.
  static let mostHorizons = 8

  let board: Board
  let settings: StreamsText.Settings
  let streams: [Markercast_V1_Stats]
  private var out = MetricsText()

  /// The text.
  var text: String { out.text }

  init(_ board: Board, _ settings: StreamsText.Settings, _ http: HTTPCounts) {
    self.board = board
    self.settings = settings
    streams = board.streams.values.map(\.stats).sorted { $0.stream < $1.stream }
    addDaemon()
    addHTTP(http)
    addStates()
    addCounts()
    addDurations()
    addClocks()
    addDetails()
    addCheckpoints()
  }

  // MARK: - Families

  typealias Sample = (labels: [(String, String)], value: Double)

  mutating func family(_ name: String, _ kind: MetricsText.Kind, _ help: String) {
    out.begin("markercast_\(name)", kind, help)
  }

  mutating func add(_ name: String, _ labels: [(String, String)], _ value: some BinaryInteger) {
    out.add("markercast_\(name)", labels, value)
  }

  mutating func add(_ name: String, _ labels: [(String, String)], _ value: Double) {
    // A count is written as one.
    if let whole = Int64(exactly: value) {
      out.add("markercast_\(name)", labels, whole)
    } else {
      out.add("markercast_\(name)", labels, value)
    }
  }

  mutating func one(
    _ name: String, _ kind: MetricsText.Kind, _ help: String, _ value: Double, labels: [(String, String)] = []
  ) {
    family(name, kind, help)
    add(name, labels, value)
  }

  mutating func one(_ name: String, _ kind: MetricsText.Kind, _ help: String, _ count: UInt64) {
    family(name, kind, help)
    add(name, [], count)
  }

  mutating func each(
    _ name: String, _ kind: MetricsText.Kind, _ help: String,
    of chosen: ArraySlice<Markercast_V1_Stats>? = nil,
    _ samples: (Markercast_V1_Stats) -> [Sample]
  ) {
    family(name, kind, help)
    for stats in chosen ?? streams[...] {
      for sample in samples(stats) { add(name, [("stream", stats.stream)] + sample.labels, sample.value) }
    }
  }
}

extension Markercast_V1_Percentiles {
  /// Each with its label; none where nothing was counted.
  var quantiles: [(labels: [(String, String)], value: Double)] {
    guard count > 0 else { return [] }
    return [("0.5", p50), ("0.9", p90), ("0.99", p99), ("0.999", p999), ("1", max)].map {
      ([("quantile", $0)], $1)
    }
  }
}
