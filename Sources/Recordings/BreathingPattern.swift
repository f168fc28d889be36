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
  /// The step that coordinates are rounded to, in mm; 0 does not round.
  public var quantum = 0.1
  /// The probability that a frame is lost.
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

  /// The number of markers.
  public var markers = 3
  /// The seed of everything random. Irregularities draw from streams of their own: one more changes no other.
  public var seed: UInt64 = 1

  /// The defaults: calm breathing seen at 10 Hz.
  public init() {}
}
