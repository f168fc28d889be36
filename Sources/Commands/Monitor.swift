import ArgumentParser
import Foundation
import MarkerMotion
import Service
import Wire

/// `markercast monitor`: how a daemon does, in the terminal.
struct Monitor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a daemon's streams, latency and accuracy, refreshed each second.",
    discussion: """
      Subscribes to stats/ of a running daemon. On a terminal the table is drawn over itself; elsewhere each \
      refresh is printed below the last. RMSE is of the last minute, in mm, over all markers; beside it the median of \
      what a model computes a tick; below it the shares of a mixture's experts.

      EXAMPLE
        markercast monitor --subscribe tcp://127.0.0.1:9872
      """)

  @Option(help: .init("Where the daemon publishes, several parted by commas.", valueName: "endpoint,..."))
  var subscribe = List(["tcp://127.0.0.1:9872"])
  @Option(help: .init("End after so many refreshes.", valueName: "number")) var count: Int?
  @OptionGroup var security: SecurityOptions

  func run() throws {
    let stop = StopSignal()
    stop.listenForInterrupts()
    try reportingFailures {
      let endpoints = subscribe.elements.map { Endpoint($0, bindsByDefault: false) }
      var subscriber = try StatisticsSubscriber(
        endpoints, security: try security.security(endpoints), stop: stop)
      let isTerminal = isatty(STDOUT_FILENO) == 1
      var refreshes = 0
      while try subscriber.listen(seconds: 1) {
        let page = Self.page(subscriber.streams)
        FileHandle.standardOutput.write(Data(((isTerminal ? "\u{1B}[H\u{1B}[2J" : "") + page + "\n").utf8))
        refreshes += 1
        if refreshes == count { break }
      }
    }
  }

  private static func page(_ streams: [(stats: Markercast_V1_Stats, age: Double)]) -> String {
    guard !streams.isEmpty else {
      return
        "no statistics yet: is a daemon publishing there, and does each end know the other's key, if it asks for one?"
    }
    let time = SummaryText.text
    var lines = [
      left("stream", 16) + left("state", 12)
        + ["Hz", "frames", "forecasts", "skipped", "rejected", "late", "shed", "p50", "p99", "p99.9", "max"]
        .map { right($0, 10) }.joined()
    ]
    for (s, age) in streams {
      // A daemon that says nothing for three seconds says nothing true about now.
      let state = age > 3 ? "silent" : ForecastState(s.state)?.name ?? "unknown"
      let cells =
        [
          s.hasRateHz ? String(format: "%g", s.rateHz) : "-", "\(s.frames)", "\(s.forecasts)", "\(s.skipped)",
          "\(s.rejected.values.reduce(0, +))", "\(s.budgetMisses)", "\(s.learningShed)",
        ] + [s.latencyS.p50, s.latencyS.p99, s.latencyS.p999, s.latencyS.max].map(time)
      lines.append(left(s.stream, 16) + left(state, 12) + cells.map { right($0, 10) }.joined())
    }
    for (s, _) in streams {
      let horizons = shown(s.accuracy.first?.horizons.map(\.horizonS) ?? [])
      guard !horizons.isEmpty else { continue }
      lines += [
        "",
        left("RMSE, \(s.stream)", 18) + horizons.map { right(String(format: "%g s", $0), 9) }.joined()
          + right("a tick", 10),
      ]
      for model in s.accuracy.prefix(mostModels) {
        let cells = horizons.map { horizon in
          model.horizons.first { $0.horizonS == horizon && $0.hasRecentRmseMm }
            .map { String(format: "%.2f", $0.recentRmseMm) } ?? "-"
        }
        lines.append(
          left("  \(showable(model.model))", 18) + cells.map { right($0, 9) }.joined()
            + right(time(model.costS.p50), 10))
      }
      lines += weights(s, horizons)
    }
    return lines.joined(separator: "\n")
  }

  /// What a mixture's experts have in the newest forecast, in percent.
  private static func weights(_ s: Markercast_V1_Stats, _ horizons: [Double]) -> [String] {
    guard let experts = s.weights.first?.experts.map(\.model) else { return [] }
    return ["weights, %"]
      + experts.prefix(mostModels).map { model in
        let cells = horizons.map { horizon in
          s.weights.first { $0.horizonS == horizon }?.experts.first { $0.model == model }
            .map { String(format: "%.0f", 100 * $0.weight) } ?? "-"
        }
        return left("  \(showable(model))", 18) + cells.map { right($0, 9) }.joined()
      }
  }

  /// More than a daemon has: what comes from the network is not to fill the screen.
  private static let mostModels = 32

  /// At most eight horizons, evenly chosen, the first and the last among them.
  private static func shown(_ horizons: [Double]) -> [Double] {
    guard horizons.count > 8 else { return horizons }
    return (0..<8).map { horizons[Int((Double($0) * Double(horizons.count - 1) / 7).rounded())] }
  }
}
