import Foundation

/// The development recordings, as the papers use them: the last row of each dropped.
enum Recordings {
  static let names = ["201205101522", "201205101536", "201205101541", "201205111057", "201205181211"]

  /// Positions in mm: a row a tick, x y z of each marker, markers in the order of their files.
  static func load(_ name: String) throws -> [[Double]] {
    let files = try FileManager.default.contentsOfDirectory(atPath: Shared.markers.path)
      .filter { $0.hasPrefix(name) }.sorted()
    let markers = try files.map { try marker(Shared.markers.appending(path: $0)) }
    return markers[0].indices.map { row in markers.flatMap { $0[row] } }
  }

  private static func marker(_ file: URL) throws -> [[Double]] {
    try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().dropLast()
      .map {
        $0.split(separator: ";")[2...4].map { Double($0.replacing(",", with: "."))! }
      }
  }
}
