import Foundation

/// An array that is encoded as the bytes of its elements, on the same machine to be read again: coders take some
/// microseconds for each element that they are shown.
@propertyWrapper
package struct Bytes<Element: BitwiseCopyable & Sendable>: Codable, Sendable {
  package var wrappedValue: [Element]

  /// The array.
  package init(wrappedValue: [Element]) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    let data = try decoder.singleValueContainer().decode(Data.self)
    wrappedValue = Array(unsafeUninitializedCapacity: data.count / MemoryLayout<Element>.stride) {
      buffer, count in
      count = data.copyBytes(to: buffer) / MemoryLayout<Element>.stride
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue.withUnsafeBytes { Data($0) })
  }
}
