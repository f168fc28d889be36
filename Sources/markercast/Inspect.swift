import ArgumentParser
import Foundation
import Recordings

/// `markercast inspect`: what recordings hold.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what recordings hold.",
    discussion: """
      A recording is a CSV file with columns time_s,<marker>_x_mm,<marker>_y_mm,<marker>_z_mm,...; or, with one \
      file for each marker, any of these files or their common beginning.

      EXAMPLES
        markercast inspect breathing.csv
        markercast inspect data/201205101522 --json
      """)

  @Argument(help: "The recordings.") var recordings: [String]
  @Flag(help: "Print JSON, one object a recording in an array.") var json = false

  func run() throws {
    let inspections = try reportingFailures {
      try recordings.map { Inspection(try Recording(path: $0)) }
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      print(String(decoding: try encoder.encode(inspections), as: UTF8.self))
    } else {
      print(inspections.map(\.text).joined(separator: "\n\n"))
    }
  }
}

extension Inspection {
  /// The inspection as a page for people.
  fileprivate var text: String {
    func f(_ value: Double, _ digits: Int = 1) -> String { String(format: "%.\(digits)f", value) }
    var lines = [
      "\(name): \(frames) frames in \(f(duration)) s, \(markers.count) markers"
        + (rate.map { ", \(String(format: "%g", $0)) Hz" } ?? "")
    ]
    if intervals.count == 3 {
      lines.append(
        "  intervals  \(f(intervals[0] * 1000)) to \(f(intervals[2] * 1000)) ms, median \(f(intervals[1] * 1000)) ms"
      )
    }
    lines.append(
      "  gaps       \(gaps.count)"
        + (gaps.isEmpty
          ? ""
          : ", the longest \(f(gaps.map(\.seconds).max()!, 2)) s; first at rows "
            + gaps.prefix(8).map { "\($0.row)" }.joined(separator: ", ")))
    lines.append("  stamps     \(duplicates) repeated, \(outOfOrder) out of order; \(frozen) frozen spells")
    lines.append("")
    lines.append(
      "  marker        seen       x range mm       y range mm       z range mm   sd mm  period s  amplitude mm"
        + "  occluded  jumps")
    for marker in markers {
      let ranges = zip(marker.least, marker.most).map { "\(f($0))…\(f($1))" }
      let deviation = marker.deviation.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let cells = [
        left(marker.name, 12), right("\(marker.samples)", 6),
        ranges.isEmpty ? right("never seen", 51) : ranges.map { right($0, 17) }.joined(),
        right(f(deviation, 2), 8), right(marker.period.map { f($0, 2) } ?? "-", 10),
        right(marker.amplitude.map { f($0, 2) } ?? "-", 14), right("\(marker.occlusions)", 10),
        right("\(marker.jumps)", 7),
      ]
      lines.append("  " + cells.joined())
    }
    if let resolution = markers.compactMap(\.resolution).min() {
      lines.append("  resolution \(String(format: "%g", (resolution * 1e6).rounded() / 1e6)) mm")
    }
    if !anomalies.isEmpty {
      lines.append("")
      lines.append("  \(anomalies.count) anomalies")
      lines += anomalies.map { "  \($0.file):\($0.line): \($0.description)" }
    }
    return lines.joined(separator: "\n")
  }
}
