import Foundation
import MarkerMotion

/// Writes frames as a wide CSV file, row by row.
///
/// Rows are buffered; `flush` hands them to the system and the disk. A file that is cut off in the middle of a
/// row can be read up to it.
public struct RecordingWriter: ~Copyable {
  /// The markers that have columns.
  public let markers: [String]
  private let handle: FileHandle
  private let path: String
  private var buffer: [UInt8] = []
  private static let capacity = 1 << 16

  /// Starts the file at `path`, over what was there; `-` is standard output.
  /// - Throws: `RecordingError` where it can't be written.
  public init(path: String, markers: [String]) throws {
    self.markers = markers
    self.path = path
    if path == "-" {
      handle = .standardOutput
    } else {
      guard FileManager.default.createFile(atPath: path, contents: nil),
        let handle = FileHandle(forWritingAtPath: path)
      else { throw RecordingError.unwritable(path) }
      self.handle = handle
    }
    // A comma in a name would part the column in two.
    let columns = markers.flatMap { name in
      ["x", "y", "z"].map { "\(name.replacingOccurrences(of: ",", with: "_"))_\($0)_mm" }
    }
    buffer.append(contentsOf: (["time_s"] + columns).joined(separator: ",").utf8)
    buffer.append(UInt8(ascii: "\n"))
  }

  /// Adds a row. Markers that have no columns are left out; those that are not in the frame are empty.
  public mutating func write(_ frame: Frame) throws {
    buffer.append(contentsOf: WideCSV.text(frame.stamp).utf8)
    for name in markers {
      let position = frame.markers.first { $0.name == name }?.position
      for c in 0..<3 {
        buffer.append(UInt8(ascii: ","))
        // The shortest text that reads back as the same double.
        if let position { buffer.append(contentsOf: position[c].description.utf8) }
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
