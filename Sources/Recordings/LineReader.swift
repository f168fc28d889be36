import Foundation

/// A line of a text file.
package struct Line {
  /// Its number, from 1.
  package var number: Int
  /// What it says, without its end.
  package var bytes: ArraySlice<UInt8>
  /// Whether it has an end; the last line of a file that was cut off has none.
  package var isWhole: Bool
}

/// Reads a text file line by line, a piece of the file at a time.
///
/// Lines end in LF or CR LF. A byte order mark at the beginning is passed over.
package struct LineReader: ~Copyable {
  let path: String
  private let handle: FileHandle
  private var buffer: [UInt8]
  private var start: Int
  private var number = 0
  private var isAtEnd = false
  private static let pieceSize = 1 << 18
  /// No row of numbers is longer; what is, is no text.
  private static let longestLine = 1 << 24

  package init(_ path: String) throws {
    let handle = try Self.open(path)
    let first = try Self.piece(of: handle, path)
    self.handle = handle
    self.path = path
    buffer = Array(first)
    start = first.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  private static func open(_ path: String) throws -> FileHandle {
    do {
      return try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    } catch {
      throw RecordingError(
        isMissing: true, description: "cannot open \(path): name a file that exists and may be read")
    }
  }

  var name: String { (path as NSString).lastPathComponent }

  /// What the file begins with.
  var head: ArraySlice<UInt8> { buffer[start...] }

  /// The next line; nil at the end.
  /// - Throws: `RecordingError`.
  package mutating func next() throws -> Line? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        return take(upTo: end, isWhole: true)
      }
      if isAtEnd { return start < buffer.count ? take(upTo: buffer.count, isWhole: false) : nil }
      guard buffer.count - start <= Self.longestLine else {
        throw problem(number + 1, "the line is longer than 16 MB: name a CSV file")
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      let data = try Self.piece(of: handle, path)
      isAtEnd = data.isEmpty
      buffer.append(contentsOf: data)
    }
  }

  private mutating func take(upTo end: Int, isWhole: Bool) -> Line {
    var bytes = buffer[start..<end]
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    start = end + (isWhole ? 1 : 0)
    number += 1
    return Line(number: number, bytes: bytes, isWhole: isWhole)
  }

  private static func piece(of handle: FileHandle, _ path: String) throws -> Data {
    do {
      return try handle.read(upToCount: pieceSize) ?? Data()
    } catch {
      throw RecordingError(
        isMissing: true, description: "cannot read \(path): check that it is a file and its disk is well")
    }
  }

  func problem(_ line: Int, _ text: String) -> RecordingError {
    RecordingError(isMissing: false, description: "\(path):\(line): \(printable(text))")
  }

  func anomaly(_ line: Int, _ text: String) -> Anomaly {
    Anomaly(file: name, line: line, description: printable(text))
  }
}

/// A sentence with what a file holds, fit for a terminal and on one line: what moves the cursor or ends a line is escaped.
private func printable(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { printable, scalar in
    let isMark = scalar.properties.generalCategory == .control || Character(scalar).isNewline
    printable += isMark ? scalar.escaped(asASCII: true) : String(scalar)
  }
}

/// What is said of a last line that lacks its end but reads well: nobody can tell whether a digit is missing.
let unendedRow =
  "the last row has no line end; it was kept, but if the file was cut, its last number may be short"

/// What is said of a last line that lacks its end and more.
let cutRow = "the last row is cut short; it was left out"

/// The fields of a row, one after another.
struct Fields: IteratorProtocol {
  private var rest: ArraySlice<UInt8>
  private let separator: UInt8
  private var isAtEnd = false

  init(_ line: ArraySlice<UInt8>, separator: UInt8) {
    rest = line
    self.separator = separator
  }

  mutating func next() -> ArraySlice<UInt8>? {
    guard !isAtEnd else { return nil }
    guard let end = rest.firstIndex(of: separator) else {
      isAtEnd = true
      return rest
    }
    defer { rest = rest[(end + 1)...] }
    return rest[..<end]
  }
}
