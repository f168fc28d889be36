import Foundation

/// The text of Chart.js, which reports carry in them: Debian's, as no copy of ours would be kept up to date.
///
/// - Throws: `Failure`, status 69, where it is not installed.
func chartLibrary() throws -> String {
  let path = "/usr/share/javascript/chart.js/chart.min.js"
  do {
    return try String(contentsOfFile: path, encoding: .utf8)
  } catch {
    throw Failure(
      .unavailable, "cannot read \(path), which --report needs: install Debian's package libjs-chart.js")
  }
}
