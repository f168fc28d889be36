import ArgumentParser
import Forecasting
import Foundation
import Recordings
import Service
import Wire

/// `markercast serve`: a live stream in, forecasts out.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Forecast live streams of marker positions.",
    discussion: """
      Subscribes to frames on the topics markers/<stream>, publishes a forecast for each frame on \
      forecast/<stream> and then learns from it; once a second publishes stats/<stream>. Runs until SIGINT or \
      SIGTERM, then finishes the tick, prints a summary and exits 0; a second signal exits at once.

      An endpoint is ZeroMQ's (tcp://127.0.0.1:5556, ipc:///run/markercast/frames). Subscribers connect and \
      publishers bind; a prefix turns that round: '@' binds, '>' connects.

      Times take units: 2ms, 0.5s, 1m. A plain number is in seconds.

      EXAMPLES
        Forecast what a tracker on this machine publishes, as JSON:
          markercast serve --subscribe tcp://127.0.0.1:5556 --publish tcp://127.0.0.1:9872 --encoding json

        Score two more models beside the main one, live:
          markercast serve --shadow uoro,rls

        Serve the second of five shares of a site's streams, and publish to a proxy (docs/sites.md):
          markercast serve --shard 2/5 --publish '>tcp://10.0.0.1:9871'

        Let other machines in, those alone whose public keys are in the folder clients (docs/security.md); SIGHUP reads \
      it anew:
          markercast serve --publish tcp://10.0.0.1:9872 --key daemon.secret --clients clients

        Keep the settings in a file, which takes the flags' names:
          markercast serve --config markercast.yaml
      """)

  @OptionGroup var options: ServeOptions

  @Option(
    help: .init("A YAML file of these flags' values, by the same names; flags win.", valueName: "file"))
  var config: String?

  @Flag(help: "Print the settings in effect as YAML, and exit.")
  var printConfig = false

  func run() throws {
    let configuration = try options.serviceConfiguration()
    if printConfig {
      print(try options.yaml(), terminator: "")
      return
    }
    // Better now than after a day of serving.
    try checkWritable(options.summary, options.percentiles)
    let summary = try reportingFailures {
      try runDaemon(configuration, logLevel: options.logLevel)
    }
    print(SummaryText(summary).description)
    if let file = options.percentiles { try save(Data(summary.percentileText.utf8), to: file) }
    if let file = options.summary {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      do {
        try encoder.encode(summary).write(to: URL(fileURLWithPath: file), options: .atomic)
      } catch {
        throw Failure(.fault, "cannot write the summary to \(file): \(error.localizedDescription)")
      }
    }
  }
}
