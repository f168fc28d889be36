import MarkerMotion

/// What a recording holds.
public struct Inspection: Codable, Sendable {
  /// One marker of it.
  public struct MarkerReport: Codable, Sendable {
    /// Its name.
    public var name: String
    /// Frames that show it.
    public var samples: Int
    /// The smallest x, y and z, in mm.
    public var least: [Double]
    /// The largest x, y and z, in mm.
    public var most: [Double]
    /// The standard deviations of x, y and z, in mm.
    public var deviation: [Double]
    /// The smallest step between different values of a coordinate, in mm: what the sensor resolves.
    public var resolution: Double?
    /// The breathing period in seconds; nil where nothing repeats.
    public var period: Double?
    /// The usual peak-to-peak amplitude along the main axis of motion, in mm.
    public var amplitude: Double?
    /// Spells out of sight.
    public var occlusions: Int
    /// Steps that no body makes.
    public var jumps: Int
  }

  /// A stretch without frames.
  public struct Gap: Codable, Sendable {
    /// The row of the first frame after it, from 0.
    public var row: Int
    /// Its length in seconds.
    public var seconds: Double
  }

  /// The recording's name.
  public var name: String
  /// The number of frames.
  public var frames: Int
  /// From the first stamp to the last, in seconds.
  public var duration: Double
  /// The nominal rate in Hz; nil for a single frame.
  public var rate: Double?
  /// The shortest, the median and the longest interval, in seconds.
  public var intervals: [Double]
  /// Stretches of more than one and a half usual intervals.
  public var gaps: [Gap]
  /// Stamps equal to the one before.
  public var duplicates: Int
  /// Stamps earlier than the one before.
  public var outOfOrder: Int
  /// Spells of a second and more in which nothing moved.
  public var frozen: Int
  /// The markers, sorted by name.
  public var markers: [MarkerReport]
  /// What was odd about the files.
  public var anomalies: [Anomaly]

  /// Inspects a recording. O(frames * markers).
  public init(_ recording: Recording) {
    let frames = recording.frames
    let stamps = frames.map(\.stamp)
    let steps = zip(stamps, stamps.dropFirst()).map { $1.seconds(since: $0) }
    let forward = steps.filter { $0 > 0 }.sorted()
    let rate = RateFinder.rate(of: forward)
    name = recording.name
    self.frames = frames.count
    duration = frames.isEmpty ? 0 : frames.last!.stamp.seconds(since: frames.first!.stamp)
    self.rate = rate
    intervals = forward.isEmpty ? [] : [forward.first!, forward[forward.count / 2], forward.last!]
    gaps = steps.enumerated().filter { rate != nil && $0.element * rate! >= 1.5 }
      .map { Gap(row: $0.offset + 1, seconds: $0.element) }
    duplicates = steps.count { $0 == 0 }
    outOfOrder = steps.count { $0 < 0 }
    var grid = TickGrid(rate: rate)
    for frame in frames { _ = grid.admit(frame) }
    frozen = Int(grid.events[.sensorFroze])
    markers = recording.markers.map { MarkerReport($0, frames, rate: rate) }
    anomalies = recording.anomalies
  }
}

extension Inspection.MarkerReport {
  fileprivate init(_ name: String, _ frames: [Frame], rate: Double?) {
    self.name = name
    let track = frames.map { frame in frame.markers.first { $0.name == name }?.position }
    let seen = track.compactMap(\.self)
    samples = seen.count
    occlusions = zip([Position?.some(.zero)] + track, track).count { $0 != nil && $1 == nil }
    var least = Position(repeating: .infinity)
    var most = Position(repeating: -.infinity)
    for p in seen {
      least = pointwiseMin(least, p)
      most = pointwiseMax(most, p)
    }
    self.least = seen.isEmpty ? [] : (0..<3).map { least[$0] }
    self.most = seen.isEmpty ? [] : (0..<3).map { most[$0] }
    let mean = seen.reduce(.zero, +) / Double(max(1, seen.count))
    let variance = seen.reduce(Position.zero) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, seen.count))
    deviation = seen.isEmpty ? [] : (0..<3).map { variance[$0].squareRoot() }
    resolution = Self.resolution(seen)
    let limits = TickGridLimits()
    let reach = max(limits.jumpDistance, limits.jumpSpeed / (rate ?? 10))
    jumps = zip(seen, seen.dropFirst()).count { a, b in ((b - a) * (b - a)).sum() > reach * reach }
    let breathing = rate.flatMap { BreathingEstimate(track, rate: $0) }
    period = breathing?.period
    amplitude = breathing?.amplitude
  }

  /// The smallest difference between sorted values, if most differences are whole multiples of it.
  private static func resolution(_ positions: [Position]) -> Double? {
    let steps = (0..<3).flatMap { c -> [Double] in
      let values = Set(positions.map { $0[c] }).sorted()
      return zip(values, values.dropFirst()).map { $1 - $0 }.filter { $0 > 1e-6 }
    }
    guard let least = steps.min(), steps.count >= 3 else { return nil }
    let whole = steps.count { abs($0 / least - ($0 / least).rounded()) < 0.01 }
    return Double(whole) > 0.9 * Double(steps.count) ? least : nil
  }
}
