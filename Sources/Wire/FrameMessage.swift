import MarkerMotion

/// The frame in a payload of `markers/<stream>`: protobuf, the schema's JSON mapping, or the bare form, told apart
/// by content.
///
/// What comes out is whole: finite coordinates, names that are unique, a stamp. Everything else is refused.
package func decodeFrame(_ payload: UnsafeRawBufferPointer, stream: String) throws(Rejection) -> Frame {
  guard !payload.isEmpty else { throw .empty }
  guard payload.count <= Rejection.largestPayload else { throw .tooLarge(count: payload.count) }
  let frame: Frame
  if Encoding.isJSON(payload), let bare = try BareFrame.decode(payload) {
    frame = bare
  } else {
    frame = try Frame(try Encoding.decode(payload) as Markercast_V1_Frame, stream: stream)
  }
  try check(frame)
  return frame
}

/// A payload of `markers/<stream>`.
package func encodeFrame(_ frame: Frame, stream: String, as encoding: Encoding) -> [UInt8] {
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

private func check(_ frame: Frame) throws(Rejection) {
  guard !frame.markers.isEmpty else { throw .noMarkers }
  guard frame.markers.count <= Rejection.mostMarkers else {
    throw .tooManyMarkers(count: frame.markers.count)
  }
  for (i, marker) in frame.markers.enumerated() {
    guard isPrintable(marker.name, longest: 64), !marker.name.isEmpty else { throw .badMarkerName }
    guard !frame.markers[..<i].contains(where: { $0.name == marker.name }) else {
      throw .duplicateMarker(marker.name)
    }
    guard let position = marker.position else { continue }
    for c in 0..<3 {
      guard position[c].isFinite else { throw .nonFinite(marker.name) }
      guard abs(position[c]) <= 1e7 else { throw .outOfRange(marker.name) }
    }
  }
  if let session = frame.session {
    guard isPrintable(session, longest: 128) else { throw .badSession }
  }
}

private func isPrintable(_ text: String, longest: Int) -> Bool {
  text.utf8.count <= longest && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
}

extension Frame {
  fileprivate init(_ message: Markercast_V1_Frame, stream: String) throws(Rejection) {
    guard message.schemaVersion <= schemaVersion else { throw .newerSchema(message.schemaVersion) }
    guard message.stream.isEmpty || message.stream == stream else { throw .streamMismatch }
    let stamp: Stamp
    if message.hasStampNs {
      stamp = Stamp(nanoseconds: message.stampNs)
    } else if message.hasStampS {
      guard let rounded = Stamp(seconds: message.stampS) else { throw .badStamp }
      stamp = rounded
    } else {
      throw .noStamp
    }
    var markers: [Marker] = []
    markers.reserveCapacity(message.markers.count)
    for marker in message.markers { markers.append(try Marker(marker)) }
    self.init(
      sequence: message.hasSequence ? message.sequence : nil, stamp: stamp,
      session: message.session.isEmpty ? nil : message.session, startsSession: message.reset,
      markers: markers)
  }
}

extension Marker {
  fileprivate init(_ message: Markercast_V1_Marker) throws(Rejection) {
    guard message.hasPosition else {
      guard message.status != .measured else { throw .partialPosition(message.name) }
      self.init(name: message.name, position: nil)
      return
    }
    guard message.status != .missing, let position = Position(message.position) else {
      throw .partialPosition(message.name)
    }
    self.init(name: message.name, position: position)
  }
}

extension Position {
  /// The position of a message; nil where a coordinate is absent.
  init?(_ message: Markercast_V1_Position) {
    guard message.hasX, message.hasY, message.hasZ else { return nil }
    self.init(message.x, message.y, message.z)
  }
}

extension Markercast_V1_Position {
  init(_ position: Position) {
    self.init()
    x = position.x
    y = position.y
    z = position.z
  }
}
