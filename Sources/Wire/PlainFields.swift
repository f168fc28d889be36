/// The fields of a message in the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), as writers
/// write it.
///
/// What is damaged, and what is right but unusual, such as a field that stands twice or a number in more bytes than it
/// needs, ends the reading: `isWhole` is then false.
struct PlainFields {
  private var rest: UnsafeRawBufferPointer
  private var seen: UInt16 = 0
  private var isPlain = true

  /// The fields of the message in `bytes`, which are only borrowed.
  init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

  /// Whether all was read, and was as it should be.
  var isWhole: Bool { isPlain && rest.isEmpty }

  /// The next field's number, 1 to 15, and its type; one number may come more than once. The caller reads the value.
  mutating func next(repeating many: UInt8 = 0) -> (field: UInt8, type: UInt8)? {
    guard isPlain, let tag = rest.first else { return nil }
    let field = tag >> 3
    let bit: UInt16 = 1 << UInt16(field & 15)
    guard tag < 0x80, field == many || seen & bit == 0 else { return unusual() }
    seen |= bit
    skip(1)
    return (field, tag & 7)
  }

  mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for index in 0..<min(rest.count, 10) {
      let byte = rest[index]
      // The tenth byte holds the last bit of 64.
      guard index < 9 || byte == 1 else { break }
      value |= UInt64(byte & 0x7F) << UInt64(7 * index)
      guard byte < 0x80 else { continue }
      guard byte > 0 || index == 0 else { break }
      skip(index + 1)
      return value
    }
    return unusual()
  }

  mutating func double() -> Double? {
    guard rest.count >= 8 else { return unusual() }
    let bits = UInt64(littleEndian: rest.loadUnaligned(as: UInt64.self))
    skip(8)
    return Double(bitPattern: bits)
  }

  /// The bytes of a string or of a message.
  mutating func bytes() -> UnsafeRawBufferPointer? {
    guard let count = varint(), count <= UInt64(rest.count) else { return unusual() }
    let bytes = UnsafeRawBufferPointer(rebasing: rest[..<Int(count)])
    skip(Int(count))
    return bytes
  }

  private mutating func skip(_ count: Int) { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }

  private mutating func unusual<Value>() -> Value? {
    isPlain = false
    return nil
  }
}
