import ArgumentParser
import Service

/// `markercast record`: what passes on the wire, to files.
struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record a stream's frames, its forecasts, or both.",
    discussion: """
      Frames become a recording that replay and inspect read; forecasts become lines of JSON as published. All is \
      handed to the disk each second. Gaps in sequence numbers are reported as they come, and counted at the end. \
      Where a marker appears that has no column, the recording goes on in FILE-2.csv. Ends with SIGINT or SIGTERM.

      EXAMPLES
        markercast record --subscribe tcp://127.0.0.1:5556 --markers session.csv
        markercast record --subscribe tcp://127.0.0.1:5556,tcp://127.0.0.1:9872 --markers session.csv \
      --forecasts forecasts.jsonl
      """)

  @Option(help: .init("Where to listen, several parted by commas.", valueName: "endpoint,..."))
  var subscribe = List(["tcp://127.0.0.1:5556"])
  @Option(help: "The stream to record; the first that comes where not given.") var stream: String?
  @Option(help: .init("Write frames there, as wide CSV.", valueName: "file")) var markers: String?
  @Option(help: .init("Write forecasts there, one JSON object a line.", valueName: "file")) var forecasts:
    String?

  @OptionGroup var security: SecurityOptions

  func validate() throws {
    if markers == nil && forecasts == nil {
      throw ValidationError("say what to record: --markers FILE, --forecasts FILE or both")
    }
  }

  func run() throws {
    let stop = StopSignal()
    stop.listenForInterrupts()
    try reportingFailures {
      var configuration = Recorder.Configuration()
      configuration.subscribe = subscribe.elements
      configuration.stream = stream
      configuration.markersFile = markers
      configuration.forecastsFile = forecasts
      configuration.security = try security.security(configuration.endpoints)
      var recorder = try Recorder(configuration, stop: stop, say: say)
      say("recording from \(subscribe.elements.joined(separator: ", "))")
      let outcome = try recorder.run()
      print(
        "\(outcome.stream ?? "no stream"): \(outcome.frames) frames, \(outcome.forecasts) forecasts, "
          + "\(outcome.rejected) messages left out, \(outcome.frameGaps.gaps) gaps of "
          + "\(outcome.frameGaps.missing) frames, \(outcome.forecastGaps.gaps) gaps of "
          + "\(outcome.forecastGaps.missing) forecasts")
    }
  }
}
