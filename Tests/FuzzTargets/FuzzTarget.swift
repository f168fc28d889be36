/// What is fuzzed: something that reads bytes of strangers, and what must hold whatever they are.
///
/// Beside what is checked, nothing may trap, hang, or touch memory that is not its own.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// Payloads of `markers/<stream>`: every reader of them reads the same, and only what is whole.
  case frames
  /// Payloads of `forecast/<stream>`: what is read, both encodings bring back.
  case forecasts
  /// Payloads of `stats/<stream>`.
  case statistics
  /// Topics and shards.
  case topics
  /// Recordings in every format: what is read is finite, can be inspected, and is read again from what is written of it.
  case recordings
  /// Configuration and parameters files: the settings in effect, as a file, give the same settings.
  case configuration
  /// A stream's server, from frames to forecasts: no number of a message is not finite.
  case streams
  /// The same with a forecast by the default model.
  case mixture
  /// Archives: what can be read is written again as it was.
  case archives
  /// Checkpoints that were changed and sealed again: one that is taken over gives forecasts whose numbers are finite.
  case checkpoints
  /// Files of messages: what was written whole is read back, however the file was cut, and gone on behind.
  case messages

  /// What does not hold for these bytes, in a sentence; nil where all does.
  public func problem(with bytes: UnsafeRawBufferPointer) -> String? {
    do {
      switch self {
      case .frames: try checkFrames(bytes)
      case .forecasts: try checkForecasts(bytes)
      case .statistics: try checkStatistics(bytes)
      case .topics: try checkTopics(bytes)
      case .recordings: try checkRecordings(bytes)
      case .configuration: try checkConfiguration(bytes)
      case .streams: try checkStream(bytes, models: [.persistence, .rls, .mean, .lms])
      case .mixture: try checkStream(bytes, models: [.mixture])
      case .archives: try checkArchives(bytes)
      case .checkpoints: try checkCheckpoints(bytes)
      case .messages: try checkMessages(bytes)
      }
      return nil
    } catch { return "\(self): \(error)" }
  }
}

/// What did not hold.
struct Violation: Error, CustomStringConvertible {
  var description: String
}

/// Throws where something does not hold.
func demand(_ holds: Bool, _ sentence: @autoclosure () -> String) throws {
  if !holds { throw Violation(description: sentence()) }
}

extension Array where Element == UInt8 {
  func read<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(body)
  }
}
