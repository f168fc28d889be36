import Foundation
import Recordings

/// Reads a file of messages, a piece of it at a time; also while it is written.
package struct MessageReader: ~Copyable {
  /// Bytes that are of no whole message, which a crash leaves at the end of what was written before it.
  package private(set) var passedOver: Int
  /// What would complete the message that the file ends in: nothing where it is whole; nil where what stands there is no
  /// beginning of one. Known once `next` has returned nil.
  private(set) var missing: [UInt8]?

  private let path: String
  private let handle: FileHandle
  private var buffer: [UInt8]
  private var start: Int
  private var isAtEnd: Bool
  private static let pieceSize = 1 << 20

  /// Whether the file at `path` begins as a file of messages does.
  package static func canRead(_ path: String) -> Bool {
    guard let handle = FileHandle(forReadingAtPath: path),
      let first = try? handle.read(upToCount: MessageFile.magic.utf8.count)
    else { return false }
    return !first.isEmpty && MessageFile.magic.utf8.starts(with: first)
  }

  /// Opens the file at `path`.
  /// - Throws: `RecordingError` where it is not there, or is something else.
  package init(path: String) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw RecordingError(
        isMissing: true, description: "cannot open \(path): name a file that exists and may be read")
    }
    let first = Array(try Self.piece(of: handle, path))
    let header = MessageFile.header
    let isCut = first.count < header.count
    guard !first.isEmpty else { throw Self.refusal(path, "is empty") }
    guard isCut ? header.starts(with: first) : first.starts(with: MessageFile.magic.utf8) else {
      throw Self.refusal(path, "holds no messages")
    }
    guard isCut || first.starts(with: header) else {
      throw RecordingError(
        isMissing: false,
        description:
          "\(path) is not of the version that this markercast reads, \(MessageFile.version): upgrade markercast"
      )
    }
    self.path = path
    self.handle = handle
    buffer = first
    start = isCut ? first.count : header.count
    isAtEnd = isCut
    passedOver = isCut ? first.count : 0
    missing = isCut ? Array(header.dropFirst(first.count)) : nil
  }

  private static func refusal(_ path: String, _ what: String) -> RecordingError {
    RecordingError(
      isMissing: false, description: "\(path) \(what): name a file that record --out has written")
  }

  /// The next whole message; nil at the end of what is written.
  package mutating func next() throws -> RecordedMessage? {
    while !isAtEnd {
      guard try fill(MessageFile.prefix) else {
        let rest = buffer.count - start
        let body = Int(buffer[start...].littleEndian(min(4, rest)))
        return try end(missing: rest > 0 ? MessageFile.prefix - rest + body : 0)
      }
      let length = Int(buffer[start...].littleEndian(4))
      let whole = MessageFile.prefix + length
      guard length <= MessageFile.longestBody else { return try end(missing: nil) }
      guard try fill(whole) else { return try end(missing: whole - (buffer.count - start)) }
      let body = buffer[start + MessageFile.prefix..<start + whole]
      let checksum = UInt32(truncatingIfNeeded: buffer[(start + 4)...].littleEndian(4))
      let message = crc32(of: body) == checksum ? RecordedMessage(body) : nil
      start += whole
      if let message { return message }
      passedOver += whole
    }
    return nil
  }

  /// Ends where so many bytes are missing of a message, and passes over what is there of it. Completed by zeros, it is one
  /// whose checksum does not fit.
  private mutating func end(missing count: Int?) throws -> RecordedMessage? {
    isAtEnd = true
    passedOver += buffer.count - start
    if let count, count <= MessageFile.prefix + MessageFile.longestBody {
      missing = Array(repeating: 0, count: count)
      return nil
    }
    while case let piece = try Self.piece(of: handle, path), !piece.isEmpty { passedOver += piece.count }
    return nil
  }

  /// Has so many bytes from `start` on in the buffer; false where the file ends before.
  private mutating func fill(_ count: Int) throws -> Bool {
    while buffer.count - start < count {
      let piece = try Self.piece(of: handle, path)
      if piece.isEmpty { return false }
      buffer.removeFirst(start)
      start = 0
      buffer += piece
    }
    return true
  }

  private static func piece(of handle: FileHandle, _ path: String) throws -> Data {
    do {
      return try handle.read(upToCount: pieceSize) ?? Data()
    } catch {
      throw RecordingError(
        isMissing: true, description: "cannot read \(path): check that it is a file and its disk is well")
    }
  }
}
