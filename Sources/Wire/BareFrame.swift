import MarkerMotion

/// The short form that a tracker may send: `{"t": seconds, "markers": {"name": [x, y, z], ...}}`.
///
/// A marker that is not seen is null. `sequence`, `session` and `reset` may be there too; other members are ignored.
enum BareFrame {
  /// The frame, or nil where the payload is the schema's JSON mapping instead.
  static func decode(_ payload: UnsafeRawBufferPointer) throws(Rejection) -> Frame? {
    var scanner = JSONScanner(payload)
    var frame = Frame(stamp: Stamp(nanoseconds: 0), markers: [])
    var seconds: Double?
    var isMapping = false
    try scanner.object { (scanner, name) throws(Rejection) in
      switch name {
      case "t": seconds = try scanner.number()
      case "stampNs", "stamp_ns", "stampS", "stamp_s", "schemaVersion", "schema_version":
        isMapping = true
        try scanner.skip()
      case "markers" where scanner.peek() == UInt8(ascii: "{"): frame.markers = try markers(&scanner)
      case "markers":
        isMapping = true
        try scanner.skip()
      case "sequence":
        if scanner.peek() == UInt8(ascii: "\"") {
          // The mapping of other writers has integers as text.
          isMapping = true
          try scanner.skip()
        } else {
          guard let sequence = UInt64(exactly: try scanner.number()) else {
            throw scanner.problem("the sequence is not a whole number from 0 on")
          }
          frame.sequence = sequence
        }
      case "session": frame.session = try scanner.string()
      case "reset": frame.startsSession = try scanner.bool()
      default: try scanner.skip()
      }
    }
    try scanner.expectEnd()
    if isMapping { return nil }
    guard let seconds else { throw .noStamp }
    guard let stamp = Stamp(seconds: seconds) else { throw .badStamp }
    frame.stamp = stamp
    if frame.session == "" { frame.session = nil }
    return frame
  }

  private static func markers(_ scanner: inout JSONScanner) throws(Rejection) -> [Marker] {
    var markers: [Marker] = []
    try scanner.object { (scanner, name) throws(Rejection) in
      markers.append(Marker(name: name, position: try position(&scanner, of: name)))
    }
    return markers
  }

  private static func position(_ scanner: inout JSONScanner, of name: String) throws(Rejection) -> Position? {
    if scanner.reads(word: "null") { return nil }
    var position = Position.zero
    var count = 0
    var missing = 0
    try scanner.array { (scanner) throws(Rejection) in
      if scanner.reads(word: "null") {
        missing += 1
      } else {
        let value = try scanner.number()
        if count < 3 { position[count] = value }
      }
      count += 1
    }
    guard count == 3, missing == 0 || missing == 3 else { throw .partialPosition(name) }
    return missing == 0 ? position : nil
  }
}
