import Dispatch
import Logging
import Synchronization

/// The thread that brings checkpoints to the disk, so that no worker waits for one.
///
/// Workers hand over a stream's bytes in buffers that come back to them. A worker whose buffer is still on its way goes on
/// without, and takes the checkpoint later. A buffer's storage is held in one place at a time, as some megabytes would be copied
/// otherwise when the CRC is put in.
package final class CheckpointWriter: Sendable {
  /// How the writing of one stream's checkpoints goes.
  package struct Status: Hashable, Sendable {
    /// Checkpoints that were written.
    package var written: UInt64 = 0
    /// Attempts that failed.
    package var failed: UInt64 = 0
    /// When the newest was written, by the wall clock in nanoseconds; nil before the first.
    package var newest: Int64?
    /// What went wrong with the last attempt; nil where it went well.
    package var problem: String?
  }

  private struct Job: Sendable {
    var stream: String
    var bytes: [UInt8]
    var wall: Int64
  }

  private struct State: Sendable {
    var jobs: [Job] = []
    var spare: [[UInt8]] = []
    var statuses: [String: Status] = [:]
    var isEnding = false
  }

  /// Buffers, on their way or spare: each may hold some ten megabytes.
  private static let buffers = 2

  private let folder: CheckpointFolder
  private let logger: Logger
  private let state = Mutex(State())
  private let work = DispatchSemaphore(value: 0)
  private let room = DispatchSemaphore(value: CheckpointWriter.buffers)
  private let finished = DispatchSemaphore(value: 0)

  package init(folder: CheckpointFolder, logger: Logger) {
    self.folder = folder
    self.logger = logger
  }

  /// A buffer to write a checkpoint to, to be handed back by `submit`; nil where none is free and `waits` is false.
  package func takeBuffer(waits: Bool = false) -> [UInt8]? {
    guard room.wait(timeout: waits ? .distantFuture : .now()) == .success else { return nil }
    return state.withLock { $0.spare.popLast() ?? [] }
  }

  /// Takes a checkpoint without its CRC out of a buffer that was taken, and leaves an empty one.
  package func submit(_ buffer: inout [UInt8], of stream: String, wall: Int64) {
    state.withLock {
      $0.jobs.append(Job(stream: stream, bytes: exchange(&buffer, with: []), wall: wall))
    }
    work.signal()
  }

  /// How a stream's checkpoints go.
  package func status(of stream: String) -> Status {
    state.withLock { $0.statuses[stream] ?? Status() }
  }

  /// Writes until `end` is called, and then what is left.
  package func run() {
    var limited = LimitedLog()
    while true {
      work.wait()
      guard var job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) else {
        if state.withLock({ $0.isEnding }) { break }
        continue
      }
      write(&job, &limited)
      room.signal()
    }
    finished.signal()
  }

  private func write(_ job: inout Job, _ limited: inout LimitedLog) {
    Checkpoint.seal(&job.bytes)
    var problem: String?
    do {
      try folder.write(job.bytes, of: job.stream)
    } catch {
      problem = error.description
      limited.warn(
        logger, key: "checkpoint", .event("checkpoint_failed", of: job.stream),
        "stream \(job.stream): no checkpoint: \(error); learning goes on, and it is tried again")
    }
    let recovered = state.withLock { state in
      state.spare.append(exchange(&job.bytes, with: []))
      var status = state.statuses[job.stream] ?? Status()
      defer { state.statuses[job.stream] = status }
      let hadProblem = status.problem != nil
      status.problem = problem
      if problem != nil {
        status.failed += 1
        return false
      }
      status.written += 1
      status.newest = job.wall
      return hadProblem
    }
    if recovered {
      logger.notice(
        "stream \(job.stream): checkpoints are written again",
        metadata: .event("checkpoint_written", of: job.stream))
    }
  }

  /// Returns once all that was submitted is written.
  package func end() {
    state.withLock { $0.isEnding = true }
    work.signal()
    finished.wait()
  }
}
