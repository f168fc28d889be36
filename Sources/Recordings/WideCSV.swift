import Foundation
import MarkerMotion

/// Our own form: `time_s,<marker>_x_mm,<marker>_y_mm,<marker>_z_mm,...`, fields empty where a marker is missing.
///
/// Times and positions are written so that reading gives back the same nanoseconds and the same doubles.
/// A row that does not fit the header is refused, unless it is the last one and has no line end.
enum WideCSV {
  static let comma = UInt8(ascii: ",")

  static func read(_ reader: inout LineReader) throws -> Recording {
    guard let line = try reader.next() else {
      throw reader.problem(1, "the file is empty: expected a header like time_s,a_x_mm,a_y_mm,a_z_mm")
    }
    let markers = try header(line, of: reader)
    var frames: [Frame] = []
    var anomalies: [Anomaly] = []
    while let line = try reader.next() {
      if line.bytes.isEmpty { continue }
      do {
        var frame = try frame(line.bytes, markers)
        frame.sequence = UInt64(frames.count)
        frames.append(frame)
        if !line.isWhole { anomalies.append(reader.anomaly(line.number, unendedRow)) }
      } catch {
        guard !line.isWhole else { throw reader.problem(line.number, error.sentence) }
        anomalies.append(reader.anomaly(line.number, cutRow))
      }
    }
    guard !frames.isEmpty else { throw reader.problem(1, "the file has no rows: record again") }
    let name = (reader.name as NSString).deletingPathExtension
    return Recording(name: name, markers: markers.sorted(), frames: frames, anomalies: anomalies)
  }

  /// What is wrong with a row.
  private struct Spoiled: Error {
    var sentence: String
  }

  private static func frame(_ row: ArraySlice<UInt8>, _ markers: [String]) throws(Spoiled) -> Frame {
    let count = 1 + row.count { $0 == comma }
    guard count == 1 + 3 * markers.count else {
      throw Spoiled(
        sentence: "the row has \(count) fields and the header \(1 + 3 * markers.count): make them agree")
    }
    var fields = Fields(row, separator: comma)
    let time = fields.next()!
    guard let stamp = Stamp(time) else {
      throw Spoiled(
        sentence: "'\(String(decoding: time, as: UTF8.self))' is no time: write seconds as in 12.345")
    }
    var frame = Frame(stamp: stamp, markers: [])
    frame.markers.reserveCapacity(markers.count)
    for name in markers {
      let (x, y, z) = (fields.next()!, fields.next()!, fields.next()!)
      if x.isEmpty, y.isEmpty, z.isEmpty {
        frame.markers.append(Marker(name: name, position: nil))
      } else if let x = number(x), let y = number(y), let z = number(z) {
        guard max(abs(x), abs(y), abs(z)) <= Marker.farthest else {
          throw Spoiled(sentence: "marker \(name) is more than 10 km away: write millimetres")
        }
        frame.markers.append(Marker(name: name, position: Position(x, y, z)))
      } else {
        throw Spoiled(
          sentence: "marker \(name) needs three numbers in mm, or three empty fields where it is missing")
      }
    }
    return frame
  }

  private static func header(_ line: Line, of reader: borrowing LineReader) throws -> [String] {
    let names = String(decoding: line.bytes, as: UTF8.self)
      .split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    let expected =
      "expected the header time_s,<marker>_x_mm,<marker>_y_mm,<marker>_z_mm,...: rename the columns"
    guard names.first == "time_s", names.count >= 4, names.count % 3 == 1 else {
      throw reader.problem(1, expected)
    }
    var markers: [String] = []
    for triple in stride(from: 1, to: names.count, by: 3).map({ Array(names[$0..<$0 + 3]) }) {
      let marker = String(triple[0].dropLast("_x_mm".count))
      guard !marker.isEmpty, triple == columns(of: marker) else { throw reader.problem(1, expected) }
      markers.append(marker)
    }
    guard Set(markers).count == markers.count else {
      throw reader.problem(1, "a marker has two sets of columns: give each marker a name of its own")
    }
    return markers
  }

  /// The names of a marker's columns.
  static func columns(of marker: String) -> [String] { ["x", "y", "z"].map { "\(marker)_\($0)_mm" } }
}
