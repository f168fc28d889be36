import Foundation
import MarkerMotion

/// The tracker's own form: one file a marker, `"Frame";"Timestamp";"x";"y";"z"`, decimal commas.
///
/// Frame counts the tracker's 60 Hz frames and is exact; the Timestamp is not always what it should be. A last
/// row of zeros is an end mark. Files are named `<date and time>-<marker>-...csv`; they may differ in their rows,
/// and a marker without a row is not seen in that frame. Rows that are no numbers or out of order are refused.
enum TrackerFile {
  /// The tracker's frames a second.
  static let frameRate: Int64 = 60

  private static let semicolon = UInt8(ascii: ";")

  /// Whether a file that begins with `head` is the tracker's.
  static func begins(_ head: ArraySlice<UInt8>) -> Bool {
    head.prefix(64).filter { $0 != UInt8(ascii: "\"") }.starts(with: "Frame;Timestamp;x;y;z".utf8)
  }

  /// The files that are named like `path` up to the first hyphen, and have its extension.
  static func siblings(of path: String) -> [String] {
    let name = (path as NSString).lastPathComponent
    guard let hyphen = name.firstIndex(of: "-") else { return [path] }
    let folder = (path as NSString).deletingLastPathComponent
    return files(
      withPrefix: (folder as NSString).appendingPathComponent(String(name[...hyphen])),
      extension: (name as NSString).pathExtension)
  }

  /// The files whose path begins with `prefix`, sorted.
  static func files(withPrefix prefix: String, extension: String = "csv") -> [String] {
    let folder = (prefix as NSString).deletingLastPathComponent
    let beginning = (prefix as NSString).lastPathComponent
    guard !beginning.isEmpty else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return names.filter { $0.hasPrefix(beginning) && ($0 as NSString).pathExtension == `extension` }.sorted()
      .map { (folder as NSString).appendingPathComponent($0) }
  }

  static func recording(_ paths: [String]) throws -> Recording {
    var rows: [Int64: [(marker: Int, position: Position)]] = [:]
    var markers: [String] = []
    var isEndMarked = false
    var anomalies: [Anomaly] = []
    var recording = ""
    for path in paths {
      var reader = try LineReader(path)
      let parts = reader.name.split(separator: "-").map(String.init)
      let beginning = parts.first ?? reader.name
      let name = parts.count > 1 ? parts[1] : (reader.name as NSString).deletingPathExtension
      guard !markers.contains(name) else {
        throw reader.problem(
          1, "marker \(name) has another file already: name one recording by all of its common beginning")
      }
      if markers.isEmpty { recording = beginning }
      guard beginning == recording else {
        throw reader.problem(
          1, "this file is of another recording than \(recording): name more of the common beginning")
      }
      markers.append(name)
      for (frame, position) in try read(&reader, &anomalies, &isEndMarked) {
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
    var result = Recording(
      name: recording, markers: order.map { markers[$0] }, frames: frames, anomalies: anomalies)
    result.isEndMarked = isEndMarked
    return result
  }

  /// Frame / 60 s, to the nearest nanosecond.
  static func stamp(ofFrame frame: Int64) -> Stamp {
    let (seconds, rest) = frame.quotientAndRemainder(dividingBy: frameRate)
    return Stamp(nanoseconds: seconds * 1_000_000_000 + (rest * 1_000_000_000 + frameRate / 2) / frameRate)
  }

  private typealias Row = (frame: Int64, timestamp: Double, position: Position)

  private static func read(
    _ reader: inout LineReader, _ anomalies: inout [Anomaly], _ isEndMarked: inout Bool
  ) throws -> [(frame: Int64, position: Position)] {
    guard let header = try reader.next(), begins(header.bytes) else {
      throw reader.problem(
        1, "expected the header \"Frame\";\"Timestamp\";\"x\";\"y\";\"z\": name the tracker's files only")
    }
    var rows: [(frame: Int64, position: Position)] = []
    var endMark: Int?
    while let line = try reader.next() {
      if line.bytes.isEmpty { continue }
      func note(_ text: String) { anomalies.append(reader.anomaly(line.number, text)) }
      if let endMark {
        throw reader.problem(
          endMark, "a row of zeros ends the file, and more rows follow: remove one or the other")
      }
      guard let row = row(line.bytes) else {
        guard line.isWhole else {
          note(cutRow)
          break
        }
        throw reader.problem(
          line.number,
          "expected Frame;Timestamp;x;y;z with decimal commas, within 10 km: correct or remove the row")
      }
      if !rows.isEmpty, row == (0, 0, .zero) {
        endMark = line.number
        isEndMarked = true
        note("a row of zeros ends the file; it is no position and was left out")
        continue
      }
      if let last = rows.last, row.frame <= last.frame {
        throw reader.problem(
          line.number, "frame \(row.frame) does not follow frame \(last.frame): put the rows in order")
      }
      let milliseconds = (Double(row.frame) / Double(frameRate) * 1000).rounded()
      if abs(row.timestamp - milliseconds) > 1 {
        note(
          "the Timestamp \(row.timestamp) is not frame \(row.frame)'s \(milliseconds) ms; "
            + "the time was taken from the frame")
      }
      if !line.isWhole { note(unendedRow) }
      rows.append((row.frame, row.position))
    }
    guard !rows.isEmpty else { throw reader.problem(1, "the file has no rows: record again") }
    return rows
  }

  private static func row(_ bytes: ArraySlice<UInt8>) -> Row? {
    var fields = Fields(bytes, separator: semicolon)
    func value() -> Double? { fields.next().flatMap { number($0, mark: UInt8(ascii: ",")) } }
    guard let count = value(), let timestamp = value(), let x = value(), let y = value(), let z = value(),
      max(abs(x), abs(y), abs(z)) <= Marker.farthest, fields.next() == nil, let frame = Int64(exactly: count),
      (0...10_000_000_000).contains(frame)
    else { return nil }
    return (frame, timestamp, Position(x, y, z))
  }
}
