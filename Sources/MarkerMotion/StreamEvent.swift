import Archiving

/// What can happen to a stream, frame by frame; every one is counted.
public enum StreamEvent: Int, Hashable, Sendable, CaseIterable {
  /// A frame has the stamp of the one before; it is dropped.
  case duplicateFrame
  /// A frame is a little older than the one before; it is dropped.
  case outOfOrderFrame
  /// Frames were missing, few enough to bridge.
  case gapBridged
  /// One missing tick was filled with the one-step forecast.
  case tickBridged
  /// Frames were missing for too long to bridge.
  case streamLost
  /// The sensor's clock stepped back, or forward between frames that its sequence calls neighbours.
  case clockJumped
  /// The frames' spacing stopped fitting the rate.
  case rateMismatched
  /// A marker that was seen is not.
  case markerOccluded
  /// A marker has been out of sight for too long to bridge.
  case markerLost
  /// A marker came back after it had been lost.
  case markerReturned
  /// The markers come in another order than in the frame before.
  case markersReordered
  /// A marker appeared that the session does not know.
  case markerAdded
  /// A marker has been left out of the frames for so long that it counts as taken off.
  case markerRemoved
  /// A marker was further away than a body moves; the place is not believed yet.
  case positionDisbelieved
  /// A marker stayed where it was not believed to be; the place is accepted.
  case positionJumped
  /// All markers at once are where they were in another unit: a thousand times nearer or farther.
  case scaleJumped
  /// No coordinate has moved for a set time.
  case sensorFroze
  /// The model's numbers were not finite, or ran away; it begins anew.
  case modelFailed
  /// So were those of one of a mixture's experts, or of a shadow; the forecasts go on without it.
  case expertFailed
  /// Learning goes on, inputs start anew.
  case segmentStarted
  /// A fresh session began.
  case sessionStarted

  /// Whether it comes with every gap or every frame, so that news leave it out.
  package var isQuiet: Bool { self == .tickBridged || self == .markersReordered }

  /// The name that statistics and the wire call it by: its case in snake case.
  public var name: String {
    String(describing: self).reduce(into: "") { name, character in
      if character.isUppercase { name += "_" }
      name += character.lowercased()
    }
  }
}

/// How often each event has happened.
public struct EventCounts: Hashable, Sendable {
  private var counts = [UInt64](repeating: 0, count: StreamEvent.allCases.count)

  /// Counts of zero.
  public init() {}

  /// The count of `event`.
  public subscript(event: StreamEvent) -> UInt64 {
    get { counts[event.rawValue] }
    set { counts[event.rawValue] = newValue }
  }
}

extension EventCounts: Archivable {
  /// Transfers every count.
  public mutating func transfer(with archive: inout Archive) {
    archive.transfer(counts: &counts)
  }
}
