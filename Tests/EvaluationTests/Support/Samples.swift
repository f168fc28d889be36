import Evaluation
import Foundation
import MarkerMotion
import Recordings

/// The folder beside the package that holds recordings and golden numbers, where there is one.
enum Shared {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "../shared").standardizedFileURL
  static let markers = folder.appending(path: "data/external-markers")
  static let golden = folder.appending(path: "golden")
  static let names = ["201205101522", "201205101536", "201205101541", "201205111057", "201205181211"]

  static var isHere: Bool {
    [markers, golden].allSatisfy { FileManager.default.fileExists(atPath: $0.path) }
  }

  static func recordings() throws -> [Recording] {
    try names.map { try Recording(path: markers.appending(path: $0).path) }
  }
}

/// Synthetic breathing, the same for the same seed.
func breathing(
  seed: UInt64 = 1, seconds: Double = 70, _ change: (inout BreathingPattern) -> Void = { _ in }
) -> Recording {
  var pattern = BreathingPattern()
  pattern.seed = seed
  change(&pattern)
  var recording = SyntheticBreather.recording(pattern, seconds: seconds)
  recording.name = "breathing-\(seed)"
  return recording
}

/// A folder of its own for a test, gone afterwards.
final class Folder {
  let url = FileManager.default.temporaryDirectory.appending(path: "mc-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }
}

/// A plan and the result of carrying it out.
func evaluate(_ plan: EvaluationPlan, jobs: Int = 2) throws -> EvaluationResult {
  let folder = try Folder()
  return try plan.summarise(
    Runner(plan, store: RunStore(folder: folder.url), version: "test").run(jobs: jobs))
}
