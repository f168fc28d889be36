import CLinux
import Glibc
import MarkerMotion
import Recordings
import Synchronization
import Wire
import ZeroMQ

/// The bench's sensors: each frame is sent when it is due, however late the one before was.
final class BenchTracker: Sendable {
  private struct Progress {
    var sent = 0
    var measured: UInt64 = 0
    var lateness = DurationMeter()
    var isDone = false
  }

  private let progress = Mutex(Progress())
  private let configuration: BenchConfiguration
  private let start: UInt64
  private let stopFlag = StopFlag()

  /// The first frame is due at `start`, in monotonic nanoseconds.
  init(_ configuration: BenchConfiguration, start: UInt64) {
    self.configuration = configuration
    self.start = start
  }

  /// Whether it sends no more.
  var isDone: Bool { progress.withLock { $0.isDone } }
  /// Frames sent so far.
  var sent: Int { progress.withLock { $0.sent } }

  /// Says how many frames were measured, and how late they were sent.
  func report(to result: inout BenchResult) {
    progress.withLock {
      result.frames = $0.measured
      result.sending = $0.lateness.percentiles
    }
  }

  /// Sends no more.
  func stop() { stopFlag.raise() }

  /// Sends every frame.
  func run(on socket: borrowing Socket) {
    defer { progress.withLock { $0.isDone = true } }
    let names = (0..<configuration.streams).map(BenchConfiguration.name)
    let topics = names.map { Array(Topic.markers.of($0).utf8) }
    var breathers = names.indices.map { stream in
      var pattern = BreathingPattern()
      pattern.rate = configuration.rate
      pattern.markers = configuration.markers
      pattern.seed = UInt64(stream) + 1
      return SyntheticBreather(pattern)
    }
    for n in 0..<configuration.framesPerStream {
      for stream in names.indices {
        guard !stopFlag.isRaised, let frame = breathers[stream].next() else { return }
        let payload = encodeFrame(frame, stream: names[stream], as: .protobuf)
        let due = start + configuration.due(frame: n, stream: stream)
        Clock.sleep(until: due)
        guard (try? socket.send(topics[stream], payload)) != nil else { return }
        let lateness = Clock.monotonic - due
        progress.withLock {
          $0.sent += 1
          guard n >= configuration.warmUpFrames else { return }
          $0.measured += 1
          $0.lateness.record(nanoseconds: lateness)
        }
      }
    }
  }
}
