import ArgumentParser
import Foundation
import Service

/// `markercast monitor`: how a daemon does, in the terminal.
struct Monitor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a daemon's streams, latency, accuracy and motion as they are.",
    discussion: """
      On a terminal, a dashboard: the streams; the chosen stream's motion with the forecasts ahead of it; its error by model \
      and horizon; latency; what happened. Press ? for the keys. Elsewhere a table once a second, each below the last, \
      or, with --json, a line of JSON. RMSE is of the last minute, in mm, over all markers; beside it the median of \
      what a model computes a tick; below it the shares of a mixture's experts.

      A daemon does not publish what the tracker sees: the motion is that of the shortest horizon's forecasts, or, with \
      --frames, of the tracker's frames.

      EXAMPLES
        markercast monitor --subscribe tcp://127.0.0.1:9872
        markercast monitor --frames tcp://127.0.0.1:5556
        markercast monitor --subscribe tcp://10.0.0.1:9872 --key beam.secret --server-key daemon.public
        markercast monitor --json --count 1
      """)

  @Option(help: .init("Where the daemon publishes, several parted by commas.", valueName: "endpoint,..."))
  var subscribe = List(["tcp://127.0.0.1:9872"])
  @Option(
    help: .init(
      "Where the tracker publishes, several parted by commas: the motion is then what it saw.",
      valueName: "endpoint,..."))
  var frames = List<String>([])
  @Option(help: .init("End after so many refreshes, one a second.", valueName: "number")) var count: Int?
  @Flag(help: "Print a JSON object a line: the time and every stream's statistics.") var json = false
  @OptionGroup var security: SecurityOptions

  func run() throws {
    let stop = StopSignal()
    stop.listenForInterrupts()
    try reportingFailures {
      let endpoints = subscribe.elements.map { Endpoint($0, bindsByDefault: false) }
      let trackers = frames.elements.map { Endpoint($0, bindsByDefault: false) }
      var onlooker = try Onlooker(
        endpoints, frames: trackers, security: try security.security(endpoints + trackers), stop: stop)
      if !json, let terminal = Terminal.takeOver() {
        var watch = Watch(place: subscribe.elements.joined(separator: ", "), seconds: count.map(Double.init))
        try watch.run(&onlooker, on: terminal)
      } else {
        try list(&onlooker)
      }
    }
  }

  /// Prints what is known once a second.
  private func list(_ onlooker: inout Onlooker) throws {
    let start = ContinuousClock.now
    var known = Knowledge()
    var refreshes = 0
    var now = 0.0
    while refreshes != count {
      while now < Double(refreshes + 1) {
        guard try onlooker.wait(seconds: Double(refreshes + 1) - now) else { return }
        now = start.duration(to: .now) / .seconds(1)
        for news in try onlooker.heard() { known.take(news, at: now) }
      }
      let text =
        json
        ? statisticsLine(known, at: now, clock: Date().timeIntervalSince1970) : statisticsPage(known, at: now)
      FileHandle.standardOutput.write(Data((text + "\n").utf8))
      refreshes += 1
    }
  }
}
