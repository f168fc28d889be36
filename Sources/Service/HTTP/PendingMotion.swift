import MarkerMotion
import Wire

/// What of a stream's motion has not gone to the browsers yet.
struct PendingMotion {
  /// More frames than this are not kept: the oldest go.
  private static let mostFrames = 600

  private var reader: FrameReader
  private var frames: [Frame] = []
  private var forecast: [UInt8]?

  init(stream: String) { reader = FrameReader(stream: stream) }

  /// Takes a payload of `markers/`; one that is no frame is left out here as everywhere.
  mutating func addFrame(_ payload: UnsafeRawBufferPointer) {
    guard (try? reader.read(payload)) != nil else { return }
    if frames.count == Self.mostFrames { frames.removeFirst(Self.mostFrames / 10) }
    frames.append(reader.frame)
  }

  /// Takes a payload of `forecast/` in place of the one before.
  mutating func setForecast(_ payload: [UInt8]) { forecast = payload }

  /// The event of all that came since the last, in JSON; nil where nothing did.
  mutating func take() -> [UInt8]? {
    defer {
      frames.removeAll(keepingCapacity: true)
      forecast = nil
    }
    let decoded = forecast.flatMap { payload in payload.withUnsafeBytes { try? decodeForecast($0) } }
    guard !frames.isEmpty || decoded != nil else { return nil }
    return MotionText(frames, decoded).bytes
  }
}
