import Foundation
import Testing

/// `Scripts/fetch-recordings` from a repository on this disk: the public one can't be reached from everywhere.
@Suite(.timeLimit(.minutes(10))) struct FetchTests {
  private static let script = Program.root.appending(path: "Scripts/fetch-recordings").path

  private func sh(_ commands: String, in folder: Workplace) throws -> (status: Int32, text: String) {
    let program = try Program(["-c", commands], in: folder, executable: "/bin/bash")
    let status = program.wait()
    return (status, program.output + program.errors)
  }

  /// A repository with the folder of the public one and `count` files in it.
  private func repository(_ count: Int, in folder: Workplace) throws {
    let made = try sh(
      """
      git init -q public && cd public && mkdir -p "Original data/deep" &&
      for i in $(seq \(count)); do echo "$i" > "Original data/deep/20120510$((1500 + i))-LAC-1-N-1-6.csv"; done &&
      echo no > "Original data/readme.csv" && git add -A &&
      git -c user.name=t -c user.email=t@t commit -qm recordings
      """, in: folder)
    #expect(made.status == 0, "\(made.text)")
  }

  private func fetch(in folder: Workplace) throws -> (status: Int32, text: String) {
    try sh("'\(Self.script)' --from '\(folder.path("public"))' --to data", in: folder)
  }

  @Test func filesAreLaidOutAndKept() throws {
    let folder = try Workplace()
    try repository(27, in: folder)
    let first = try fetch(in: folder)
    #expect(first.status == 0, "\(first.text)")
    #expect(first.text.contains("27 of 27 files"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("data")).count == 27)
    // Nothing is fetched again, nor written over.
    _ = try sh("rm -rf public; echo changed > data/201205101501-LAC-1-N-1-6.csv", in: folder)
    #expect(try fetch(in: folder).status == 0)
    #expect(
      try String(contentsOfFile: folder.path("data/201205101501-LAC-1-N-1-6.csv"), encoding: .utf8)
        == "changed\n")
  }

  @Test func anotherFileUnderAKnownNameIsRefused() throws {
    let folder = try Workplace()
    try repository(27, in: folder)
    _ = try sh("mkdir data && echo other > data/201205101522-LAC-1-N-138-6.csv", in: folder)
    let result = try fetch(in: folder)
    #expect(result.status == 65 && result.text.contains("201205101522-LAC-1-N-138-6.csv is not the file"))
  }

  @Test func tooFewFilesAndNoRepositoryAreSaid() throws {
    let folder = try Workplace()
    try repository(3, in: folder)
    #expect(try fetch(in: folder).status == 65)
    let gone = try sh("'\(Self.script)' --from '\(folder.path("nowhere"))' --to other", in: folder)
    #expect(gone.status == 69 && gone.text.contains("cannot clone"))
  }
}
