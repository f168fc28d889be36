import Foundation
import Recordings

/// An evaluation, or a search over hyper-parameters, as one page that a person reads: HTML that needs nothing beside it.
///
/// Equal values give equal bytes.
package struct Report: Sendable {
  /// nil where there is a search alone.
  package var result: EvaluationResult?
  /// What the reader can scroll through.
  package var traces: [RecordingTrace]
  /// The trials of a search.
  package var landscapes: [Landscape]
  /// How the streams went whose forecasts were recorded.
  var courses: [StreamCourse] = []
  /// What became of the instants that were forecast, by stream.
  var instants: [String: ScoredInstants] = [:]

  /// A report.
  package init(
    result: EvaluationResult? = nil, traces: [RecordingTrace] = [], landscapes: [Landscape] = []
  ) {
    self.result = result
    self.traces = traces
    self.landscapes = landscapes
  }

  /// A report of forecasts that were recorded.
  package init(_ evaluation: RecordedEvaluation) {
    self.init(
      result: evaluation.result, traces: evaluation.traces.filter { $0.horizons.contains { $0.count > 0 } })
    courses = evaluation.courses
    instants = evaluation.instants
  }

  /// The page, with `chartLibrary`, the text of Chart.js 3, in it. O(size of the traces).
  package func html(chartLibrary: String) throws -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="data:,">
    <title>\(escaped(title))</title>
    <style>
    \(text(PackageResources.report_css))</style>
    </head>
    <body>
    <main>
    \(body)</main>
    <script type="application/json" id="data">\(try data)</script>
    <script>\(chartLibrary.replacing("</script", with: "<\\/script"))</script>
    <script>
    "use strict";
    (() => {
    \(script)})();
    </script>
    </body>
    </html>

    """
  }

  private var title: String {
    guard let result else { return "Search over hyper-parameters" }
    guard courses.isEmpty else {
      return "What was forecast of \(courses.map(\.stream).joined(separator: ", "))"
    }
    return "Forecasts of \(result.recordings.map(\.name).joined(separator: ", "))"
  }

  private var script: String {
    [
      PackageResources.data_js, PackageResources.theme_js, PackageResources.controls_js,
      PackageResources.charts_js, PackageResources.scores_js, PackageResources.motion_js,
      PackageResources.traces_js, PackageResources.landscapes_js, PackageResources.courses_js,
      PackageResources.start_js,
    ].map(text).joined()
  }

  /// What the script draws, as JSON in which no tag can end or begin.
  private var data: String {
    get throws {
      struct Contents: Encodable {
        var result: EvaluationResult?
        var traces: [RecordingTrace]
        var landscapes: [Landscape]
        var courses: [StreamCourse]
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let json = try encoder.encode(
        Contents(result: result, traces: traces, landscapes: landscapes, courses: courses))
      var safe: [UInt8] = []
      safe.reserveCapacity(json.count)
      for byte in json {
        if byte == UInt8(ascii: "<") { safe += "\\u003c".utf8 } else { safe.append(byte) }
      }
      return String(decoding: safe, as: UTF8.self)
    }
  }
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
