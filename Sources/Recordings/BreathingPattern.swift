import MarkerMotion

/// How a synthetic chest breathes and how the tracker sees it. Every irregularity is off unless it is set.
public struct BreathingPattern: Hashable, Sendable {
  // MARK: Breathing

  /// The mean period of a breath, in seconds.
  public var period = 4.0
  /// The standard deviation of periods from breath to breath, as a fraction.
  public var periodVariation = 0.08
  /// How much the period grows each minute, as a fraction; negative shortens it.
  public var periodChange = 0.0
  /// The mean peak-to-peak amplitude of the largest marker, in mm.
  public var amplitude = 10.0
  /// The standard deviation of amplitudes from breath to breath, as a fraction.
  public var amplitudeVariation = 0.1
  /// How much the amplitude grows each minute, as a fraction; negative shrinks it.
  public var amplitudeChange = 0.0
  /// How far the baseline moves each minute, in mm, beside a slow wander of the same size.
  public var baselineDrift = 0.5

  // MARK: Irregularities

  /// Sighs a minute: one breath of twice the amplitude.
  public var sighs = 0.0
  /// Breath-holds a minute, each after an inhalation.
  public var breathHolds = 0.0
  /// The mean length of a breath-hold, in seconds.
  public var holdDuration = 10.0
  /// Bouts of coughing a minute.
  public var coughs = 0.0
  /// The share of time spent talking: quick inhalations, long uneven exhalations.
  public var speech = 0.0

  // MARK: Sensor

  /// Frames a second.
  public var rate = 10.0
  /// The standard deviation of each coordinate's noise, in mm.
  public var noise = 0.05
  /// The step that coordinates are rounded to, in mm; 0, and what is below a nanometre's millionth, does not round.
  public var quantum = 0.1
  /// The share of frames that are lost.
  public var dropOuts = 0.0
  /// The mean length of a run of lost frames.
  public var dropOutLength = 1.0
  /// The probability that a marker goes out of sight in a frame.
  public var occlusions = 0.0
  /// The mean number of frames that it stays out of sight.
  public var occlusionLength = 3.0
  /// Spells a minute in which the sensor shows the same places, three seconds each.
  public var freezes = 0.0
  /// The standard deviation of the stamps' deviations from even spacing, in seconds.
  public var jitter = 0.0
  /// Takes frames at the ticks of a clock of so many hertz only, as a tracker on a 60 Hz camera does; nil for any time.
  public var clockRate: Double?

  // MARK: Markers

  /// The number of markers.
  public var markers = 3
  /// The least amplitude of a marker, as a share of the first one's; each other's lies between it and 0.95.
  public var leastShare = 0.25
  /// The longest that a marker lags behind the first, in seconds.
  public var longestLag = 0.3

  /// The seed of everything random. Irregularities draw from streams of their own: one more changes no other.
  public var seed: UInt64 = 1

  /// The defaults: calm breathing seen at 10 Hz.
  public init() {}

  /// A value that no chest or tracker has.
  public struct Problem: Error, Hashable, CustomStringConvertible {
    /// The property.
    public var property: String
    /// What it must be.
    public var rule: String

    /// Both in a sentence.
    public var description: String { "\(property) \(rule)" }
  }

  /// Checks every value against its range.
  /// - Throws: the first `Problem`.
  public func validate() throws(Problem) {
    guard (1...1000).contains(markers) else {
      throw Problem(property: "markers", rule: "must lie between 1 and 1000")
    }
    for (property, value, range, unit) in ranges where !range.contains(value) {
      let (low, high) = (range.lowerBound.short, range.upperBound.short)
      throw Problem(property: property, rule: "must lie between \(low) and \(high)\(unit)")
    }
    if let clockRate, !(clockRate >= rate && clockRate <= 1e6) {
      throw Problem(property: "clockRate", rule: "must lie between the rate and 1000000 Hz")
    }
  }

  private var ranges: [(property: String, value: Double, range: ClosedRange<Double>, unit: String)] {
    [
      ("rate", rate, 3...120, " Hz"), ("period", period, 0.5...60, " s"),
      ("periodVariation", periodVariation, 0...1, ""), ("periodChange", periodChange, -10...10, ""),
      ("amplitude", amplitude, 0...1000, " mm"), ("amplitudeVariation", amplitudeVariation, 0...1, ""),
      ("amplitudeChange", amplitudeChange, -10...10, ""),
      ("baselineDrift", baselineDrift, -1000...1000, " mm a minute"), ("sighs", sighs, 0...60, " a minute"),
      ("breathHolds", breathHolds, 0...60, " a minute"), ("holdDuration", holdDuration, 0...600, " s"),
      ("coughs", coughs, 0...60, " a minute"), ("speech", speech, 0...1, ""),
      ("leastShare", leastShare, 0...0.95, ""), ("longestLag", longestLag, 0...1, " s"),
      ("noise", noise, 0...1000, " mm"),
      ("quantum", quantum, 0...1000, " mm"), ("dropOuts", dropOuts, 0...0.99, ""),
      ("dropOutLength", dropOutLength, 1...1_000_000, " frames"), ("occlusions", occlusions, 0...1, ""),
      ("occlusionLength", occlusionLength, 1...1_000_000, " frames"),
      ("freezes", freezes, 0...60, " a minute"),
      ("jitter", jitter, 0...10, " s"),
    ]
  }
}

extension Double {
  /// Without the fraction where there is none.
  var short: String { Int(exactly: self).map(String.init) ?? description }
}
