import ArgumentParser
import Service

/// `markercast record`: what passes on the wire, to files.
struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record frames, forecasts and statistics.",
    discussion: """
      With --out all messages are kept as they come, of every stream or of --stream: frames, forecasts and statistics, \
      in one file that inspect and evaluate --recorded look back at. Where the file is there already, it is gone on with.

      With --markers the frames of one stream become a recording that replay and inspect read; with --forecasts its \
      forecasts become lines of JSON as published. Gaps in their sequence numbers are reported as they come, and counted \
      at the end. Where a marker appears that has no column, the recording goes on in FILE-2.csv.

      All is handed to the disk each second. Ends with SIGINT or SIGTERM.

      EXAMPLES
        markercast record --subscribe tcp://127.0.0.1:5556,tcp://127.0.0.1:9872 --out night.messages
        markercast record --subscribe tcp://127.0.0.1:5556 --markers session.csv
        markercast record --subscribe tcp://127.0.0.1:5556,tcp://127.0.0.1:9872 --markers session.csv \
      --forecasts forecasts.jsonl
      """)

  @Option(help: .init("Where to listen, several parted by commas.", valueName: "endpoint,..."))
  var subscribe = List(["tcp://127.0.0.1:5556"])
  @Option(
    help: "The stream to record; where not given, the first that comes, and for --out all.") var stream:
    String?
  @Option(help: .init("Keep all messages there, as they come.", valueName: "file")) var out: String?
  @Option(help: .init("Write frames there, as wide CSV.", valueName: "file")) var markers: String?
  @Option(help: .init("Write forecasts there, one JSON object a line.", valueName: "file")) var forecasts:
    String?

  @OptionGroup var security: SecurityOptions

  func validate() throws {
    if out == nil && markers == nil && forecasts == nil {
      throw ValidationError(
        "say what to record: --out FILE for all messages, --markers FILE, --forecasts FILE or several")
    }
  }

  func run() throws {
    let stop = StopSignal()
    stop.listenForInterrupts()
    try reportingFailures {
      var configuration = Recorder.Configuration()
      configuration.subscribe = subscribe.elements
      configuration.stream = stream
      configuration.messagesFile = out
      configuration.markersFile = markers
      configuration.forecastsFile = forecasts
      configuration.security = try security.security(configuration.endpoints)
      var recorder = try Recorder(configuration, stop: stop, say: say)
      say("recording from \(subscribe.elements.joined(separator: ", "))")
      let outcome = try recorder.run()
      if let out { print("\(outcome.messages) messages in \(out)") }
      guard markers != nil || forecasts != nil else { return }
      print(
        "\(outcome.stream ?? "no stream"): \(outcome.frames) frames, \(outcome.forecasts) forecasts, "
          + "\(outcome.rejected) messages left out, \(outcome.frameGaps.gaps) gaps of "
          + "\(outcome.frameGaps.missing) frames, \(outcome.forecastGaps.gaps) gaps of "
          + "\(outcome.forecastGaps.missing) forecasts")
    }
  }
}
