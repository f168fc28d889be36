import MarkerMotion

/// Reads the frames of one stream, one after the other: protobuf, the schema's JSON mapping, or the bare form, told apart
/// by content.
///
/// What comes out is whole: a stamp, and at least one marker, with names that are unique and coordinates that
/// are finite. Everything else is refused. The time is linear in the payload's length, which `limits` bounds.
///
/// A frame in protobuf or in the bare form is read into the storage of the frame before: one that brings no new name
/// allocates nothing. The JSON mapping is read by its library, which allocates.
public struct FrameReader: Sendable {
  /// The frame that was read last; of no meaning once one was refused.
  public internal(set) var frame = Frame(stamp: Stamp(nanoseconds: 0), markers: [])

  let stream: String
  let limits: DecodingLimits
  /// Names that markers of the stream have had, each once: good ones, which need not be made and checked anew.
  private var names: [String] = []

  /// A reader of the payloads of `markers/<stream>`.
  public init(stream: String, limits: DecodingLimits = DecodingLimits()) {
    self.stream = stream
    self.limits = limits
  }

  /// Reads a payload into `frame`.
  public mutating func read(_ bytes: UnsafeRawBufferPointer) throws(Rejection) {
    let payload = try Payload(bytes, limit: limits.bytes)
    switch payload {
    case .protobuf(let bytes) where readPlain(bytes): return
    case .json(let text, let outline) where outline.isBare: try readBare(text, outline)
    default: frame = try Frame(try payload.decode(), stream: stream, limits: limits)
    }
    learnNames()
  }

  private mutating func learnNames() {
    for (index, marker) in frame.markers.enumerated() where names.count < limits.markers {
      if index < names.count, names[index] == marker.name { continue }
      if !names.contains(marker.name) { names.append(marker.name) }
    }
  }

  /// Which of the known names these bytes are; `guess` is looked at first.
  func indexOfName(_ bytes: UnsafeRawBufferPointer, guess: Int) -> Int? {
    if guess < names.count, names[guess].utf8.elementsEqual(bytes) { return guess }
    return names.firstIndex { $0.utf8.elementsEqual(bytes) }
  }

  /// A name that is known.
  func name(_ index: Int) -> String { names[index] }
}
