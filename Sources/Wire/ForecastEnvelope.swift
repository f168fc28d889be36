/// What a forecast's message says beside the forecast.
public struct ForecastEnvelope: Hashable, Sendable {
  /// The stream's name.
  public var stream: String
  /// When the source frame was received, in nanoseconds since the Unix epoch.
  public var receivedNanoseconds: Int64
  /// When the message was encoded, in nanoseconds since the Unix epoch.
  public var publishedNanoseconds: Int64
  /// Seconds between the two, by the monotonic clock.
  public var latency: Double
  /// The age of the sample, in seconds.
  public var sampleAge: Double?
  /// Whether the latency is within the budget.
  public var isWithinBudget: Bool

  /// An envelope.
  public init(
    stream: String, receivedNanoseconds: Int64, publishedNanoseconds: Int64, latency: Double,
    sampleAge: Double?, isWithinBudget: Bool
  ) {
    self.stream = stream
    self.receivedNanoseconds = receivedNanoseconds
    self.publishedNanoseconds = publishedNanoseconds
    self.latency = latency
    self.sampleAge = sampleAge
    self.isWithinBudget = isWithinBudget
  }
}
