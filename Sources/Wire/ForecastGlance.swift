/// What can be seen of a forecast in protobuf without decoding it: enough to time it.
///
/// Reads the fields before the horizons only, and copies nothing.
package struct ForecastGlance: Hashable, Sendable {
  /// The source frame's sequence number.
  package var sequence: UInt64
  /// Seconds from the receipt of the frame to the encoding of the forecast.
  package var latency: Double

  /// Glances at a payload of `forecast/<stream>`; nil where it is not protobuf, or has no sequence number or latency.
  package init?(_ payload: UnsafeRawBufferPointer) {
    var rest = payload[...]
    var sequence: UInt64?
    var latency: Double?
    while sequence == nil || latency == nil {
      guard let tag = Self.varint(&rest) else { return nil }
      // The wire types of protobuf: a varint, eight bytes, a length and so many bytes, four bytes.
      switch (tag >> 3, tag & 7) {
      case (3, 0): sequence = Self.varint(&rest)
      case (8, 1):
        guard rest.count >= 8 else { return nil }
        latency = Double(bitPattern: UInt64(littleEndian: rest.loadUnaligned(as: UInt64.self)))
        rest = rest.dropFirst(8)
      case (_, 0): guard Self.varint(&rest) != nil else { return nil }
      case (_, 1): rest = rest.dropFirst(8)
      case (_, 2):
        guard let count = Self.varint(&rest), count <= rest.count else { return nil }
        rest = rest.dropFirst(Int(count))
      case (_, 5): rest = rest.dropFirst(4)
      default: return nil
      }
    }
    guard let sequence, let latency else { return nil }
    self.sequence = sequence
    self.latency = latency
  }

  /// Takes seven bits of each byte, the lowest first, while the eighth is set.
  private static func varint(_ bytes: inout Slice<UnsafeRawBufferPointer>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
