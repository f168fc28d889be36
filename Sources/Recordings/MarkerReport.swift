import MarkerMotion

extension Inspection {
  /// One marker of a recording.
  public struct MarkerReport: Codable, Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Frames that show it.
    public var samples: Int
    /// The smallest x, y and z, in mm; empty where it is never seen.
    public var least: [Double]
    /// The largest x, y and z, in mm; empty where it is never seen.
    public var most: [Double]
    /// The standard deviations of x, y and z, in mm; empty where it is never seen.
    public var deviation: [Double]
    /// The step of the grid that the sensor rounds to, in mm; nil where there is none.
    public var resolution: Double?
    /// The breathing period in seconds; nil where nothing repeats.
    public var period: Double?
    /// The usual peak-to-peak amplitude along the main axis of motion, in mm; nil where it does not move.
    public var amplitude: Double?
    /// Stretches out of sight, each until the row that shows the marker again.
    public var occlusions: [Stretch]
    /// Steps that no body makes.
    public var jumps: [Jump]
  }
}

extension Inspection.MarkerReport {
  /// A report of a track: a place, or none, at each of `times` (s).
  init(_ name: String, _ track: [Position?], times: [Double], rate: Double?, limits: TickGridLimits) {
    self.name = name
    let seen = track.compactMap(\.self)
    samples = seen.count
    let mean = seen.reduce(.zero, +) / Double(max(1, seen.count))
    let variance = seen.reduce(Position.zero) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, seen.count))
    let axes = seen.isEmpty ? 0..<0 : 0..<3
    let (low, high) = seen.dropFirst().reduce((seen.first ?? .zero, seen.first ?? .zero)) {
      (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1))
    }
    least = axes.map { low[$0] }
    most = axes.map { high[$0] }
    deviation = axes.map { variance[$0].squareRoot() }
    resolution = gridStep(of: seen)
    let breathing = rate.flatMap { BreathingEstimate(track, times: times, rate: $0) }
    period = breathing?.period
    amplitude = breathing?.amplitude
    occlusions = Self.occlusions(track, times)
    jumps = Self.jumps(track, times, limits)
  }

  private static func occlusions(_ track: [Position?], _ times: [Double]) -> [Inspection.Stretch] {
    var stretches: [Inspection.Stretch] = []
    var first: Int?
    for (row, position) in track.enumerated() {
      if position == nil {
        first = first ?? row
      } else if let start = first {
        stretches.append(.init(row: start, start: times[start], seconds: times[row] - times[start]))
        first = nil
      }
    }
    if let start = first {
      stretches.append(.init(row: start, start: times[start], seconds: times.last! - times[start]))
    }
    return stretches
  }

  private static func jumps(
    _ track: [Position?], _ times: [Double], _ limits: TickGridLimits
  ) -> [Inspection.Jump] {
    var jumps: [Inspection.Jump] = []
    var last: (place: Position, time: Double)?
    for (row, position) in track.enumerated() {
      guard let position else { continue }
      if let last {
        let step = position - last.place
        let distance = (step * step).sum().squareRoot()
        if distance > max(limits.jumpDistance, limits.jumpSpeed * (times[row] - last.time)) {
          jumps.append(.init(row: row, distance: distance))
        }
      }
      last = (position, times[row])
    }
    return jumps
  }
}
