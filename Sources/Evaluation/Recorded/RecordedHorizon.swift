/// A forecast of one instant beside its truth; places are x, y, z of each marker.
struct RecordedTarget: Sendable {
  /// The number of the frame that completes the truth, from 1.
  var number: Int
  /// The number of the frame that the forecast was made from, from 0.
  var origin: Int
  var truth: [Double]
  var forecast: [Double]
  /// Where the markers were seen in that frame.
  var still: [Double]
  /// Where they were seen last.
  var held: [Double]
  /// For each marker, one for each coverage.
  var radii: [Double]
}

extension RecordedTarget {
  /// What persistence says: that each marker stays where it was seen last. Nothing where nothing was published.
  var persistence: [Double] { held.indices.map { forecast[$0].isNaN ? .nan : held[$0] } }
}

/// What was published for one horizon, and persistence on the same forecasts: those in state `tracking`, and all.
struct RecordedHorizon: Sendable {
  let seconds: Double
  /// The horizon in frames, where it is a whole number of them.
  let ticks: Int?
  private(set) var tracking: RecordedSums
  private(set) var all: RecordedSums
  /// The first of all that are scored, to be looked at, and what persistence says there.
  private(set) var traced: ScoredForecasts
  private(set) var tracedPersistence: [Double] = []
  /// Those that are not among them.
  private(set) var untraced = 0
  private let mostTraced: Int

  init(_ seconds: Double, of stream: RecordedScorer.Stream, traced: Int) {
    let ahead = (seconds * stream.rate).rounded()
    self.seconds = seconds
    ticks = abs(ahead - seconds * stream.rate) < 1e-6 ? Int(ahead) : nil
    self.traced = ScoredForecasts(seconds: seconds, ticks: nil, coverages: stream.coverages)
    tracking = RecordedSums(self.traced, markers: stream.markers.count)
    all = tracking
    mostTraced = traced
  }

  mutating func add(_ target: RecordedTarget, isTracking: Bool, isTraced: Bool) {
    all.add(target)
    if isTracking { tracking.add(target) }
    guard isTraced, traced.targets.count < mostTraced else { return untraced += 1 }
    // Where the tracker's pace changes, two instants may lie between the same two frames.
    guard traced.targets.last != target.number else { return }
    traced.add(target, forecast: target.forecast, radii: target.radii)
    tracedPersistence += target.persistence
  }
}

/// The errors of forecasts as they were published, and as persistence has them.
struct RecordedSums: Sendable {
  private var published: ErrorSums
  private var persistence: ErrorSums
  // Added up in pieces, as many forecasts at a time.
  private var pieces: (published: ScoredForecasts, persistence: ScoredForecasts)
  private let empty: (published: ScoredForecasts, persistence: ScoredForecasts)
  private static let pieceSize = 256
  /// Of more errors than this, quantiles are right to a thousandth.
  private static let exact = 1 << 17

  init(_ empty: ScoredForecasts, markers: Int) {
    var plain = empty
    plain.coverages = []
    self.empty = (empty, plain)
    pieces = self.empty
    published = ErrorSums(markers: markers, coverages: empty.coverages, limit: Self.exact)
    persistence = ErrorSums(markers: markers, coverages: [], limit: Self.exact)
  }

  mutating func add(_ target: RecordedTarget) {
    pieces.published.add(target, forecast: target.forecast, radii: target.radii)
    pieces.persistence.add(target, forecast: target.persistence, radii: [])
    if pieces.published.targets.count >= Self.pieceSize { handOver() }
  }

  private mutating func handOver() {
    published.add(pieces.published)
    persistence.add(pieces.persistence)
    pieces = empty
  }

  /// The measures of what was published, and of persistence; nil where nothing was scored.
  var measures: (published: Measures?, persistence: Measures?) {
    var whole = self
    whole.handOver()
    return (Measures(whole.published), Measures(whole.persistence))
  }
}

extension ScoredForecasts {
  fileprivate mutating func add(_ target: RecordedTarget, forecast: [Double], radii: [Double]) {
    add(
      target: target.number, origin: target.origin, truth: target.truth, forecast: forecast,
      still: target.still, radii: radii)
  }
}
