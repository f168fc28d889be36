import MarkerMotion

/// The frame in a payload of `markers/<stream>`, on its own (see `FrameReader`).
public func decodeFrame(
  _ payload: UnsafeRawBufferPointer, stream: String, limits: DecodingLimits = DecodingLimits()
) throws(Rejection) -> Frame {
  var reader = FrameReader(stream: stream, limits: limits)
  try reader.read(payload)
  return reader.frame
}

/// A payload of `markers/<stream>`.
public func encodeFrame(_ frame: Frame, stream: String, as encoding: Encoding) -> [UInt8] {
  encoding.encode(
    Markercast_V1_Frame.with {
      $0.schemaVersion = schemaVersion
      $0.stream = stream
      if let sequence = frame.sequence { $0.sequence = sequence }
      $0.stampNs = frame.stamp.nanoseconds
      $0.stampS = frame.stamp.seconds
      $0.session = frame.session ?? ""
      $0.reset = frame.startsSession
      $0.markers = frame.markers.map { marker in
        .with {
          $0.name = marker.name
          $0.status = marker.position == nil ? .missing : .measured
          if let position = marker.position { $0.position = Markercast_V1_Position(position) }
        }
      }
    })
}

extension Frame {
  /// The frame of a message.
  init(
    _ message: Markercast_V1_Frame, stream: String, limits: DecodingLimits
  ) throws(Rejection) {
    guard message.stream.isEmpty || message.stream == stream else { throw .streamMismatch(message.stream) }
    let stamp = try Stamp(
      nanoseconds: message.hasStampNs ? message.stampNs : nil,
      seconds: message.hasStampS ? message.stampS : nil)
    var intake = MarkerIntake(limit: limits.markers)
    for marker in message.markers {
      try intake.add(marker.name) { () throws(Rejection) in try marker.place() }
    }
    guard !intake.markers.isEmpty else { throw .noMarkers }
    self.init(
      sequence: message.hasSequence ? message.sequence : nil, stamp: stamp,
      session: try Wire.session(message.session), startsSession: message.reset, markers: intake.markers)
  }
}

extension Stamp {
  /// The stamp of a message: its nanoseconds where they are there, else its seconds, to the nearest nanosecond.
  init(nanoseconds: Int64?, seconds: Double?) throws(Rejection) {
    if let nanoseconds {
      self.init(nanoseconds: nanoseconds)
    } else if let seconds {
      guard let stamp = Stamp(seconds: seconds) else { throw .badStamp }
      self = stamp
    } else {
      throw .noStamp
    }
  }
}
