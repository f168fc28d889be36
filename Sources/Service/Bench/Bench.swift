import CLinux
import Dispatch
import Foundation
import Wire
import ZeroMQ

/// A check of the daemon on this machine, as cyclictest checks a kernel: synthetic breathing goes through a daemon in a
/// process of its own, over real sockets, at a set pace, and the latency of every frame is kept.
public struct Bench {
  /// What it is doing.
  public enum Phase: Sendable {
    case warmingUp, measuring
  }

  /// A daemon that ended, or did not begin.
  public struct Failure: Error, CustomStringConvertible {
    /// One sentence.
    public let description: String
  }

  private let configuration: BenchConfiguration
  private let stop: StopSignal

  /// A bench that ends early, and still reports, once `stop` is given.
  public init(_ configuration: BenchConfiguration, stop: StopSignal) {
    self.configuration = configuration
    self.stop = stop
  }

  /// Runs it; `progress` is told often what it is doing and how many seconds are left.
  /// - Throws: `ZeroMQError` where sockets can't be had, `Failure` where the daemon fails.
  public func run(progress: (Phase, Double) -> Void) throws -> BenchResult {
    let folder = FileManager.default.temporaryDirectory.appending(path: "markercast-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    func endpoint(_ name: String) -> String {
      configuration.isOverTCP ? "tcp://127.0.0.1:*" : "ipc://\(folder.path)/\(name)"
    }
    let priority = self.priority
    let context = try Context(contextOptions(priority))
    let tracker = try Socket(.xpub, in: context)
    try tracker.setLinger(.zero)
    try tracker.bind(endpoint("frames"))
    let reader = try Socket(.sub, in: context)
    try reader.setReceiveHighWaterMark(0)
    try reader.subscribe(Topic.forecast.of(BenchConfiguration.namePrefix))
    try reader.bind(endpoint("forecasts"))
    let summary = folder.appending(path: "summary.json")
    let daemon = try ChildDaemon(
      program: configuration.program,
      arguments: configuration.flags + [
        "--subscribe", try tracker.lastEndpoint, "--publish", ">\(try reader.lastEndpoint)",
        "--rate", "\(configuration.rate)", "--budget", "\(configuration.budget)", "--summary", summary.path,
        "--log-level", "warning",
      ])
    stop.alsoEnd(daemon.number)
    try waitUntilSubscribed(daemon, to: tracker)
    var result = measure(daemon, tracker, reader, priority: priority, progress)
    result.memory = daemon.peakMemory
    let status = daemon.finish()
    guard status == 0 else { throw Failure(description: "the daemon under test ended with status \(status)") }
    let told = try JSONDecoder().decode(Summary.self, from: Data(contentsOf: summary))
    result.daemon = told.total
    result.leastShed = told.streams.values.map(\.learningShed).min() ?? 0
    result.mostShed = told.streams.values.map(\.learningShed).max() ?? 0
    result.realtime = told.realtime
    return result
  }

  private func waitUntilSubscribed(_ daemon: ChildDaemon, to tracker: borrowing Socket) throws {
    var items = [tracker.pollItem(), PollItem(descriptor: stop.descriptor)]
    for _ in 0..<100 where daemon.isRunning && !stop.isRequested {
      if try poll(&items, timeout: .milliseconds(300)) > 0, try tracker.receiveParts(wait: false) != nil {
        return
      }
    }
    guard !stop.isRequested else { return }
    throw Failure(
      description:
        "the daemon under test did not begin within half a minute: its own words are above; see what else the machine does"
    )
  }

  private func measure(
    _ daemon: ChildDaemon, _ tracker: consuming Socket, _ reader: consuming Socket, priority: Int32,
    _ progress: (Phase, Double) -> Void
  ) -> BenchResult {
    let start = Clock.monotonic + 100_000_000
    let measured = start + UInt64(configuration.warmUpFrames) * UInt64(1e9 / configuration.rate)
    let sender = BenchTracker(configuration, start: start)
    let receiver = BenchReader(configuration, start: start)
    let load = SpinningThreads(configuration.load, named: "load")
    let ended = DispatchSemaphore(value: 0)
    // Sound: each socket is its thread's alone from here on.
    nonisolated(unsafe) let sockets = (HeldSocket(tracker), HeldSocket(reader))
    startThread(named: "bench-tracker") {
      if priority > 0 { _ = linux_schedule(priority) }
      sender.run(on: sockets.0.socket)
      ended.signal()
    }
    startThread(named: "bench-reader") {
      if priority > 0 { _ = linux_schedule(priority) }
      receiver.run(on: sockets.1.socket)
      ended.signal()
    }
    var begun: (time: UInt64, cpu: Double)?
    var items = [PollItem(descriptor: stop.descriptor)]
    while !sender.isDone, daemon.isRunning {
      _ = try? poll(&items, timeout: .milliseconds(50))
      if items[0].isReadable { sender.stop() }
      let now = Clock.monotonic
      if begun == nil, now >= measured { begun = (now, daemon.cpuSeconds) }
      progress(
        begun == nil ? .warmingUp : .measuring,
        max(0, Double(measured) / 1e9 + (begun == nil ? 0 : configuration.duration) - Double(now) / 1e9))
    }
    sender.stop()
    var result = BenchResult(budget: configuration.budget)
    if let begun {
      result.cpuShare = (daemon.cpuSeconds - begun.cpu) / (Double(Clock.monotonic - begun.time) / 1e9)
    }
    load.stop()
    receiver.awaitRest(of: sender.sent)
    receiver.stop()
    for _ in 0..<2 { ended.wait() }
    sender.report(to: &result)
    receiver.report(to: &result)
    return result
  }

  /// The priority of the bench's own threads, 0 for an ordinary one: above the daemon's, as in their place there would
  /// be other machines, which wait for nobody here.
  private var priority: Int32 {
    guard configuration.isRealtime else { return 0 }
    // Only tried: each thread asks for itself when it begins.
    defer { _ = linux_schedule(0) }
    return linux_schedule(42) == 0 ? 42 : 0
  }

  private func contextOptions(_ priority: Int32) -> Context.Options {
    var options = Context.Options()
    guard priority > 0 else { return options }
    options.schedulingPolicy = SCHED_FIFO
    options.priority = priority
    return options
  }

  /// A socket in a box: closures hold no noncopyable values.
  private final class HeldSocket {
    let socket: Socket
    init(_ socket: consuming Socket) { self.socket = socket }
  }
}
