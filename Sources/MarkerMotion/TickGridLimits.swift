/// Where the outcomes of a stream's ticks part from one another.
public struct TickGridLimits: Hashable, Sendable {
  /// The longest gap that is bridged, in seconds; a longer one starts a new segment.
  public var bridge = 0.5
  /// Seconds without any coordinate moving after which the sensor is frozen.
  public var frozenAfter = 1.0
  /// Millimetres within which a marker may always move from one frame to the next.
  public var jumpDistance = 20.0
  /// Millimetres a second within which a marker may always move. Breathing stays below 60, coughs below 200.
  public var jumpSpeed = 250.0
  /// A stamp earlier than the last by no more than these seconds is a late frame; by more, a clock set back.
  public var lateFrame = 1.0
  /// Seconds after which a marker that the frames do not even list counts as taken off.
  public var unlisted = 10.0

  /// The defaults.
  public init() {}
}
