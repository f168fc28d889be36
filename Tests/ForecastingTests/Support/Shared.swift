import Foundation

/// The folder beside the package that holds recordings and golden numbers, where there is one.
enum Shared {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "../shared").standardizedFileURL

  static let trajectories = folder.appending(path: "golden/trajectories")
  static let scores = folder.appending(path: "golden/protocol_scores.json")
  static let markers = folder.appending(path: "data/external-markers")

  static var hasTrajectories: Bool { exists(trajectories.appending(path: "index.json")) }
  static var hasScores: Bool { exists(scores) }
  static var hasRecordings: Bool { exists(markers) }

  private static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
}
