import Foundation
import MarkerMotion
import Wire

/// What is known and what of it was chosen, as it is drawn.
package struct Dashboard: Sendable {
  /// Columns below which nothing is drawn.
  static let leastWidth = 60
  /// Rows below which nothing is drawn.
  static let leastHeight = 16
  /// Columns from which on panes stand side by side.
  private static let wide = 100

  let known: Knowledge
  let choices: Choices
  let time: Double
  private let place: String
  /// The streams in their order.
  let streams: [StreamKnowledge]

  /// A dashboard at `time`, on the clock that `known` was told; `place` is where the daemons publish.
  package init(_ known: Knowledge, _ choices: Choices, at time: Double, place: String) {
    self.known = known
    self.choices = choices
    self.time = time
    self.place = place
    streams = sorted(known.streams.values, by: choices, at: time)
  }

  /// The names of the streams in their order.
  var streamNames: [String] { streams.map(\.name) }
  /// The chosen stream.
  var stream: StreamKnowledge? { choices.stream.flatMap { known.streams[$0] } }
  /// The chosen stream's motion.
  var motion: Motion { known.followed == choices.stream ? known.motion : Motion() }
  /// The chosen marker.
  var marker: String? {
    let markers = motion.markers
    return choices.marker.flatMap { markers.contains($0) ? $0 : nil } ?? markers.first
  }
  /// The chosen stream's horizons.
  var horizons: [Double] { stream?.horizons ?? [] }
  /// The chosen horizon.
  var horizon: Double? { nearest(to: choices.horizon, in: horizons) }

  /// The picture, of this size.
  package func screen(width: Int, height: Int) -> Screen {
    var screen = Screen(width: width, height: height)
    let all = Area(x: 0, y: 0, width: width, height: height)
    guard width >= Self.leastWidth, height >= Self.leastHeight else {
      let lines = wrapped("\(width) columns, \(height) rows: make it 60 and 16, or press q.", width)
      for (row, line) in lines.enumerated() { screen.put(line, in: all, row: row) }
      return screen
    }
    screen.put("markercast monitor", in: all, row: 0, column: 1, Style(isBold: true))
    screen.put(fitted(place, width - 32), in: all, row: 0, column: 22)
    if choices.isPaused { screen.putRight("PAUSED ", in: all, row: 0, Style(.fair, isBold: true)) }
    screen.put(keyLine(width), in: all, row: height - 1, column: 1, Style(.quiet))
    drawPanes(on: &screen, in: Area(x: 1, y: 1, width: width - 2, height: height - 2))
    return screen
  }

  private func drawPanes(on screen: inout Screen, in area: Area) {
    if choices.showsHelp { return HelpPane().draw(on: &screen, in: area) }
    guard !streams.isEmpty else {
      for (row, line) in wrapped(nothingHeard, area.width).enumerated() {
        screen.put(line, in: area, row: row + 1)
      }
      return
    }
    let (error, latency) = (AccuracyPane(dashboard: self), LatencyPane(dashboard: self))
    var bands: [[any Pane]] = [[StreamsPane(dashboard: self)], [MotionPane(dashboard: self)]]
    bands += area.width + 2 >= Self.wide ? [[error, latency]] : [[error], [latency]]
    bands.append([EventsPane(dashboard: self)])
    let rows = heights(
      least: bands.map { $0.map(\.least).max()! }, wanted: bands.map { $0.map(\.wanted).max()! },
      room: area.height, elastic: 1)
    var y = area.y
    for (band, height) in zip(bands, rows) where height > 0 {
      // Two columns part those that stand side by side.
      let width = (area.width - 2 * (band.count - 1)) / band.count
      for (i, pane) in band.enumerated() {
        let isLast = i + 1 == band.count
        let x = area.x + i * (width + 2)
        pane.draw(
          on: &screen,
          in: Area(x: x, y: y, width: isLast ? area.x + area.width - x : width, height: height))
      }
      y += height
    }
  }

  private func keyLine(_ width: Int) -> String {
    let keys = ["q quit", "? help", "↑↓ stream", "←→ horizon", "m marker", "x y z", "s sort", "space pause"]
    var line = ""
    for key in keys where line.count + key.count + 2 < width { line += (line.isEmpty ? "" : "  ") + key }
    return line
  }
}

/// Streams in the order that was chosen; those that are equal by it by name.
private func sorted(
  _ streams: some Sequence<StreamKnowledge>, by choices: Choices, at time: Double
) -> [StreamKnowledge] {
  func rank(_ stream: StreamKnowledge) -> Double {
    switch choices.order {
    case .name: 0
    case .state: Double(stream.condition(at: time).severity)
    case .latency: stream.stats.latencyS.p99
    case .error: nearest(to: choices.horizon, in: stream.horizons).flatMap(stream.recentError) ?? -1
    }
  }
  return streams.map { (-rank($0), $0) }.sorted { ($0.0, $0.1.name) < ($1.0, $1.1.name) }.map(\.1)
}

func nearest(to horizon: Double, in horizons: [Double]) -> Double? {
  horizons.min { abs($0 - horizon) < abs($1 - horizon) }
}

/// `text` in lines of at most `width` characters, broken between words.
func wrapped(_ text: String, _ width: Int) -> [String] {
  var lines = [""]
  for word in text.split(separator: " ") {
    if !lines.last!.isEmpty, lines.last!.count + 1 + word.count > width { lines.append("") }
    lines[lines.count - 1] += (lines.last!.isEmpty ? "" : " ") + word
  }
  return lines
}
