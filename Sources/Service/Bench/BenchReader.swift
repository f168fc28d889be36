import Synchronization
import Wire
import ZeroMQ

/// The bench's subscriber: it notes for each frame when it, or a newer one, was answered.
///
/// A frame counts from when it was due, not from when it was sent: whatever stalls counts for every frame that it
/// delays, as it would for a real sensor, which does not wait.
final class BenchReader: Sendable {
  private struct Progress {
    var answered = 0
    var measured: UInt64 = 0
    var late: UInt64 = 0
    var latency = DurationMeter()
    var encoding = DurationMeter()
  }

  private let progress = Mutex(Progress())
  private let configuration: BenchConfiguration
  private let start: UInt64
  private let stopFlag = StopFlag()

  init(_ configuration: BenchConfiguration, start: UInt64) {
    self.configuration = configuration
    self.start = start
  }

  /// Waits until so many frames are answered, or until none is for two seconds.
  func awaitRest(of frames: Int) {
    var (answered, last) = (-1, Clock.monotonic)
    while answered < frames, Clock.monotonic - last < 2_000_000_000 {
      let now = progress.withLock { $0.answered }
      if now > answered { (answered, last) = (now, Clock.monotonic) }
      Clock.sleep(until: Clock.monotonic + 10_000_000)
    }
  }

  /// Says what it has seen; how many frames were sent must be known already.
  func report(to result: inout BenchResult) {
    progress.withLock {
      result.unanswered = result.frames - min(result.frames, $0.measured)
      result.late = $0.late
      result.latency = $0.latency.percentiles
      result.encoding = $0.encoding.percentiles
      result.percentileText = $0.latency.percentileText
      result.histogram = BenchResult.bars($0.latency)
    }
  }

  /// Reads no more.
  func stop() { stopFlag.raise() }

  /// Reads until it is stopped.
  func run(on socket: borrowing Socket) {
    var topic = Message()
    var payload = Message()
    var items = [socket.pollItem()]
    var next = [Int](repeating: 0, count: configuration.streams)
    do {
      while !stopFlag.isRaised {
        guard try poll(&items, timeout: .milliseconds(50)) > 0 else { continue }
        while try socket.receive(&topic, wait: false), try socket.receive(&payload) {
          take(topic, payload, received: Clock.monotonic, next: &next)
        }
      }
    } catch {
      // The sockets are inside this process and its child: what fails is seen as frames that nobody answered.
    }
  }

  private func take(
    _ topic: borrowing Message, _ payload: borrowing Message, received: UInt64, next: inout [Int]
  ) {
    guard let stream = topic.withUnsafeBytes(Self.stream), next.indices.contains(stream),
      let glance = payload.withUnsafeBytes(ForecastGlance.init), glance.sequence >= next[stream]
    else { return }
    let newest = min(Int(clamping: glance.sequence), configuration.framesPerStream - 1)
    let answered = next[stream]...newest
    next[stream] = newest + 1
    progress.withLock { progress in
      progress.answered += answered.count
      guard newest >= configuration.warmUpFrames else { return }
      progress.encoding.record(nanoseconds: UInt64(glance.latency * 1e9))
      for frame in answered where frame >= configuration.warmUpFrames {
        let latency = received - (start + configuration.due(frame: frame, stream: stream))
        progress.measured += 1
        progress.latency.record(nanoseconds: latency)
        if Double(latency) > configuration.budget * 1e9 { progress.late += 1 }
      }
    }
  }

  /// The number at the end of a topic.
  private static func stream(of topic: UnsafeRawBufferPointer) -> Int? {
    guard let dash = topic.lastIndex(of: UInt8(ascii: "-")) else { return nil }
    return Int(String(decoding: topic[(dash + 1)...], as: UTF8.self))
  }
}
