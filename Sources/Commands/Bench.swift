import ArgumentParser
import Forecasting
import Foundation
import Recordings
import Service

/// `markercast bench`: does the budget hold on this machine?
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the daemon's latency on this machine, and whether the budget holds.",
    discussion: """
      Starts a daemon, sends it synthetic breathing at a set pace through real sockets, and reads its forecasts. A \
      frame's latency counts from when it was due, not from when it was sent: what stalls counts for every frame that \
      it delays. A frame that is skipped for a newer one is answered by the newer one's forecast. Streams' frames are \
      due evenly one after the other. The warm-up is sent at the same pace before, and not measured.

      Prints a histogram (each bar's length is the logarithm of its count), percentiles, what the daemon tells of \
      itself, and whether every frame was answered within the budget. Ctrl-C ends it early, and it still reports; a \
      second one ends it at once.

      The exit status is 0 where the budget holds and 1 where it does not.

      EXAMPLES
        A minute of three markers at 100 Hz:
          markercast bench

        As it would be beside programs that keep both CPUs busy, with and without realtime scheduling:
          markercast bench --load 2
          markercast bench --load 2 --realtime --cpus 1

        With CPUs that don't sleep between frames:
          markercast bench --realtime --awake

        Fifty streams at 10 Hz on two workers, for a script:
          markercast bench --streams 50 --rate 10 --workers 2 --json bench.json
      """)

  @Option(help: .init("Frames a second of each stream, 3 to 120.", valueName: "Hz")) var rate = 100.0
  @Option(help: "The markers of each frame.") var markers = 3
  @Option(help: "Streams at the same time.") var streams = 1
  @Option(help: .init("How long to measure.", valueName: "time")) var duration = DurationArgument(seconds: 60)
  @Option(help: .init("How long to send before that.", valueName: "time")) var warmUp = DurationArgument(
    seconds: 12)
  @Option(help: .init("How far ahead to forecast, in seconds, parted by commas.", valueName: "s,..."))
  var horizons = List((1...20).map { Double($0) / 10 })
  @Option(help: "The model.") var model = Model.mixture
  @Option(help: .init("The latency allowed.", valueName: "time")) var budget = DurationArgument(
    seconds: 0.010)
  @Option(help: "How messages go: ipc (Unix sockets) or tcp (on the loopback).") var transport = Transport.ipc
  @Option(help: "Threads of the daemon that the streams share.") var workers = 1
  @Option(help: .init("Keep so many CPUs busy beside it.", valueName: "threads")) var load = 0
  @Flag(help: "Give the daemon --realtime, and the bench itself the like.") var realtime = false
  @Option(help: .init("The CPUs that the daemon's threads are pinned to, as 2,3 or 2-5.", valueName: "list"))
  var cpus: CPUList?
  @Flag(help: "Give the daemon --awake: its CPUs don't sleep between frames, at the cost of power.")
  var awake = false
  @Option(help: .init("Write the figures there, as JSON.", valueName: "file")) var json: String?
  @Option(
    help: .init("Write the percentiles there, as plotters of HDR histograms read them.", valueName: "file"))
  var percentiles: String?

  enum Transport: String, CaseIterable, ExpressibleByArgument {
    case ipc, tcp
  }

  func validate() throws {
    var pattern = BreathingPattern()
    pattern.rate = rate
    pattern.markers = markers
    do {
      try pattern.validate()
    } catch {
      throw ValidationError("--\(error.property) \(error.rule)")
    }
    try check(markers <= 64, "--markers must lie between 1 and 64")
    try check((1...10_000).contains(streams), "--streams must lie between 1 and 10000")
    try check((1...64).contains(workers), "--workers must lie between 1 and 64")
    try check((0...1024).contains(load), "--load must lie between 0 and 1024")
    try check(
      duration.seconds > 0 && duration.seconds <= 86_400, "--duration must lie above 0 and up to a day")
    try check(warmUp.seconds >= 1 && warmUp.seconds <= 3600, "--warm-up must lie between 1 s and an hour")
    try check(budget.seconds > 0, "--budget must be above 0")
    try check(
      (1...120).contains(horizons.elements.count) && horizons.elements.allSatisfy { $0 > 0 && $0 <= 10 },
      "--horizons takes 1 to 120 numbers above 0 and up to 10 seconds")
  }

  private var benchConfiguration: BenchConfiguration {
    var configuration = BenchConfiguration()
    configuration.rate = rate
    configuration.markers = markers
    configuration.streams = streams
    configuration.duration = duration.seconds
    configuration.warmUp = warmUp.seconds
    configuration.budget = budget.seconds
    configuration.isOverTCP = transport == .tcp
    configuration.load = load
    configuration.isRealtime = realtime
    configuration.program = programPath()
    configuration.flags =
      [
        "--model", model.rawValue, "--workers", "\(workers)", "--max-streams", "\(streams)",
        "--horizons", horizons.elements.map { "\($0)" }.joined(separator: ","),
      ] + (realtime ? ["--realtime"] : []) + (cpus.map { ["--cpus", $0.description] } ?? [])
      + (awake ? ["--awake"] : [])
    return configuration
  }

  func run() throws {
    try checkWritable(json, percentiles)
    let stop = StopSignal()
    stop.listenForInterrupts()
    var line = ProgressLine()
    let result = try reportingFailures {
      do {
        return try Service.Bench(benchConfiguration, stop: stop).run { phase, left in
          line.show("\(phase == .warmingUp ? "warming up" : "measuring"): \(Int(left.rounded(.up))) s left")
        }
      } catch let failure as Service.Bench.Failure {
        throw Failure(.fault, failure.description)
      }
    }
    line.clear()
    print(BenchText(result).description)
    if let json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try save(try encoder.encode(result), to: json)
    }
    if let percentiles { try save(Data(result.percentileText.utf8), to: percentiles) }
    if !result.holds { throw ExitCode.failure }
  }
}
