import MarkerMotion

// The bare form, which a tracker can write in a line of any language:
//
//     {"t": seconds, "markers": {"name": [x, y, z], ...}}
//
// A marker that is not seen is null or [null, null, null]. "sequence", "session" and "reset" may be there too;
// other members are ignored.

extension Frame {
  /// The frame in a text of the bare form.
  init(
    bare text: [UInt8], outline: JSONOutline, limits: DecodingLimits
  ) throws(Rejection) {
    guard let seconds = outline[.t] else { throw .noStamp }
    var scanner = JSONScanner(text, at: seconds)
    guard let stamp = Stamp(seconds: try scanner.number()) else { throw .badStamp }
    self.init(stamp: stamp, markers: [])

    if let place = outline[.sequence] {
      scanner.place = place
      sequence = try scanner.count()
    }
    if let place = outline[.session] {
      scanner.place = place
      session = try Wire.session(try scanner.string())
    }
    if let place = outline[.reset] {
      scanner.place = place
      startsSession = try scanner.bool()
    }
    if let place = outline[.markers] {
      scanner.place = place
      var intake = MarkerIntake(limit: limits.markers)
      try scanner.object { (scanner, name) throws(Rejection) in
        try intake.add(name) { () throws(Rejection) in try position(&scanner, of: name) }
      }
      markers = intake.markers
    }
    guard !markers.isEmpty else { throw .noMarkers }
    if let byte = outline.nonFinite { throw .nonFiniteToken(byte: byte) }
  }
}

private func position(_ scanner: inout JSONScanner, of name: String) throws(Rejection) -> Position? {
  if scanner.reads(word: "null") { return nil }
  var coordinates: [Double?] = []
  coordinates.reserveCapacity(3)
  try scanner.array { (scanner) throws(Rejection) in
    coordinates.append(scanner.reads(word: "null") ? nil : try scanner.number())
  }
  guard coordinates.count == 3 else { throw .partialPosition(name) }
  return try Wire.position(coordinates, of: name)
}

/// A payload of `markers/<stream>` in the bare form, for readers and writers that know nothing of the schema.
///
/// The stamp is in seconds as a `Double`, which holds nanoseconds up to 26 days and, on a clock that starts at the
/// Unix epoch, quarters of a microsecond.
public func encodeBareFrame(_ frame: Frame) -> [UInt8] {
  var text = "{\"t\":\(frame.stamp.seconds)"
  if let sequence = frame.sequence { text += ",\"sequence\":\(sequence)" }
  if let session = frame.session { text += ",\"session\":\(quotedJSON(session))" }
  if frame.startsSession { text += ",\"reset\":true" }
  text += ",\"markers\":{"
  for (index, marker) in frame.markers.enumerated() {
    if index > 0 { text += "," }
    text += "\(quotedJSON(marker.name)):"
    text += marker.position.map { "[\($0.x),\($0.y),\($0.z)]" } ?? "null"
  }
  return Array("\(text)}}".utf8)
}
