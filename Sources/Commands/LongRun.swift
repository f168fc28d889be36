import Evaluation
import Foundation
import Synchronization

/// Tells on standard error how far many runs have come.
final class RunReporter: Sendable {
  private let state = Mutex((line: ProgressLine(), isGreeted: false, total: 0))
  private let start = ContinuousClock.now

  /// Says what has just been finished, and first that the rest is gone on with, where it is.
  func note(_ progress: Runner.Progress, _ what: String) {
    state.withLock { state in
      if !state.isGreeted, progress.resumed > 0 {
        say("Going on: \(progress.resumed) of \(progress.total) runs were finished before.")
      }
      state.isGreeted = true
      state.total = progress.total
      state.line.show(
        Double(progress.finished) / Double(progress.total),
        "\(progress.finished) of \(progress.total) runs: \(what); about \(text(of: progress.left)) left")
    }
  }

  /// Says how long it took, and leaves the line to what is printed next.
  func end() {
    state.withLock { state in
      guard state.total > 0 else { return }
      state.line.end("\(state.total) runs: finished in \(text(of: start.duration(to: .now)))")
    }
  }
}

extension RunStore {
  /// What `command` keeps until it is finished, in $XDG_CACHE_HOME or ~/.cache.
  init(command: String) throws {
    let cache =
      ProcessInfo.processInfo.environment["XDG_CACHE_HOME"].map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache")
    try self.init(folder: cache.appending(path: "markercast/\(command)"))
  }
}

/// When this program was built, as its file tells; nil where that can't be seen.
func programDate() -> Date? { modificationDate(of: programPath()) }

/// What tells this build from others.
func programVersion() -> String {
  let size = (try? FileManager.default.attributesOfItem(atPath: programPath()))?[.size]
  return "\(programDate().map { "\($0)" } ?? "") \(size ?? "")"
}

/// When the file at `path` was last written; nil where there is none.
func modificationDate(of path: String) -> Date? {
  (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
}

/// The path of this program's file.
func programPath() -> String {
  let own = "/proc/self/exe"
  return (try? FileManager.default.destinationOfSymbolicLink(atPath: own)) ?? own
}

/// Says, at SIGINT, that what is finished is kept; the status is a shell's for an interruption.
func explainInterruption() {
  signal(SIGINT) { _ in
    let text: StaticString =
      "\nInterrupted: finished runs are kept, and the same command goes on from there.\n"
    _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    _exit(130)
  }
}

/// Writes `data` to `path`, whole or not at all.
func save(_ data: Data, to path: String) throws {
  do {
    try data.write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw Failure(.badData, "cannot write \(path): name a file in a folder that exists and can be written")
  }
}

/// Throws where one of `files` can't be written: better now than after a long run.
func checkWritable(_ files: String?...) throws {
  for case let file? in files {
    let url = URL(fileURLWithPath: file)
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
    guard !(exists && isFolder.boolValue),
      FileManager.default.isWritableFile(atPath: url.deletingLastPathComponent().path)
    else { throw Failure(.unwritable(file)) }
  }
}

/// A time to wait, as people say it.
private func text(of duration: Duration) -> String {
  let seconds = Int(duration / .seconds(1))
  return seconds < 100
    ? "\(seconds) s" : seconds < 6000 ? "\(seconds / 60) min" : "\(seconds / 3600) h \(seconds / 60 % 60) min"
}
