import SwiftProtobuf

/// The schema version that this code writes, and the newest that it reads.
package let schemaVersion: UInt32 = 1

/// How a payload is written. Which of them a payload is can be told from its first byte.
public enum Encoding: String, CaseIterable, Hashable, Sendable {
  /// Protocol Buffers, `markercast.v1`.
  case protobuf
  /// The schema's standard JSON mapping, integers as numbers.
  case json

  func encode(_ message: some Message) -> [UInt8] {
    // Both fail only for messages of a kind that this schema has none of: proto2's required
    // fields, Any, and messages of 2 GB.
    switch self {
    case .protobuf: try! message.serializedBytes()
    case .json: try! message.jsonUTF8Bytes(options: Self.jsonOptions)
    }
  }

  private static let jsonOptions: JSONEncodingOptions = {
    var options = JSONEncodingOptions()
    options.alwaysPrintInt64sAsNumbers = true
    return options
  }()

  /// Decodes a message of either encoding; fields that this schema does not know are left out.
  static func decode<Decoded: Message>(_ payload: UnsafeRawBufferPointer) throws(Rejection) -> Decoded {
    let isJSON = isJSON(payload)
    do {
      if isJSON {
        var options = JSONDecodingOptions()
        options.ignoreUnknownFields = true
        options.messageDepthLimit = 16
        return try Decoded(jsonUTF8Bytes: Array(payload), options: options)
      }
      var options = BinaryDecodingOptions()
      options.discardUnknownFields = true
      options.messageDepthLimit = 16
      return try Decoded(serializedBytes: Array(payload), options: options)
    } catch {
      throw .malformed("\(isJSON ? "JSON" : "protobuf"): \(error)")
    }
  }

  /// Whether a payload is JSON: its first byte that is not white is a brace, which begins no message of this schema.
  static func isJSON(_ payload: UnsafeRawBufferPointer) -> Bool {
    payload.first { !JSONScanner.isWhite($0) } == UInt8(ascii: "{")
  }
}
