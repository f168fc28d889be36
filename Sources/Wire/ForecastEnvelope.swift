/// What a forecast's message says beside the forecast.
package struct ForecastEnvelope: Hashable, Sendable {
  /// The stream's name.
  package var stream: String
  /// When the source frame was received, in nanoseconds since the Unix epoch.
  package var receivedNanoseconds: Int64
  /// When the message was encoded, in nanoseconds since the Unix epoch.
  package var publishedNanoseconds: Int64
  /// Seconds between the two, by the monotonic clock.
  package var latency: Double
  /// The age of the sample, in seconds.
  package var sampleAge: Double?
  /// Whether the latency is within the budget.
  package var isWithinBudget: Bool

  /// An envelope.
  package init(
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
