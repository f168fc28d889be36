import MarkerMotion

/// What a recording holds. A row is a frame's place in the recording, from 0; times are in seconds from the first
/// frame, lengths in mm.
public struct Inspection: Codable, Hashable, Sendable {
  /// How far frames are apart, in seconds; stamps that do not move on are left out.
  public struct Intervals: Codable, Hashable, Sendable {
    /// The shortest.
    public var least: Double
    /// The median.
    public var median: Double
    /// The longest.
    public var most: Double
    /// The standard deviation.
    public var deviation: Double
  }

  /// Some time in which something was so.
  public struct Stretch: Codable, Hashable, Sendable {
    /// The first row in which it is so; of a gap, the first row after it.
    public var row: Int
    /// When it begins.
    public var start: Double
    /// How long it lasts.
    public var seconds: Double
  }

  /// A step that no body makes.
  public struct Jump: Codable, Hashable, Sendable {
    /// The row that shows the marker where it jumped to.
    public var row: Int
    /// How far it jumped.
    public var distance: Double
  }

  /// The recording's name.
  public var name: String
  /// The number of frames.
  public var frames: Int
  /// From the first stamp to the last.
  public var duration: Double
  /// The nominal rate in Hz; nil where no stamp follows another.
  public var rate: Double?
  /// How far frames are apart; nil where no stamp follows another.
  public var intervals: Intervals?
  /// Stretches without frames: intervals of one and a half usual ones and more.
  public var gaps: [Stretch]
  /// The rows whose stamp is that of the row before.
  public var duplicates: [Int]
  /// The rows whose stamp is earlier than that of the row before.
  public var outOfOrder: [Int]
  /// Stretches in which no marker moved in any coordinate for as long as makes a sensor frozen.
  public var frozen: [Stretch]
  /// The markers, sorted by name.
  public var markers: [MarkerReport]
  /// What was odd about the files.
  public var anomalies: [Anomaly]

  /// Inspects a recording, by the limits that part the outcomes of live ticks. O(frames * markers).
  public init(_ recording: Recording, limits: TickGridLimits = TickGridLimits()) {
    let frames = recording.frames
    let rate = recording.rate
    let times = frames.map { $0.stamp.seconds(since: frames[0].stamp) }
    let steps = zip(frames, frames.dropFirst()).map { $1.stamp.seconds(since: $0.stamp) }
    name = recording.name
    self.frames = frames.count
    duration = times.last ?? 0
    self.rate = rate
    intervals = Intervals(steps.filter { $0 > 0 })
    gaps = steps.indices.filter { row in rate.map { steps[row] * $0 >= 1.5 } ?? false }
      .map { Stretch(row: $0 + 1, start: times[$0], seconds: steps[$0]) }
    duplicates = steps.indices.filter { steps[$0] == 0 }.map { $0 + 1 }
    outOfOrder = steps.indices.filter { steps[$0] < 0 }.map { $0 + 1 }
    var still = Stillness(limits.frozenAfter)
    var finder = MarkerFinder(recording.markers)
    for (row, frame) in frames.enumerated() {
      still.add(recording.markers.indices.map { finder.position($0, in: frame) }, row: row, time: times[row])
    }
    frozen = still.end()
    markers = recording.markers.indices.map { m in
      MarkerReport(
        recording.markers[m], frames.map { finder.position(m, in: $0) }, times: times, rate: rate,
        limits: limits)
    }
    anomalies = recording.anomalies
  }
}

extension Inspection.Intervals {
  fileprivate init?(_ steps: [Double]) {
    guard !steps.isEmpty else { return nil }
    let sorted = steps.sorted()
    let mean = steps.reduce(0, +) / Double(steps.count)
    least = sorted[0]
    median = sorted[sorted.count / 2]
    most = sorted[sorted.count - 1]
    deviation =
      (steps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(steps.count)).squareRoot()
  }
}

/// Finds the stretches in which nothing moves.
private struct Stillness {
  private let limit: Double
  private var places: [Position?] = []
  private var first = (row: 0, time: 0.0)
  private var lastTime = 0.0
  private var stretches: [Inspection.Stretch] = []

  init(_ limit: Double) { self.limit = limit }

  /// Takes a row; a marker that is out of sight neither moves nor stands still.
  mutating func add(_ positions: [Position?], row: Int, time: Double) {
    if places.isEmpty { places = positions }
    var moved = false
    for (m, position) in positions.enumerated() {
      guard let position else { continue }
      moved = moved || places[m] != nil && places[m] != position
      places[m] = position
    }
    if moved {
      close()
      first = (row, time)
    }
    lastTime = time
  }

  mutating func end() -> [Inspection.Stretch] {
    close()
    return stretches
  }

  private mutating func close() {
    let seconds = lastTime - first.time
    // Where no marker was ever seen, nothing is known to stand still.
    guard seconds >= limit, places.contains(where: { $0 != nil }) else { return }
    stretches.append(Inspection.Stretch(row: first.row, start: first.time, seconds: seconds))
  }
}
