import Foundation
import MarkerMotion

/// The tracker's own form: one file a marker, `"Frame";"Timestamp";"x";"y";"z"`, decimal commas.
///
/// Frame counts the tracker's 60 Hz frames and is exact; the Timestamp is not always what it should be. A last
/// row of zeros is an end mark. Files are named `<date and time>-<marker>-...csv`.
enum TrackerFile {
  /// The tracker's frames a second.
  static let frameRate: Int64 = 60

  static func isOne(_ text: TextFile) -> Bool {
    text.bytes.prefix(16).filter { $0 != UInt8(ascii: "\"") && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
      .starts(with: "Frame;".utf8)
  }

  /// The files that are named like `path` up to the first hyphen.
  static func siblings(of path: String) -> [String] {
    let name = (path as NSString).lastPathComponent
    guard let hyphen = name.firstIndex(of: "-") else { return [path] }
    let folder = (path as NSString).deletingLastPathComponent
    return files(withPrefix: (folder as NSString).appendingPathComponent(String(name[...hyphen])))
  }

  /// The CSV files whose path begins with `prefix`, sorted.
  static func files(withPrefix prefix: String) -> [String] {
    let folder = (prefix as NSString).deletingLastPathComponent
    let beginning = (prefix as NSString).lastPathComponent
    guard !beginning.isEmpty else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return names.filter { $0.hasPrefix(beginning) && $0.hasSuffix(".csv") }.sorted()
      .map { (folder as NSString).appendingPathComponent($0) }
  }

  static func recording(_ paths: [String]) throws -> Recording {
    var rows: [Int64: [(marker: Int, position: Position)]] = [:]
    var markers: [String] = []
    var anomalies: [Anomaly] = []
    var recording = ""
    for path in paths {
      let text = try TextFile(path)
      let parts = text.name.split(separator: "-")
      let name = parts.count > 1 ? String(parts[1]) : (text.name as NSString).deletingPathExtension
      guard !markers.contains(name) else {
        throw text.problem(
          1, "marker \(name) has another file already: name one recording by all of its common beginning")
      }
      if markers.isEmpty { recording = String(parts[0]) }
      guard String(parts[0]) == recording else {
        throw text.problem(
          1, "this file is of another recording than \(recording): name more of the common beginning")
      }
      markers.append(name)
      for (frame, position) in try read(text, &anomalies) {
        rows[frame, default: []].append((markers.count - 1, position))
      }
    }
    let order = markers.indices.sorted { markers[$0] < markers[$1] }
    let frames = rows.sorted { $0.key < $1.key }.enumerated().map { n, row in
      Frame(
        sequence: UInt64(n), stamp: stamp(ofFrame: row.key),
        markers: order.map { m in
          Marker(name: markers[m], position: row.value.first { $0.marker == m }?.position)
        })
    }
    return Recording(
      name: recording, markers: order.map { markers[$0] }, frames: frames, anomalies: anomalies)
  }

  /// Frame / 60 s, to the nearest nanosecond.
  static func stamp(ofFrame frame: Int64) -> Stamp {
    let (seconds, rest) = frame.quotientAndRemainder(dividingBy: frameRate)
    return Stamp(nanoseconds: seconds * 1_000_000_000 + (rest * 1_000_000_000 + frameRate / 2) / frameRate)
  }

  private static func read(
    _ text: TextFile, _ anomalies: inout [Anomaly]
  ) throws -> [(frame: Int64, position: Position)] {
    var rows: [(frame: Int64, position: Position)] = []
    func note(_ line: Int, _ description: String) {
      anomalies.append(Anomaly(file: text.name, line: line, description: description))
    }
    var endMark: Int?
    try text.forEachLine { line, bytes, isWhole in
      if line == 1 || bytes.isEmpty { return }
      if let endMark {
        throw text.problem(
          endMark, "a row of zeros ends the file, and more rows follow: remove one or the other")
      }
      let fields = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      let values = fields.map { number($0, mark: ",") }
      guard values.count == 5, !values.contains(nil), let frame = Int64(exactly: values[0]!),
        (0...10_000_000_000).contains(frame)
      else {
        guard isWhole else { return note(line, "the last row is cut short; it was left out") }
        throw text.problem(
          line, "expected Frame;Timestamp;x;y;z with decimal commas: correct or remove the row")
      }
      if !rows.isEmpty, values.allSatisfy({ $0 == 0 }) {
        endMark = line
        return note(line, "a row of zeros ends the file; it is no position and was left out")
      }
      if let last = rows.last, frame <= last.frame {
        throw text.problem(line, "frame \(frame) does not follow frame \(last.frame): put the rows in order")
      }
      let milliseconds = (Double(frame) / Double(frameRate) * 1000).rounded()
      if abs(values[1]! - milliseconds) > 1 {
        note(
          line,
          "the Timestamp \(values[1]!) is not frame \(frame)'s \(milliseconds) ms; the time was taken from the frame"
        )
      }
      rows.append((frame, Position(values[2]!, values[3]!, values[4]!)))
    }
    guard !rows.isEmpty else { throw text.problem(1, "the file has no rows: record again") }
    return rows
  }
}
