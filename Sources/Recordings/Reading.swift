import Foundation
import MarkerMotion

extension Recording {
  /// Reads what `path` names: a wide CSV file; or, of a recording with one file a marker, any of its files or
  /// the files' common prefix.
  /// - Throws: `RecordingError`.
  public init(path: String) throws {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      let text = try TextFile(path)
      if TrackerFile.isOne(text) {
        self = try TrackerFile.recording(TrackerFile.siblings(of: path))
      } else {
        self = try WideCSV.read(text)
      }
      return
    }
    let files = isFolder.boolValue ? [] : TrackerFile.files(withPrefix: path)
    guard !files.isEmpty else {
      throw RecordingError(
        isMissing: true,
        description:
          "there is no recording \(path): name a CSV file, or the common beginning of one file for each marker"
      )
    }
    self = try TrackerFile.recording(files)
  }
}

/// The bytes of a file, line by line.
struct TextFile {
  let path: String
  let bytes: [UInt8]

  var name: String { (path as NSString).lastPathComponent }

  init(_ path: String) throws {
    self.path = path
    do {
      bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw RecordingError(isMissing: true, description: "cannot read \(path): \(error.localizedDescription)")
    }
  }

  /// Calls `body` with each line's number, from 1, its bytes without the line's end, and whether it has one.
  /// A byte order mark at the beginning is passed over.
  func forEachLine(_ body: (Int, ArraySlice<UInt8>, _ isWhole: Bool) throws -> Void) rethrows {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
      var line = bytes[start..<(end ?? bytes.count)]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      number += 1
      try body(number, line, end != nil)
      start = (end ?? bytes.count) + 1
    }
  }

  func problem(_ line: Int, _ text: String) -> RecordingError {
    RecordingError(isMissing: false, description: "\(path):\(line): \(text)")
  }
}

/// The number that these bytes spell, with `mark` as the decimal mark; nil where they spell none.
func number(_ field: ArraySlice<UInt8>, mark: Unicode.Scalar = ".") -> Double? {
  let mark = UInt8(ascii: mark)
  var field = field
  while field.first == 0x20 { field.removeFirst() }
  while field.last == 0x20 { field.removeLast() }
  // Only what a plain decimal number is made of: Double would also take "nan", "inf" and hexadecimal.
  guard !field.isEmpty, field.allSatisfy({ $0 == mark || "+-0123456789eE".utf8.contains($0) }) else {
    return nil
  }
  if mark == UInt8(ascii: ".") { return Double(String(decoding: field, as: UTF8.self)) }
  return Double(String(decoding: field.map { $0 == mark ? UInt8(ascii: ".") : $0 }, as: UTF8.self))
}
