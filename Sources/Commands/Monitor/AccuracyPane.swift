/// The chosen stream's recent errors by model and horizon, and the shares of a mixture's experts.
struct AccuracyPane: Pane {
  let dashboard: Dashboard

  private var models: Int { dashboard.stream?.stats.accuracy.count ?? 0 }
  private var experts: [String] { dashboard.stream?.experts ?? [] }

  var least: Int { 4 }
  var wanted: Int { max(4, 2 + models + (experts.isEmpty ? 0 : 1 + experts.count)) }

  func draw(on screen: inout Screen, in area: Area) {
    screen.title("error of the last minute, RMSE in mm", in: area)
    guard let stream = dashboard.stream, models > 0 else {
      return screen.put("no forecast has met its truth yet", in: area, row: 1, column: 2)
    }
    let horizons = columns(max(1, (area.width - 28) / 9))
    row(
      "  model", horizons.map { $0 == dashboard.horizon ? "[\(seconds($0))]" : seconds($0) }, "a tick", 1,
      Style(.quiet))
    for (i, model) in stream.stats.accuracy.enumerated() {
      row(
        "  \(model.model)", horizons.map { millimetres(model.recentError(at: $0)) },
        SummaryText.text(model.costS.p50), 2 + i)
    }
    guard !experts.isEmpty else { return }
    row("  shares, %", [], "", 2 + models, Style(.quiet))
    for (i, expert) in experts.enumerated() {
      row("  \(expert)", horizons.map { percent(stream.weight(of: expert, at: $0)) }, "", 3 + models + i)
    }

    func row(_ name: String, _ cells: [String], _ cost: String, _ row: Int, _ style: Style = .plain) {
      screen.put(left(fitted(name, 17), 18), in: area, row: row, style)
      for (i, cell) in cells.enumerated() {
        let isChosen = horizons[i] == dashboard.horizon
        screen.put(
          right(cell, 9), in: area, row: row, column: 18 + 9 * i,
          Style(isChosen ? .plain : style.ink, isBold: isChosen))
      }
      screen.put(right(cost, 10), in: area, row: row, column: 18 + 9 * cells.count, style)
    }
  }

  /// Horizons to show, the chosen one among them.
  private func columns(_ count: Int) -> [Double] {
    var horizons = dashboard.horizons.spread(atMost: count)
    guard let horizon = dashboard.horizon, !horizons.contains(horizon),
      let index = horizons.indices.min(by: { abs(horizons[$0] - horizon) < abs(horizons[$1] - horizon) })
    else { return horizons }
    horizons[index] = horizon
    return horizons
  }
}
