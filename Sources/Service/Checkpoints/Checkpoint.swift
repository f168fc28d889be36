import Archiving
import Forecasting

/// What a stream's session had become, as it stands in a file.
///
///     magic, format, CRC-32 of all that follows; the program's configuration, the stream, when it was written; the session
///
/// It belongs to one machine's order of bytes and to one configuration, and is refused by every other.
package enum Checkpoint {
  /// Counts up with every change of what a session writes.
  package static let format = 7
  private static let magic = Array("markercast".utf8)

  /// Why a file is not taken over.
  package enum Refusal: Error, Hashable, CustomStringConvertible {
    case notOne
    case otherFormat(Int)
    case damaged
    case otherConfiguration([String])
    case otherStream(String)
    case tooOld(seconds: Double, most: Double)
    case unfit(String)

    /// The reason, to stand behind "the checkpoint FILE is passed over: ".
    package var description: String {
      switch self {
      case .notOne: "it is no checkpoint"
      case .otherFormat(let format):
        "it is of format \(format), and this program reads format \(Checkpoint.format)"
      case .damaged: "its CRC does not fit, so it was cut short or changed"
      case .otherConfiguration(let names):
        "it was written under another configuration (\(names.joined(separator: ", ")))"
      case .otherStream(let name): "it is of stream \(name)"
      case .tooOld(let seconds, let most):
        "it is \(Int(seconds)) s old, and --checkpoint-age allows \(Int(most)) s"
      case .unfit(let reason): "\(reason), which should never be: please report it"
      }
    }
  }

  /// Sets `buffer` to the bytes of a checkpoint but for its CRC, in the storage that it has.
  package static func write(
    _ server: StreamServer, configuration: String, wall: Int64, to buffer: inout [UInt8]
  ) {
    var (head, numbers) = (magic, [format, 0])
    var (configuration, name, wall) = (configuration, server.name, wall)
    Archive.write(to: &buffer) { archive in
      archive.transfer(&head)
      archive.transfer(&numbers)
      archive.transfer(&configuration)
      archive.transfer(&name)
      archive.transfer(&wall)
      server.transfer(with: &archive)
    }
  }

  /// Puts in the CRC, without which the bytes are refused.
  package static func seal(_ bytes: inout [UInt8]) {
    let crc = Int(checksum(bytes))
    withUnsafeBytes(of: crc) { crc in
      for (i, byte) in crc.enumerated() { bytes[body - MemoryLayout<Int>.size + i] = byte }
    }
  }

  /// Sets `server` to what `bytes` hold; where they are refused it is of no further use.
  package static func read(
    _ bytes: [UInt8], into server: StreamServer, configuration: String, wall: Int64, mostAge: Double
  ) throws(Refusal) {
    var archive = Archive(reading: bytes)
    var head = [UInt8](repeating: 0, count: magic.count)
    archive.transfer(&head)
    var numbers = [0, 0]
    archive.transfer(&numbers)
    guard archive.problem == nil, head == magic else { throw .notOne }
    guard numbers[0] == format else { throw .otherFormat(numbers[0]) }
    guard numbers[1] == Int(checksum(bytes)) else { throw .damaged }
    var (written, name, then) = ("", "", Int64(0))
    archive.transfer(&written)
    archive.transfer(&name)
    archive.transfer(&then)
    guard name == server.name else { throw .otherStream(name) }
    guard written == configuration else { throw .otherConfiguration(differences(written, configuration)) }
    let age = Double(wall) / 1e9 - Double(then) / 1e9
    guard age <= mostAge else { throw .tooOld(seconds: age, most: mostAge) }
    server.transfer(with: &archive)
    server.newestWall = then
    guard archive.isExhausted else { throw .unfit(archive.problem ?? "there are bytes behind its end") }
  }

  /// Where what the CRC is taken of begins.
  private static var body: Int { 8 + magic.count + 8 + 2 * 8 }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.count > body ? crc32(of: bytes[body...]) : 0
  }

  private static func differences(_ a: String, _ b: String) -> [String] {
    func lines(_ text: String) -> Set<Substring> { Set(text.split(separator: "\n")) }
    return lines(a).symmetricDifference(lines(b)).map { String($0.prefix { $0 != " " }) }
      .reduce(into: Set()) { $0.insert($1) }.sorted()
  }
}

extension SessionConfiguration {
  /// All that a session's numbers depend on, a line for each property.
  package var fingerprint: String {
    var numeric = self
    // What forecasts tell of themselves changes nothing in them.
    numeric.explains = false
    return Mirror(reflecting: numeric).children.map { "\($0.label ?? "") \($0.value)" }.joined(
      separator: "\n")
  }
}
