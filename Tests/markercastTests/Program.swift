import Foundation
import Glibc
import Testing

/// The built program, as a user would run it.
final class Program {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The development recordings beside the project.
  static let recordings = root.deletingLastPathComponent().appending(path: "shared/data/external-markers")
  static let hasRecordings = FileManager.default.fileExists(atPath: recordings.path)

  #if DEBUG
    private static let configuration = "debug"
  #else
    private static let configuration = "release"
  #endif

  /// Where the program is.
  static let path = root.appending(path: ".build/\(configuration)/markercast").path

  private let process = Process()
  private let folder: Workplace
  private let name: String

  /// Starts `executable` (markercast unless another is named); its output goes to files of `folder`, or to `terminal`,
  /// which it then reads too.
  init(
    _ arguments: [String], in folder: Workplace, executable: String? = nil, on terminal: PseudoTerminal? = nil
  ) throws {
    self.folder = folder
    name = folder.next()
    process.executableURL =
      executable.map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    for file in ["\(name).out", "\(name).err"] {
      _ = FileManager.default.createFile(atPath: folder.path(file), contents: nil)
    }
    process.standardOutput = FileHandle(forWritingAtPath: folder.path("\(name).out"))
    process.standardError = FileHandle(forWritingAtPath: folder.path("\(name).err"))
    if let terminal {
      process.standardInput = terminal.program
      process.standardOutput = terminal.program
      process.environment = ProcessInfo.processInfo.environment.merging(["TERM": "xterm", "NO_COLOR": ""]) {
        $1
      }
    }
    try process.run()
  }

  deinit {
    if process.isRunning { _ = Glibc.kill(process.processIdentifier, SIGKILL) }
  }

  var output: String { (try? String(contentsOfFile: folder.path("\(name).out"), encoding: .utf8)) ?? "" }
  var errors: String { (try? String(contentsOfFile: folder.path("\(name).err"), encoding: .utf8)) ?? "" }
  var isRunning: Bool { process.isRunning }
  /// The process's number.
  var number: Int32 { process.processIdentifier }

  /// How many of `total` runs it has last said to have finished.
  func finished(of total: Int) -> Int {
    let counts = errors.matches(of: /(\d+) of (\d+) runs/).filter { $0.2 == "\(total)" }
    return counts.last.flatMap { Int($0.1) } ?? 0
  }

  func interrupt() { process.interrupt() }
  func terminate() { process.terminate() }
  /// Ends it with no chance to finish anything.
  func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  /// Waits for the end; the exit status, or minus the signal that ended it.
  func wait() -> Int32 {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  /// Runs to the end.
  static func run(_ arguments: String..., in folder: Workplace) throws -> (
    status: Int32, output: String, errors: String
  ) {
    let program = try Program(arguments, in: folder)
    return (program.wait(), program.output, program.errors)
  }
}

/// A folder of its own for a test, gone afterwards. Short, as ipc endpoints are.
final class Workplace {
  let url: URL
  private var count = 0

  init() throws {
    url = URL(fileURLWithPath: "/tmp/mc-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }
  func endpoint(_ name: String) -> String { "ipc://\(path(name))" }

  /// What a file of JSON holds.
  func object(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: url.appending(path: name))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  func next() -> String {
    count += 1
    return "program-\(count)"
  }
}
