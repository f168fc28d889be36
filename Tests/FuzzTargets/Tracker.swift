import MarkerMotion
import Wire

/// A tracker that does what bytes tell it: breathing, and every trouble there is.
struct Tracker {
  /// What is done next.
  struct Step {
    var frames = 1
    /// A message that is no frame of the tracker's own.
    var payload: [UInt8]?
    var isForecast = true
    var slices = 8
    var asksForMore = false
  }

  private(set) var sent = 0
  private var frame = Frame(sequence: 0, stamp: Stamp(nanoseconds: 0), markers: [])
  private var interval: Int64 = 100_000_000
  private var isCounting = true
  private var isStill = false
  private var isHidden = [false, false, false]
  private var isListed = [true, true, false]
  private var offsets = [Position](repeating: .zero, count: 3)

  private static let extremes = [0, -0.0, 1e7, -1e7, 1e-300, .leastNonzeroMagnitude, 30, 1e3, 0.1]
  private static let intervals: [Int64] = [
    100_000_000, 10_000_000, 1, 0, 1_000_000, 2_000_000_000, 107_000_000, -100_000_000, 600_000_000, 1 << 53,
    .max, .min,
  ]

  mutating func step(by source: inout ByteSource) -> Step {
    var step = Step()
    let marker = source.byte()
    switch marker >> 4 {
    case 0...3: step.frames = 1 + source.byte() % 64
    case 4: interval = source.choice(Self.intervals)
    case 5: frame.stamp = Stamp(nanoseconds: source.integer())
    case 6: isHidden[marker % 3].toggle()
    case 7: isListed[marker % 3].toggle()
    case 8: offsets[marker % 3][source.byte() % 3] = source.choice(Self.extremes)
    case 9: offsets[marker % 3] = Position(repeating: Double(source.integer() % 10_000_000))
    case 10: frame.session = source.choice(["p", "q", nil])
    case 11: frame.startsSession.toggle()
    case 12:
      step.isForecast = marker & 1 == 0
      step.slices = marker & 14
      step.frames = 1 + source.byte() % 64
    case 13:
      isStill.toggle()
      isCounting = marker & 1 == 0
    case 14: step.asksForMore = true
    default: step.payload = source.bytes(source.byte())
    }
    return step
  }

  /// The next frame, as a message.
  mutating func next() -> [UInt8] {
    sent += 1
    frame.stamp.nanoseconds &+= interval
    frame.sequence = isCounting ? UInt64(sent) : nil
    let phase = isStill ? 0 : sent % 40
    // A triangle of 40 frames: what breathing has of a sine does not matter here.
    let breath = Double(abs(phase - 20)) + Double(sent % 3) / 8
    frame.markers = (0..<3).filter { isListed[$0] }.map { m in
      let place = Position(0, breath, Double(m) * breath) + offsets[m]
      return Marker(
        name: ["a", "b", "chest"][m],
        position: isHidden[m]
          ? nil : place.clamped(lowerBound: .init(repeating: -1e7), upperBound: .init(repeating: 1e7)))
    }
    if frame.markers.isEmpty { frame.markers = [Marker(name: "a", position: nil)] }
    defer { frame.startsSession = false }
    return encodeFrame(frame, stream: "couch", as: .protobuf)
  }
}
