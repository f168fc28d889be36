import Wire

/// How long the chosen stream's forecasts take: second by second, and all of them.
struct LatencyPane: Pane {
  let dashboard: Dashboard

  var least: Int { 3 }
  var wanted: Int { 8 }

  func draw(on screen: inout Screen, in area: Area) {
    guard let stream = dashboard.stream?.stats else { return screen.title("latency", in: area) }
    screen.title(
      "latency, second by second", in: area,
      note: "budget \(SummaryText.text(stream.budgetS)), \(stream.budgetMisses) late")
    let latencies = dashboard.known.latencies
    let isFollowed = dashboard.known.followed == stream.stream
    for (row, name, values) in [(1, "p50", latencies.medians), (2, "p99", latencies.tails)] {
      let values = isFollowed ? values : []
      screen.put("  \(name)", in: area, row: row)
      screen.put(sparkline(values, width: area.width - 20), in: area, row: row, column: 7, Style(.past))
      screen.putRight(
        (values.last ?? nil).map(SummaryText.text) ?? "-", in: area, row: row, Style(isBold: true))
    }
    // The heading alone says nothing.
    guard area.height > 4 else { return }
    let cell = max(8, min(10, (area.width - 12) / 5))
    func row(_ name: String, _ cells: [String], _ row: Int, _ style: Style = .plain) {
      screen.put(left("  \(name)", 12) + cells.map { right($0, cell) }.joined(), in: area, row: row, style)
    }
    row("all", ["p50", "p90", "p99", "p99.9", "max"], 3, Style(.quiet))
    for (i, (name, p)) in [
      ("latency", stream.latencyS), ("forecast", stream.tickS), ("learning", stream.learnS),
      ("sample age", stream.sampleAgeS),
    ].enumerated() {
      row(name, [p.p50, p.p90, p.p99, p.p999, p.max].map(SummaryText.text), 4 + i)
    }
  }
}
