import Foundation
import MarkerMotion

extension Recording {
  /// Reads what `path` names: a wide CSV file; or, of a recording with one file a marker, any of its files or
  /// the files' common prefix.
  ///
  /// What is odd but clear is read and becomes an anomaly; what can't be understood is refused, with its line.
  /// - Throws: `RecordingError`.
  public init(path: String) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if exists, !isFolder.boolValue {
      self = try Self.ofFile(path)
      return
    }
    let files = isFolder.boolValue ? [] : TrackerFile.files(withPrefix: path)
    guard let first = files.first else {
      throw RecordingError(
        isMissing: true,
        description:
          "there is no recording \(path): name a CSV file, or the common beginning of one file for each marker"
      )
    }
    self = try files.count == 1 ? Self.ofFile(first) : TrackerFile.recording(files)
  }

  private static func ofFile(_ path: String) throws -> Recording {
    var reader = try LineReader(path)
    if TrackerFile.begins(reader.head) {
      return try TrackerFile.recording(TrackerFile.siblings(of: path))
    }
    return try WideCSV.read(&reader)
  }
}
