import MarkerMotion
import Wire

/// Decodes a payload of the stream `couch`.
func decode(_ bytes: [UInt8], limits: DecodingLimits = DecodingLimits()) throws -> Frame {
  try bytes.withUnsafeBytes { try decodeFrame($0, stream: "couch", limits: limits) }
}

func decode(_ text: String) throws -> Frame { try decode(Array(text.utf8)) }

/// The reason for which a payload is refused; nil where it is taken.
func rejection(_ bytes: [UInt8]) -> Rejection? { rejection { _ = try decode(bytes) } }

func rejection(_ text: String) -> Rejection? { rejection(Array(text.utf8)) }

/// The reason for which a forecast is refused; nil where it is taken.
func forecastRejection(_ bytes: [UInt8]) -> Rejection? {
  rejection { _ = try bytes.withUnsafeBytes { try decodeForecast($0) } }
}

private func rejection(_ body: () throws -> Void) -> Rejection? {
  do {
    try body()
    return nil
  } catch { return error as? Rejection }
}

/// The forms that a frame can be sent in.
enum Form: CaseIterable {
  case protobuf, json, bare

  func encode(_ frame: Frame) -> [UInt8] {
    switch self {
    case .protobuf: encodeFrame(frame, stream: "couch", as: .protobuf)
    case .json: encodeFrame(frame, stream: "couch", as: .json)
    case .bare: encodeBareFrame(frame)
    }
  }
}

extension Frame {
  /// What every frame that was decoded must be.
  var isWhole: Bool {
    !markers.isEmpty && markers.count <= 64 && Set(markers.map(\.name)).count == markers.count
      && markers.allSatisfy { marker in
        (1...64).contains(marker.name.utf8.count)
          && (0..<3).allSatisfy { abs(marker.position?[$0] ?? 0) <= 1e7 }
      } && (session?.utf8.count ?? 1) <= 128 && session != ""
  }

  /// A frame with all there is: a place, zeros, an occluded marker.
  static let example = Frame(
    sequence: 7, stamp: Stamp(nanoseconds: 1_500_000_000), session: "p",
    markers: [Marker(name: "a", position: Position(1, -2.5, 0)), Marker(name: "b", position: nil)])
}
