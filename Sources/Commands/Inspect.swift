import ArgumentParser
import Evaluation
import Foundation
import Recordings
import Service

/// `markercast inspect`: what recordings hold.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what recordings, and recorded messages, hold.",
    discussion: """
      A recording is a CSV file with columns time_s,<marker>_x_mm,<marker>_y_mm,<marker>_z_mm,...; or, with one \
      file for each marker, any of these files or their common beginning.

      Rows are counted from 0, times run in seconds from the first frame, lengths are in mm. The period is that of \
      the autocorrelation along a marker's main axis, the amplitude the usual difference of highest and lowest place \
      within a breath and a half.

      Of messages, as record --out or record --forecasts keeps them: the streams, from when to when, states, missing \
      numbers, latencies and events; the file may still be written.

      EXAMPLES
        markercast inspect breathing.csv
        markercast inspect night.messages
        markercast inspect data/201205101522 --json

      EXIT STATUS
        65 where a file can't be understood, with its line; 66 where there is none.
      """)

  @Argument(help: "The recordings, or files of messages.") var recordings: [String]
  @Flag(help: "Print JSON, one object a recording in an array.") var json = false

  func run() throws {
    let inspections = try reportingFailures { try recordings.map(InspectedFile.init(path:)) }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      print(String(decoding: try encoder.encode(inspections), as: UTF8.self))
    } else {
      print(inspections.map(\.text).joined(separator: "\n\n"))
    }
  }
}

/// What was inspected.
private enum InspectedFile: Encodable {
  case recording(Inspection)
  case messages(name: String, RecordedFile)

  init(path: String) throws {
    self =
      RecordedMessage.areIn(path)
      ? .messages(name: (path as NSString).lastPathComponent, try RecordedFile(path: path))
      : .recording(Inspection(try Recording(path: path)))
  }

  var text: String {
    switch self {
    case .recording(let inspection): inspection.text
    case .messages(let name, let file):
      "\(name): \(counted(file.messages, "message")) of \(counted(file.streams.count, "stream"))\n"
        + RecordedText(file).description
    }
  }

  private enum CodingKeys: String, CodingKey {
    case name, messages, strangers, streams
    case passedOver = "bytes_passed_over"
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .recording(let inspection): try inspection.encode(to: encoder)
    case .messages(let name, let file):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(file.messages, forKey: .messages)
      try container.encode(file.strangers, forKey: .strangers)
      try container.encode(file.passedOver, forKey: .passedOver)
      try container.encode(file.streams, forKey: .streams)
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
    if let intervals {
      lines.append(
        "  intervals     \(f(intervals.least * 1000)) to \(f(intervals.most * 1000)) ms, "
          + "median \(f(intervals.median * 1000)) ms, standard deviation \(f(intervals.deviation * 1000)) ms")
    }
    lines.append("  gaps          " + Self.text(gaps))
    lines.append(
      "  repeated      " + Self.text(rows: duplicates) + ", out of order " + Self.text(rows: outOfOrder))
    lines.append("  frozen        " + Self.text(frozen))
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
        right(marker.amplitude.map { f($0, 2) } ?? "-", 14), right("\(marker.occlusions.count)", 10),
        right("\(marker.jumps.count)", 7),
      ]
      lines.append("  " + cells.joined())
    }
    for marker in markers where !marker.occlusions.isEmpty {
      lines.append("  \(marker.name) out of sight: " + Self.text(marker.occlusions))
    }
    for marker in markers where !marker.jumps.isEmpty {
      lines.append("  \(marker.name) jumps at " + Self.text(rows: marker.jumps.map(\.row)))
    }
    if let resolution = markers.compactMap(\.resolution).min() {
      lines.append("  resolution    \(String(format: "%g", resolution)) mm")
    }
    if !anomalies.isEmpty {
      lines.append("")
      lines.append("  \(anomalies.count) anomalies")
      lines += anomalies.map { "  \($0.file):\($0.line): \($0.description)" }
    }
    return lines.joined(separator: "\n")
  }

  /// How many stretches, the longest, and where the first ones are.
  private static func text(_ stretches: [Stretch]) -> String {
    guard let longest = stretches.map(\.seconds).max() else { return "0" }
    return text(rows: stretches.map(\.row)) + String(format: ", the longest %.2f s", longest)
  }

  /// How many rows, and which the first ones are.
  private static func text(rows: [Int]) -> String {
    guard !rows.isEmpty else { return "0" }
    let shown = rows.prefix(8).map(String.init).joined(separator: ", ")
    return "\(rows.count) (row \(shown)\(rows.count > 8 ? ", ..." : ""))"
  }
}
