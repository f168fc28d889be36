/// How much a payload may hold before it is refused unread.
public struct DecodingLimits: Hashable, Sendable {
  /// The longest payload of a frame, in bytes. 64 markers whose names are 64 escaped characters take 40 kB in the
  /// JSON mapping, the longest form; a payload that is longer is no frame, and costs no more than this comparison.
  public var bytes = 65_536
  /// The most markers in a frame.
  public var markers = 64

  /// The limits of the daemon.
  public init() {}

  /// The longest payload of a forecast or of statistics, in bytes: 64 markers at 100 horizons take 1.2 MB of JSON.
  package static let largestReport = 4 << 20
}
