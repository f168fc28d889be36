/// How often the radii of one horizon held the truth, all markers together.
public struct RadiusScore: Hashable, Sendable {
  /// The horizon in seconds.
  public var seconds: Double
  /// The share that they are asked to hold.
  public var coverage: Double
  /// Forecasts with a radius whose truth has come.
  public var truths: UInt64
  /// Those whose truth was within the radius.
  public var held: UInt64
}
