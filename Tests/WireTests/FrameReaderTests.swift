import MarkerMotion
import Testing
import Wire

/// A reader that knows the stream reads what one that knows nothing reads, whatever comes.
@Suite struct FrameReaderTests {
  private struct Outcome: Equatable {
    var frame: Frame?
    var reason: Rejection?

    init(_ reader: inout FrameReader, _ bytes: [UInt8]) {
      do {
        try bytes.withUnsafeBytes { try reader.read($0) }
        frame = reader.frame
      } catch { reason = error as? Rejection }
    }
  }

  private static func check(_ reader: inout FrameReader, _ bytes: [UInt8], _ comment: Comment) {
    var fresh = FrameReader(stream: "couch")
    #expect(Outcome(&reader, bytes) == Outcome(&fresh, bytes), comment)
  }

  @Test(arguments: Form.allCases) func framesOfOneStream(form: Form) {
    for seed in 0..<30 as Range<UInt64> {
      var random = Seeded(state: seed)
      var reader = FrameReader(stream: "couch")
      let frame = random.frame()
      for round in 0..<50 {
        var next = random.frame()
        next.session = Bool.random(using: &random) ? frame.session : next.session
        next.stamp.nanoseconds %= 1 << 51
        if round % 8 > 0 {
          next.markers = frame.markers.filter { _ in Int.random(in: 0..<8, using: &random) > 0 }
          if Bool.random(using: &random) { next.markers.shuffle(using: &random) }
          for m in next.markers.indices { next.markers[m].position = random.maybe { $0.position() } }
        }
        Self.check(&reader, form.encode(next), "seed \(seed), round \(round)")
      }
    }
  }

  @Test(arguments: Form.allCases, 0..<4 as Range<UInt64>) func damagedFrames(form: Form, seed: UInt64) {
    var random = Seeded(state: seed)
    var reader = FrameReader(stream: "couch")
    let good = form.encode(.example)
    for round in 0..<5000 {
      Self.check(&reader, good, "seed \(seed), round \(round)")
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let length = min(Int.random(in: 1...12, using: &random), bytes.count - place)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(bytes.randomElement(using: &random)!, at: place)
        case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 3: bytes[place] &+= 1
        // A field or a marker that is there twice.
        default: bytes.insert(contentsOf: Array(bytes[place..<place + length]), at: place)
        }
      }
      Self.check(&reader, bytes, "seed \(seed), round \(round): \(bytes)")
    }
  }

  /// What a writer of protobuf may do and hardly one does, and worse.
  @Test(
    arguments: [
      // Versions, a truth value of 2, a number twice, names of the stream, a long tag, an unknown field.
      [0x08, 0x81, 0x00], [0x08, 0x02], [0x38, 0x02], [0x18, 0x01, 0x18, 0x02], [0x12, 0x00],
      [0x12, 0x01, 0x61],
      [0xC8, 0x00, 0x01], [0x7A, 0x00],
      // Numbers of ten bytes and of eleven.
      [0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
      [0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x03],
      [0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
      // Markers with two names, too long for the payload, of a status unknown, without a place, without a name.
      [0x42, 0x06, 0x0A, 0x01, 0x61, 0x0A, 0x01, 0x63], [0x42, 0x7F, 0x0A, 0x01, 0x61],
      [0x42, 0x05, 0x0A, 0x01, 0x61, 0x10, 0x03], [0x42, 0x05, 0x0A, 0x01, 0x61, 0x10, 0x01],
      [0x42, 0x05, 0x0A, 0x01, 0x61, 0x1A, 0x00], [0x42, 0x02, 0x10, 0x02],
    ] as [[UInt8]])
  func unusualFields(fields: [UInt8]) {
    let stamp: [UInt8] = [0x29, 0, 0, 0, 0, 0, 0, 0, 0]
    let marker: [UInt8] = [0x42, 0x03, 0x0A, 0x01, 0x62]
    var reader = FrameReader(stream: "couch")
    Self.check(&reader, stamp + [0x42, 0x03, 0x0A, 0x01, 0x61] + marker, "a good one")
    for _ in 0..<2 { Self.check(&reader, stamp + fields + marker, "\(fields)") }
  }
}
