import SwiftProtobuf

/// The schema version that this code writes, and the newest that it reads.
package let schemaVersion: UInt32 = 1

/// How a payload is written. Readers tell them apart by content.
public enum Encoding: String, CaseIterable, Hashable, Sendable {
  /// Protocol Buffers, `markercast.v1`.
  case protobuf
  /// The schema's standard JSON mapping, integers as numbers.
  case json

  func encode(_ message: some Message) -> [UInt8] {
    // Both fail only for what this schema has none of: proto2's required fields, Any, messages of 2 GB.
    switch self {
    case .protobuf: try! message.serializedBytes()
    case .json: try! message.jsonUTF8Bytes(options: Self.jsonOptions)
    }
  }

  private static let jsonOptions: JSONEncodingOptions = {
    var options = JSONEncodingOptions()
    options.alwaysPrintInt64sAsNumbers = true
    options.useDeterministicOrdering = true
    return options
  }()

  /// The encoding of a payload, by its first bytes.
  ///
  /// No message of the schema begins with a brace. One may begin with a space, the tag of `stamp_ns`, and a brace
  /// may then be its value; but what follows is another tag, and none of those is a quotation mark or a brace.
  init(of payload: UnsafeRawBufferPointer) {
    if payload.first == UInt8(ascii: "{") {
      self = .json
      return
    }
    let text = payload.lazy.filter { !JSONScanner.isWhite($0) }.prefix(2)
    let opensObject = text.elementsEqual("{\"".utf8) || text.elementsEqual("{}".utf8)
    self = opensObject ? .json : .protobuf
  }
}
