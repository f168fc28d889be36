import MarkerMotion
import Wire

/// A frame, or why there is none.
private struct Outcome: Equatable {
  var frame: Frame?
  var reason: Rejection?

  init(_ reader: inout FrameReader, _ bytes: UnsafeRawBufferPointer) {
    do {
      try reader.read(bytes)
      frame = reader.frame
    } catch { reason = error }
  }
}

private let usual = Frame(
  sequence: 7, stamp: Stamp(nanoseconds: 1_500_000_000), session: "p",
  markers: ["a", "b", "chest"].map { Marker(name: $0, position: Position(1, -2.5, 0)) })

func checkFrames(_ bytes: UnsafeRawBufferPointer) throws {
  var fresh = FrameReader(stream: "couch")
  let outcome = Outcome(&fresh, bytes)
  // What a reader has read before, and that it reads protobuf by itself, changes nothing.
  for encoding in Encoding.allCases {
    let good = encodeFrame(usual, stream: "couch", as: encoding)
    var reader = FrameReader(stream: "couch")
    for _ in 0..<2 {
      let own = good.read { Outcome(&reader, $0) }
      try demand(own.frame == usual, "a good frame is read as \(own)")
      for _ in 0..<2 {
        let again = Outcome(&reader, bytes)
        try demand(again == outcome, "a reader that knows the stream reads \(again), a new one \(outcome)")
      }
    }
  }
  guard let frame = outcome.frame else {
    try demand(outcome.reason?.description.contains { $0.isNewline } == false, "a reason of several lines")
    return
  }
  try demand(frame.isWhole, "a frame that is not whole: \(frame)")
  for encoding in Encoding.allCases {
    let again = try encodeFrame(frame, stream: "couch", as: encoding).read {
      try decodeFrame($0, stream: "couch")
    }
    try demand(again == frame, "\(encoding) brings \(frame) back as \(again)")
  }
  guard abs(frame.stamp.seconds) < 9e9 else { return }
  let again = try encodeBareFrame(frame).read { try decodeFrame($0, stream: "couch") }
  try demand(
    again.markers == frame.markers && again.sequence == frame.sequence && again.session == frame.session
      && again.startsSession == frame.startsSession && abs(again.stamp.seconds(since: frame.stamp)) < 1e-5,
    "the bare form brings \(frame) back as \(again)")
}

extension Frame {
  /// What every frame that was read must be.
  fileprivate var isWhole: Bool {
    (1...64).contains(markers.count) && Set(markers.map(\.name)).count == markers.count
      && markers.allSatisfy { marker in
        (1...64).contains(marker.name.utf8.count)
          && (0..<3).allSatisfy { abs(marker.position?[$0] ?? 0) <= 1e7 }
      } && (1...128).contains(session?.utf8.count ?? 1)
  }
}
