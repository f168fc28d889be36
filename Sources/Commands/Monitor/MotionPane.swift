import Foundation
import MarkerMotion
import Wire

/// The chosen marker's motion, and the forecasts ahead of it.
struct MotionPane: Pane {
  let dashboard: Dashboard

  var least: Int { 6 }
  var wanted: Int { 14 }

  func draw(on screen: inout Screen, in area: Area) {
    guard let stream = dashboard.stream?.name else { return screen.title("motion", in: area) }
    let motion = dashboard.motion
    guard let marker = dashboard.marker, let now = motion.now else {
      screen.title("motion of \(stream)", in: area)
      return screen.put("no forecast of it has come yet", in: area, row: 2, column: 2)
    }
    let coordinate = dashboard.choices.coordinate ?? widest(motion.past(of: marker))
    let chart = MotionChart(
      motion, of: marker, coordinate, now: now, horizon: dashboard.horizon,
      width: 2 * (area.width - Self.gutter), height: 4 * (area.height - 2))
    let source = motion.isMeasured ? "measured" : "forecast \(seconds(motion.lead)) before"
    let chosen = dashboard.choices.coordinate == nil ? " (moves most)" : ""
    screen.title(
      "motion of \(stream): \(showable(marker)), \(coordinate.name)\(chosen), mm, \(source)", in: area,
      note: told(chart))
    let plot = Area(
      x: area.x + Self.gutter, y: area.y + 1, width: area.width - Self.gutter, height: area.height - 2)
    chart.canvas.draw(on: &screen, in: plot)
    for (row, value) in [(1, chart.range.upperBound), (area.height - 2, chart.range.lowerBound)] {
      screen.put(right(fitted(String(format: "%.1f", value), 8), 8), in: area, row: row, Style(.quiet))
    }
    let axis = Area(x: plot.x, y: area.y, width: plot.width, height: area.height)
    screen.put("-\(seconds(MotionChart.past))", in: axis, row: area.height - 1, Style(.quiet))
    screen.put("now", in: axis, row: area.height - 1, column: chart.nowColumn / 2 - 1, Style(.quiet))
    let end = "+\(seconds(chart.ahead))"
    if chart.nowColumn / 2 + 3 + end.count <= axis.width {
      screen.putRight(end, in: axis, row: area.height - 1, Style(.quiet))
    }
  }

  /// Columns for the labels of values.
  private static let gutter = 9

  /// The forecast at the chosen horizon, or that there is none.
  private func told(_ chart: MotionChart) -> String {
    if dashboard.motion.forecast?.state == .lost { return "lost: nothing to forecast from" }
    guard let horizon = dashboard.horizon, let value = chart.told else { return "" }
    let radius = chart.radius.map { String(format: " ± %.1f", $0) } ?? ""
    return String(format: "in %g s: %.1f", horizon, value) + radius
  }

  private func widest(_ samples: [Motion.Sample]) -> Choices.Coordinate {
    func extent(_ coordinate: Choices.Coordinate) -> Double {
      let values = samples.suffix(MotionChart.mostSamples).map { $0.position[coordinate.rawValue] }
      return (values.max() ?? 0) - (values.min() ?? 0)
    }
    return Choices.Coordinate.allCases.max { extent($0) < extent($1) }!
  }
}
