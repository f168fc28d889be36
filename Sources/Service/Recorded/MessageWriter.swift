import Foundation
import Glibc
import Recordings

/// Appends messages to a file of messages.
///
/// Where there is a file already, it goes on behind it: a recorder that is started anew loses nothing of what came before.
package struct MessageWriter: ~Copyable {
  private let path: String
  private let handle: FileHandle
  private var buffer: [UInt8]
  private static let capacity = 1 << 20

  /// Opens the file at `path`, or makes it.
  /// - Throws: `RecordingError` where it can't be written, is something else, or is being written.
  package init(path: String) throws {
    let (handle, isNew) = try Self.open(path)
    let beginning = isNew ? MessageFile.header : try Self.completion(of: path)
    self.path = path
    self.handle = handle
    buffer = beginning
  }

  private static func open(_ path: String) throws -> (handle: FileHandle, isNew: Bool) {
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw RecordingError.unwritable(path) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw RecordingError(
        isMissing: false, description: "cannot write \(path): another program writes to it; name another file"
      )
    }
    return (handle, lseek(descriptor, 0, SEEK_END) == 0)
  }

  /// What makes the end of a file whole that a crash has cut off: a message that is passed over, as its checksum does not fit.
  private static func completion(of path: String) throws -> [UInt8] {
    var reader = try MessageReader(path: path)
    while try reader.next() != nil {}
    guard let missing = reader.missing else {
      throw RecordingError(
        isMissing: false,
        description: "cannot go on in \(path): something else stands behind its messages; name another file")
    }
    return missing
  }

  /// Adds a message, whose topic must have at most 65 535 bytes.
  package mutating func write(_ topic: [UInt8], _ payload: [UInt8], received: Int64) throws {
    var body: [UInt8] = []
    body.reserveCapacity(MessageFile.head + topic.count + payload.count)
    body.append(littleEndian: UInt64(bitPattern: received), 8)
    body.append(littleEndian: UInt64(topic.count), 2)
    body += topic
    body += payload
    buffer.append(littleEndian: UInt64(body.count), 4)
    buffer.append(littleEndian: UInt64(crc32(of: body[...])), 4)
    buffer += body
    if buffer.count >= Self.capacity { try handOver() }
  }

  /// Hands all messages to the disk.
  package mutating func flush() throws {
    try handOver()
    try? handle.synchronize()
  }

  private mutating func handOver() throws {
    do {
      try handle.write(contentsOf: buffer)
    } catch { throw RecordingError.unwritable(path) }
    buffer.removeAll(keepingCapacity: true)
  }
}
