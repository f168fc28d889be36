import CZeroMQ

/// One part of a ZeroMQ message. It owns its bytes, is moved and never copied by accident.
///
/// Up to 33 bytes live in the message itself; longer ones in one block that libzmq hands on without copying.
public struct Message: ~Copyable {
  // Sound to move in memory: libzmq keeps no pointer to a zmq_msg_t between calls, nor one inside it to itself.
  var raw = zmq_msg_t()

  /// An empty message, to receive into.
  public init() {
    zmq_msg_init(&raw)
  }

  /// A message of `count` bytes whose content is not set.
  /// - Throws: where memory has run out.
  public init(count: Int) throws(ZeroMQError) {
    try check(zmq_msg_init_size(&raw, count), "cannot make a message of \(count) bytes")
  }

  /// A copy of `bytes`.
  /// - Throws: where memory has run out.
  public init(copying bytes: UnsafeRawBufferPointer) throws(ZeroMQError) {
    try self.init(count: bytes.count)
    withUnsafeMutableBytes { $0.copyMemory(from: bytes) }
  }

  /// A copy of `bytes`.
  /// - Throws: where memory has run out.
  public init(_ bytes: ArraySlice<UInt8>) throws(ZeroMQError) {
    try self.init(count: bytes.count)
    withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
  }

  /// A copy of `bytes`.
  /// - Throws: where memory has run out.
  public init(_ bytes: [UInt8]) throws(ZeroMQError) {
    try self.init(bytes[...])
  }

  /// The UTF-8 of `text`.
  /// - Throws: where memory has run out.
  public init(_ text: String) throws(ZeroMQError) {
    try self.init(count: text.utf8.count)
    withUnsafeMutableBytes { $0.copyBytes(from: text.utf8) }
  }

  /// The bytes of a value without references, as they lie in memory.
  /// - Throws: where memory has run out.
  public init<Value: BitwiseCopyable>(of value: Value) throws(ZeroMQError) {
    try self.init(count: MemoryLayout<Value>.size)
    withUnsafeMutableBytes { bytes in
      Swift.withUnsafeBytes(of: value) { bytes.copyMemory(from: $0) }
    }
  }

  deinit {
    // A copy of the struct, not of the content: closing through it releases the one content.
    var raw = raw
    zmq_msg_close(&raw)
  }

  /// The number of bytes.
  public var count: Int {
    withUnsafePointer(to: raw) { zmq_msg_size($0) }
  }

  /// Whether more parts of the same message follow, as received.
  public var hasMore: Bool {
    withUnsafePointer(to: raw) { zmq_msg_more($0) == 1 }
  }

  /// Reads the bytes in place.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafePointer(to: raw) { raw throws(Failure) in
      // zmq_msg_data takes a mutable pointer and changes nothing.
      let data = zmq_msg_data(UnsafeMutablePointer(mutating: raw))
      return try body(UnsafeRawBufferPointer(start: data, count: zmq_msg_size(raw)))
    }
  }

  /// Changes the bytes in place. Only before the message is sent: bytes may be shared afterwards.
  public mutating func withUnsafeMutableBytes<Result, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let count = zmq_msg_size(&raw)
    return try body(UnsafeMutableRawBufferPointer(start: zmq_msg_data(&raw), count: count))
  }

  /// The bytes, copied.
  public func bytes() -> [UInt8] {
    withUnsafeBytes { Array($0) }
  }

  /// The bytes as UTF-8 text, copied; what is not UTF-8 is replaced.
  public func text() -> String {
    withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes as a value without references, if there are just as many as it takes.
  public func value<Value: BitwiseCopyable>(as type: Value.Type) -> Value? {
    withUnsafeBytes { bytes in
      bytes.count == MemoryLayout<Value>.size ? bytes.loadUnaligned(as: type) : nil
    }
  }

  /// A message with the same content, which nobody may change from then on; no more than 33 bytes are copied.
  /// - Throws: where memory has run out.
  public mutating func shared() throws(ZeroMQError) -> Message {
    var other = Message()
    try check(zmq_msg_copy(&other.raw, &raw), "cannot share a message")
    return other
  }

  /// A property that the sender's connection gave the message: "Peer-Address", "User-Id" and such.
  public func property(_ name: String) -> String? {
    withUnsafePointer(to: raw) { zmq_msg_gets($0, name).map { String(cString: $0) } }
  }
}
