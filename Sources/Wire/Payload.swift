import SwiftProtobuf

/// A payload, told apart by content, and what can be known of it before it is decoded.
///
/// The buffer is read only while the decoding function that was given it runs.
enum Payload {
  /// Protocol Buffers.
  case protobuf(UnsafeRawBufferPointer)
  /// A JSON object that was scanned to its end: its syntax is right and its nesting bounded, which the decoder of
  /// the mapping relies on (it recurses into objects that it skips).
  case json(UnsafeRawBufferPointer, JSONOutline)

  init(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(Rejection) {
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= limit else { throw .tooLarge(count: bytes.count, limit: limit) }
    switch Encoding(of: bytes) {
    case .protobuf: self = .protobuf(bytes)
    case .json: self = .json(bytes, try JSONOutline(bytes))
    }
  }

  /// Decodes a message of the schema; fields that it does not know are left out.
  func decode<Decoded: VersionedMessage>(_: Decoded.Type = Decoded.self) throws(Rejection) -> Decoded {
    let message: Decoded
    switch self {
    case .protobuf(let bytes):
      var options = BinaryDecodingOptions()
      options.discardUnknownFields = true
      options.messageDepthLimit = JSONScanner.deepest
      do {
        message = try Decoded(serializedBytes: bytes.bytes, options: options)
      } catch { throw .malformed("protobuf: \(error)") }
    case .json(let text, let outline):
      if let byte = outline.nonFinite { throw .nonFiniteToken(byte: byte) }
      var options = JSONDecodingOptions()
      options.ignoreUnknownFields = true
      options.messageDepthLimit = JSONScanner.deepest
      do {
        message = try Decoded(jsonUTF8Bytes: Array(text), options: options)
      } catch { throw .malformed("JSON of the schema: \(error)") }
    }
    guard message.schemaVersion <= schemaVersion else { throw .newerSchema(message.schemaVersion) }
    return message
  }
}

/// A message that says of which schema it is; 0, where it does not, is version 1.
protocol VersionedMessage: Message {
  var schemaVersion: UInt32 { get }
}

extension Markercast_V1_Frame: VersionedMessage {}
extension Markercast_V1_Forecast: VersionedMessage {}
extension Markercast_V1_Stats: VersionedMessage {}
