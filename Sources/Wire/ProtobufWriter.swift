/// The wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), written field by field into storage
/// that is kept from one message to the next.
///
/// Which fields may be left out, and their order, is the caller's affair.
struct ProtobufWriter: Sendable {
  private var storage = [UInt8](repeating: 0, count: 1024)
  private var count = 0

  /// What was written. It shares the writer's storage: to write while this is held copies it.
  var bytes: ArraySlice<UInt8> { storage[..<count] }

  /// Forgets what was written.
  mutating func removeAll() { count = 0 }

  /// Writes a number that is not negative, a truth value as 0 or 1, or an enumeration's case.
  mutating func write(_ value: UInt64, field: UInt64) {
    put(varint: field << 3)
    put(varint: value)
  }

  mutating func write(_ value: Int64, field: UInt64) { write(UInt64(bitPattern: value), field: field) }

  mutating func write(_ value: Double, field: UInt64) {
    put(varint: field << 3 | 1)
    put(value)
  }

  mutating func write(_ text: String, field: UInt64) {
    put(varint: field << 3 | 2)
    var text = text
    text.withUTF8 { utf8 in
      put(varint: UInt64(utf8.count))
      makeRoom(for: utf8.count)
      let start = count
      storage.withUnsafeMutableBytes { bytes in
        UnsafeMutableRawBufferPointer(rebasing: bytes[start...]).copyBytes(from: utf8)
      }
      count += utf8.count
    }
  }

  /// Writes numbers packed.
  mutating func write(_ values: [Double], field: UInt64) {
    put(varint: field << 3 | 2)
    put(varint: UInt64(8 * values.count))
    for value in values { put(value) }
  }

  /// Writes a message, the fields of which `body` writes.
  mutating func write(field: UInt64, _ body: (inout ProtobufWriter) -> Void) {
    put(varint: field << 3 | 2)
    let start = count
    // Most messages are short: one byte is left for the length, and what needs more moves on.
    makeRoom(for: 1)
    count += 1
    body(&self)
    let length = count - start - 1
    let size = Self.size(of: UInt64(length))
    if size > 1 {
      makeRoom(for: size)
      storage.withUnsafeMutableBytes { bytes in
        let message = UnsafeRawBufferPointer(rebasing: bytes[(start + 1)...].prefix(length))
        UnsafeMutableRawBufferPointer(rebasing: bytes[(start + size)...]).copyMemory(from: message)
      }
    }
    count = start
    put(varint: UInt64(length))
    count += length
  }

  // MARK: - Bytes

  private static func size(of varint: UInt64) -> Int {
    max(1, (UInt64.bitWidth - varint.leadingZeroBitCount + 6) / 7)
  }

  private mutating func put(varint: UInt64) {
    makeRoom(for: 10)
    var rest = varint
    while rest >= 0x80 {
      storage[count] = UInt8(truncatingIfNeeded: rest) | 0x80
      count += 1
      rest >>= 7
    }
    storage[count] = UInt8(truncatingIfNeeded: rest)
    count += 1
  }

  private mutating func put(_ value: Double) {
    makeRoom(for: 8)
    let (start, bits) = (count, value.bitPattern.littleEndian)
    storage.withUnsafeMutableBytes { $0.storeBytes(of: bits, toByteOffset: start, as: UInt64.self) }
    count += 8
  }

  private mutating func makeRoom(for more: Int) {
    guard count + more > storage.count else { return }
    storage.append(contentsOf: repeatElement(0, count: storage.count + more))
  }
}
