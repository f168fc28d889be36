import Foundation
import MarkerMotion

/// The files that hold checkpoints, two a stream.
///
/// A file is written beside its place, flushed to the disk, and renamed, and then the folder is flushed: at every instant,
/// whatever ends the program or the machine, the newest file of a stream is whole. They are readable by their owner alone, as
/// they hold what a patient did.
package struct CheckpointFolder: Sendable {
  package let path: String
  private static let suffix = ".checkpoint"
  /// The files that are kept of each stream.
  private static let kept = 2

  /// What could not be done with a file, and why.
  package struct Failure: Error, CustomStringConvertible {
    package var description: String

    fileprivate init(_ what: String, _ path: String, _ number: Int32) {
      description = "cannot \(what) \(path): \(String(cString: strerror(number)))"
    }
  }

  package init(path: String) {
    self.path = path
  }

  /// The files of `stream`, the newest first.
  package func files(of stream: String) -> [String] {
    numbers(of: stream).sorted(by: >).map { file(of: stream, $0) }
  }

  /// Writes the newest file of `stream`, and removes all but the newest two. Makes the folder where there is none.
  package func write(_ bytes: [UInt8], of stream: String) throws(Failure) {
    try makeFolder()
    let numbers = numbers(of: stream).sorted(by: >)
    let next = (numbers.first ?? 0) + 1
    let target = file(of: stream, next)
    let beside = target + ".part"
    do throws(Failure) {
      try fill(beside, with: bytes)
      guard rename(beside, target) == 0 else { throw Failure("rename to", target, errno) }
      try flush(path, O_RDONLY | O_DIRECTORY)
    } catch {
      unlink(beside)
      throw error
    }
    for number in numbers.dropFirst(Self.kept - 1) { unlink(file(of: stream, number)) }
  }

  /// The content of a file.
  package func read(_ file: String) throws(Failure) -> [UInt8] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure("open", file, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure("look at", file, errno) }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var place = 0
    while place < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress! + place, $0.count - place)
      }
      guard count >= 0 || errno == EINTR else { throw Failure("read", file, errno) }
      if count == 0 { break }
      place += max(0, count)
    }
    return place < bytes.count ? Array(bytes[..<place]) : bytes
  }

  // MARK: - Names

  private func file(of stream: String, _ number: Int) -> String {
    "\(path)/\(Self.name(of: stream)).\(number)\(Self.suffix)"
  }

  private func numbers(of stream: String) -> [Int] {
    let start = Self.name(of: stream) + "."
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { name in
      guard name.hasPrefix(start), name.hasSuffix(Self.suffix) else { return nil }
      return Int(name.dropFirst(start.count).dropLast(Self.suffix.count))
    }
  }

  /// A stream's name in characters that every file system takes and no path gives a meaning to, told apart by a hash where
  /// others had to be replaced, or it is long.
  static func name(of stream: String) -> String {
    let plain = stream.utf8.prefix(80).map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        byte
      default: UInt8(ascii: "_")
      }
    }
    if plain.elementsEqual(stream.utf8) { return stream }
    let hash = Array(stream.utf8).withUnsafeBytes { fnv1a($0) }
    return String(decoding: plain, as: UTF8.self) + "~" + String(hash, radix: 16)
  }

  // MARK: - Writing

  private func makeFolder() throws(Failure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure("make the folder", path, errno)
    }
  }

  private func fill(_ file: String, with bytes: [UInt8]) throws(Failure) {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Failure("write", file, errno) }
    defer { close(descriptor) }
    var place = 0
    while place < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + place, $0.count - place) }
      guard count >= 0 || errno == EINTR else { throw Failure("write", file, errno) }
      place += max(0, count)
    }
    guard fsync(descriptor) == 0 else { throw Failure("flush", file, errno) }
  }

  private func flush(_ path: String, _ flags: Int32) throws(Failure) {
    let descriptor = open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure("open", path, errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw Failure("flush", path, errno) }
  }
}
