import MarkerMotion

/// A finite stream, as a file or a few files hold it.
public struct Recording: Sendable {
  /// What it is called: its file's name, or its files' common prefix.
  public var name: String
  /// The markers, sorted by name.
  public var markers: [String]
  /// The frames, in the order of the file.
  public var frames: [Frame]
  /// What was odd about the files, and what was done about it.
  public var anomalies: [Anomaly]

  /// An end mark stood after the last frame, which was left out: a row that is no position.
  public var isEndMarked = false

  /// The nominal rate in Hz, as the stamps tell it (see `RateFinder`); nil where no stamp follows another.
  /// O(n log n).
  public var rate: Double? {
    RateFinder.rate(
      of: zip(frames, frames.dropFirst()).map { $1.stamp.seconds(since: $0.stamp) }.filter { $0 > 0 })
  }

  /// A recording of `frames`.
  public init(name: String, markers: [String], frames: [Frame], anomalies: [Anomaly] = []) {
    self.name = name
    self.markers = markers
    self.frames = frames
    self.anomalies = anomalies
  }
}

/// Something odd in a recording that could be read all the same.
public struct Anomaly: Hashable, Sendable, Codable {
  /// The file's name.
  public var file: String
  /// The line in the file, from 1.
  public var line: Int
  /// What is odd, and what was done.
  public var description: String
}

/// A recording that can't be read: one sentence that names the file, the line and what to do.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whether nothing is there, rather than something that can't be read.
  public var isMissing: Bool
  /// The sentence.
  public var description: String

  /// An error that says `description`.
  package init(isMissing: Bool, description: String) {
    self.isMissing = isMissing
    self.description = description
  }

  /// The error of a file that can't be written.
  public static func unwritable(_ path: String) -> RecordingError {
    RecordingError(
      isMissing: false, description: "cannot write \(path): name a file in a folder that exists and has room")
  }
}
