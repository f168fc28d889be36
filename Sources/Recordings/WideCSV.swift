import Foundation
import MarkerMotion

/// Our own form: `time_s,<marker>_x_mm,<marker>_y_mm,<marker>_z_mm,...`, fields empty where a marker is missing.
///
/// Times and positions are written so that reading gives back the same nanoseconds and the same doubles.
enum WideCSV {
  static func read(_ text: TextFile) throws -> Recording {
    var markers: [String] = []
    var frames: [Frame] = []
    var anomalies: [Anomaly] = []
    try text.forEachLine { line, bytes, isWhole in
      let fields = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      if line == 1 {
        markers = try header(fields, of: text)
        return
      }
      if bytes.isEmpty { return }
      func spoiled(_ reason: String) throws {
        guard isWhole else {
          anomalies.append(
            Anomaly(file: text.name, line: line, description: "the last row is cut short; it was left out"))
          return
        }
        throw text.problem(line, reason)
      }
      guard fields.count == 1 + 3 * markers.count else {
        return try spoiled(
          "the row has \(fields.count) fields and the header \(1 + 3 * markers.count): make them agree")
      }
      guard let stamp = stamp(fields[0]) else {
        return try spoiled(
          "'\(String(decoding: fields[0], as: UTF8.self))' is no time: write seconds as in 12.345")
      }
      var frame = Frame(sequence: UInt64(frames.count), stamp: stamp, markers: [])
      frame.markers.reserveCapacity(markers.count)
      for (m, name) in markers.enumerated() {
        let triple = fields[1 + 3 * m..<4 + 3 * m]
        if triple.allSatisfy(\.isEmpty) {
          frame.markers.append(Marker(name: name, position: nil))
          continue
        }
        let values = triple.map { number($0) }
        guard let x = values[0], let y = values[1], let z = values[2], x.isFinite, y.isFinite, z.isFinite
        else {
          return try spoiled(
            "marker \(name) needs three numbers in mm, or three empty fields where it is missing")
        }
        frame.markers.append(Marker(name: name, position: Position(x, y, z)))
      }
      frames.append(frame)
    }
    guard !markers.isEmpty else {
      throw text.problem(1, "the file is empty: expected a header like time_s,a_x_mm,a_y_mm,a_z_mm")
    }
    guard !frames.isEmpty else { throw text.problem(1, "the file has no rows: record again") }
    let name = (text.name as NSString).deletingPathExtension
    return Recording(name: name, markers: markers.sorted(), frames: frames, anomalies: anomalies)
  }

  private static func header(_ fields: [ArraySlice<UInt8>], of text: TextFile) throws -> [String] {
    let names = fields.map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespaces) }
    let problem = text.problem(
      1, "expected the header time_s,<marker>_x_mm,<marker>_y_mm,<marker>_z_mm,...: rename the columns")
    guard names.first == "time_s", names.count >= 4, names.count % 3 == 1 else { throw problem }
    let markers = try stride(from: 1, to: names.count, by: 3).map { c in
      let marker = String(names[c].dropLast("_x_mm".count))
      guard !marker.isEmpty, (0..<3).allSatisfy({ names[c + $0] == "\(marker)_\(["x", "y", "z"][$0])_mm" })
      else { throw problem }
      return marker
    }
    guard Set(markers).count == markers.count else {
      throw text.problem(1, "a marker has two sets of columns: give each marker a name of its own")
    }
    return markers
  }

  /// Seconds in decimal notation as exact nanoseconds; digits beyond the ninth are rounded.
  static func stamp(_ field: ArraySlice<UInt8>) -> Stamp? {
    guard !field.contains(where: { "eE".utf8.contains($0) }) else {
      return number(field).flatMap { Stamp(seconds: $0) }
    }
    let text = String(decoding: field, as: UTF8.self).trimmingCharacters(in: .whitespaces)
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), number(field) != nil else { return nil }
    let isNegative = parts[0].hasPrefix("-")
    var digits = parts.count == 2 ? String(parts[1]) : ""
    if digits.count > 9 { return number(field).flatMap { Stamp(seconds: $0) } }
    digits += String(repeating: "0", count: 9 - digits.count)
    guard let whole = Int64(parts[0].isEmpty || parts[0] == "-" ? "0" : parts[0]), let rest = Int64(digits),
      abs(whole) < 9_000_000_000
    else { return nil }
    return Stamp(nanoseconds: whole * 1_000_000_000 + (isNegative ? -rest : rest))
  }

  /// Nanoseconds as seconds in decimal notation, exactly.
  static func text(_ stamp: Stamp) -> String {
    let (seconds, rest) = stamp.nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    var text = (stamp.nanoseconds < 0 ? "-" : "") + "\(seconds)"
    if rest > 0 {
      var digits = String(rest)
      digits = String(repeating: "0", count: 9 - digits.count) + digits
      while digits.last == "0" { digits.removeLast() }
      text += "." + digits
    }
    return text
  }
}
