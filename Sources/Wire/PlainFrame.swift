import MarkerMotion

// Frames of protobuf as trackers send them, one like the other, read without a message of the schema in between.

extension FrameReader {
  /// Reads a frame of protobuf in which nothing is wrong, unusual, unknown, there twice, or new but numbers.
  ///
  /// False where it is anything else: the schema's decoder is to read it, or to refuse it and say why.
  mutating func readPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var fields = PlainFields(bytes)
    var intake = PlainMarkers()
    var (nanoseconds, seconds): (Int64?, Double?)
    var (sequence, session): (UInt64?, String?)
    var startsSession = false
    while let (field, type) = fields.next(repeating: 8) {
      switch (field, type) {
      case (1, 0): guard fields.varint() == UInt64(schemaVersion) else { return false }
      case (2, 2): guard fields.bytes()?.elementsEqual(stream.utf8) == true else { return false }
      case (3, 0): sequence = fields.varint()
      case (4, 0): nanoseconds = fields.varint().map { Int64(bitPattern: $0) }
      case (5, 1): seconds = fields.double()
      case (6, 2):
        guard let id = frame.session, fields.bytes()?.elementsEqual(id.utf8) == true else { return false }
        session = id
      case (7, 0):
        guard let value = fields.varint(), value <= 1 else { return false }
        startsSession = value == 1
      case (8, 2): guard let marker = fields.bytes(), take(marker, &intake) else { return false }
      default: return false
      }
    }
    guard fields.isWhole, intake.count > 0 else { return false }
    if let nanoseconds {
      frame.stamp = Stamp(nanoseconds: nanoseconds)
    } else {
      guard let stamp = seconds.flatMap({ Stamp(seconds: $0) }) else { return false }
      frame.stamp = stamp
    }
    frame.sequence = sequence
    frame.session = session
    frame.startsSession = startsSession
    frame.markers.removeLast(frame.markers.count - intake.count)
    return true
  }

  private mutating func take(_ bytes: UnsafeRawBufferPointer, _ intake: inout PlainMarkers) -> Bool {
    var fields = PlainFields(bytes)
    var name: Int?
    var status: UInt64 = 0
    var position: Position?
    while let (field, type) = fields.next() {
      switch (field, type) {
      case (1, 2): name = fields.bytes().flatMap { indexOfName($0, guess: intake.guess) }
      case (2, 0): status = fields.varint() ?? .max
      case (3, 2):
        guard let place = fields.bytes().flatMap(plainPosition) else { return false }
        position = place
      default: return false
      }
    }
    guard fields.isWhole, let name, intake.count < limits.markers, intake.add(name),
      status == 0 || status == (position == nil ? 2 : 1)
    else { return false }
    let marker = Marker(name: self.name(name), position: position)
    if intake.count <= frame.markers.count {
      frame.markers[intake.count - 1] = marker
    } else {
      frame.markers.append(marker)
    }
    return true
  }
}

/// Which of the known names were there.
private struct PlainMarkers {
  private(set) var count = 0
  /// The name that is likely to come next: they mostly come in the same order.
  private(set) var guess = 0
  private var seen: UInt64 = 0

  /// Takes the name of an index; false where it was there already, or there are more names than can be told apart.
  mutating func add(_ name: Int) -> Bool {
    guard name < 64, seen & 1 << UInt64(name) == 0 else { return false }
    seen |= 1 << UInt64(name)
    count += 1
    guess = name + 1
    return true
  }
}

/// A place of three finite coordinates that a tracker can see.
private func plainPosition(_ bytes: UnsafeRawBufferPointer) -> Position? {
  var fields = PlainFields(bytes)
  var position = Position(repeating: .infinity)
  while let (field, type) = fields.next() {
    guard (1...3).contains(field), type == 1, let value = fields.double() else { return nil }
    position[Int(field) - 1] = value
  }
  let isSeen = (0..<3).allSatisfy { abs(position[$0]) <= Marker.farthest }
  return fields.isWhole && isSeen ? position : nil
}
