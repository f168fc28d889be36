import FuzzTargets
import Foundation
import Testing

/// Inputs that fuzzing has found, those of past faults among them: what must hold for each does.
@Suite struct CorpusTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Corpus")

  @Test(arguments: FuzzTarget.allCases) func holdsForEveryInput(target: FuzzTarget) throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.folder.appending(path: target.rawValue), includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    for file in files {
      let problem = try Data(contentsOf: file).withUnsafeBytes { target.problem(with: $0) }
      #expect(problem == nil, "\(file.lastPathComponent)")
    }
  }
}
