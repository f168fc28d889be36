import MarkerMotion

// The bare form, which a tracker can write in a line of any language:
//
//     {"t": seconds, "markers": {"name": [x, y, z], ...}}
//
// A marker that is not seen is null or [null, null, null]. "sequence", "session" and "reset" may be there too;
// other members are ignored.

extension FrameReader {
  /// Reads the frame in a text of the bare form.
  mutating func readBare(_ text: UnsafeRawBufferPointer, _ outline: JSONOutline) throws(Rejection) {
    guard let seconds = outline[.t] else { throw .noStamp }
    var scanner = JSONScanner(text, at: seconds)
    guard let stamp = Stamp(seconds: try scanner.number()) else { throw .badStamp }
    frame.stamp = stamp
    frame.sequence = nil
    frame.startsSession = false

    if let place = outline[.sequence] {
      scanner.place = place
      frame.sequence = try scanner.count()
    }
    if let place = outline[.session] {
      scanner.place = place
      let id = frame.session
      frame.session = try Wire.session(
        scanner.string { id?.utf8.elementsEqual($0) == true ? id : nil })
    } else {
      frame.session = nil
    }
    if let place = outline[.reset] {
      scanner.place = place
      frame.startsSession = try scanner.bool()
    }
    if let place = outline[.markers] {
      scanner.place = place
      var intake = MarkerIntake(limit: limits.markers, reusing: &frame.markers)
      try scanner.object { (scanner) throws(Rejection) in
        let name = try scanner.name { bytes in
          indexOfName(bytes, guess: intake.markers.count).map { self.name($0) }
        }
        try intake.add(name) { () throws(Rejection) in try position(&scanner, of: name) }
      }
      frame.markers = intake.markers
    } else {
      frame.markers.removeAll()
    }
    guard !frame.markers.isEmpty else { throw .noMarkers }
    if let byte = outline.nonFinite { throw .nonFiniteToken(byte: byte) }
  }
}

private func position(_ scanner: inout JSONScanner, of name: String) throws(Rejection) -> Position? {
  if scanner.reads(word: "null") { return nil }
  var coordinates = InlineArray<3, Double?>(repeating: nil)
  var count = 0
  try scanner.array { (scanner) throws(Rejection) in
    let coordinate = scanner.reads(word: "null") ? nil : try scanner.number()
    if count < 3 { coordinates[count] = coordinate }
    count += 1
  }
  guard count == 3 else { throw .partialPosition(name) }
  return try Wire.position(coordinates[0], coordinates[1], coordinates[2], of: name)
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
