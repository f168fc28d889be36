import Archiving

/// A place in space: x, y and z in millimetres.
public typealias Position = SIMD3<Double>

/// A named point in 3-D, as one frame shows it.
public struct Marker: Hashable, Sendable {
  /// Millimetres from the origin, along an axis, beyond which no tracker sees: 10 km. Numbers like that are metres times a
  /// mistake, or memory that was never set.
  package static let farthest = 1e7

  /// The name that the tracker gives the marker, unique within a frame.
  public var name: String
  /// Where it is, in millimetres; nil where the tracker knows the marker and does not see it.
  public var position: Position?

  /// A marker at `position`, or an occluded one.
  public init(name: String, position: Position?) {
    self.name = name
    self.position = position
  }
}

/// All markers at one instant.
public struct Frame: Hashable, Sendable {
  /// The tracker's own count of frames, where it keeps one.
  public var sequence: UInt64?
  /// When the tracker saw the markers, on its clock.
  public var stamp: Stamp
  /// Who is seen: another id than the last frame's starts a fresh session. Nil says nothing.
  public var session: String?
  /// Asks for a fresh session that starts with this frame.
  public var startsSession: Bool
  /// The markers, in any order, each name once.
  public var markers: [Marker]

  /// A frame of `markers` at `stamp`.
  public init(
    sequence: UInt64? = nil, stamp: Stamp, session: String? = nil, startsSession: Bool = false,
    markers: [Marker]
  ) {
    self.sequence = sequence
    self.stamp = stamp
    self.session = session
    self.startsSession = startsSession
    self.markers = markers
  }
}

extension Marker: Archivable {
  /// Transfers the name and the place.
  public mutating func transfer(with archive: inout Archive) {
    archive.transfer(&name)
    archive.transfer(&position, filler: .zero)
  }
}

extension Frame: Archivable {
  /// Transfers all of the frame.
  public mutating func transfer(with archive: inout Archive) {
    archive.transfer(&sequence, filler: 0)
    archive.transfer(&stamp)
    archive.transfer(&session)
    archive.transfer(&startsSession)
    archive.transfer(&markers, atMost: 10_000, filler: Marker(name: "", position: nil))
  }
}
