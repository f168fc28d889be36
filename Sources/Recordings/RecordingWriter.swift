import Foundation
import MarkerMotion

/// Writes frames as a wide CSV file, row by row.
///
/// Rows are buffered; `flush` hands them to the system and the disk. A file that is cut off in the middle of a
/// row can be read up to it.
public struct RecordingWriter: ~Copyable {
  /// The markers that have columns.
  public var markers: [String] { finder.names }
  private var finder: MarkerFinder
  private let handle: FileHandle
  private let path: String
  private var buffer: [UInt8] = []
  private static let capacity = 1 << 16

  /// Starts the file at `path`, over what was there; `-` is standard output.
  ///
  /// Characters that a column's name can't hold (commas, quotation marks, control characters) become `_`.
  /// - Throws: `RecordingError` where the file can't be written, and where two markers would have one name.
  public init(path: String, markers: [String]) throws {
    let columns = try Self.columns(of: markers, path: path)
    handle = try Self.open(path)
    finder = MarkerFinder(markers)
    self.path = path
    buffer.append(contentsOf: (["time_s"] + columns).joined(separator: ",").utf8)
    buffer.append(UInt8(ascii: "\n"))
  }

  private static func open(_ path: String) throws -> FileHandle {
    if path == "-" { return .standardOutput }
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw RecordingError.unwritable(path) }
    return handle
  }

  private static func columns(of markers: [String], path: String) throws -> [String] {
    var names: Set<String> = []
    return try markers.flatMap { marker in
      let name = columnName(marker)
      guard !name.isEmpty, names.insert(name).inserted else {
        throw RecordingError(
          isMissing: false,
          description:
            "cannot write \(path): marker '\(marker)' has no name of its own for a column; rename it")
      }
      return WideCSV.columns(of: name)
    }
  }

  private static func columnName(_ marker: String) -> String {
    String(
      String.UnicodeScalarView(
        marker.unicodeScalars.map { scalar in
          scalar == "," || scalar == "\"" || CharacterSet.controlCharacters.contains(scalar) ? "_" : scalar
        })
    ).trimmingCharacters(in: .whitespaces)
  }

  /// Adds a row. Markers that have no columns are left out; those that are not in the frame, or at no finite place,
  /// are empty.
  public mutating func write(_ frame: Frame) throws {
    buffer.append(contentsOf: frame.stamp.decimalSeconds.utf8)
    for m in markers.indices {
      let position = finder.position(m, in: frame)
      let isFinite = position.map { $0.x.isFinite && $0.y.isFinite && $0.z.isFinite } ?? false
      for c in 0..<3 {
        buffer.append(WideCSV.comma)
        // The shortest text that reads back as the same double.
        if isFinite, let position { buffer.append(contentsOf: position[c].description.utf8) }
      }
    }
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.capacity { try handOver() }
  }

  /// Hands all rows to the disk.
  public mutating func flush() throws {
    try handOver()
    // Standard output may be a pipe, which has no disk.
    if path != "-" { try? handle.synchronize() }
  }

  private mutating func handOver() throws {
    do {
      try handle.write(contentsOf: buffer)
    } catch { throw RecordingError.unwritable(path) }
    buffer.removeAll(keepingCapacity: true)
  }
}

extension Recording {
  /// Writes all frames to `path` as wide CSV.
  public func write(to path: String) throws {
    var writer = try RecordingWriter(path: path, markers: markers)
    for frame in frames { try writer.write(frame) }
    try writer.flush()
  }
}
