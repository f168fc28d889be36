import Foundation

/// The streams, a row each, the chosen one in sight.
struct StreamsPane: Pane {
  private struct Column {
    var title: String
    var width: Int
    /// Those of the lowest stay as room shrinks.
    var rank: Int
    var cell: (StreamKnowledge) -> String
  }

  let dashboard: Dashboard

  var least: Int { min(4, wanted) }
  var wanted: Int { 2 + min(dashboard.streams.count, 12) }

  func draw(on screen: inout Screen, in area: Area) {
    let streams = dashboard.streams
    let room = area.height - 2
    let chosen = streams.firstIndex { $0.name == dashboard.choices.stream } ?? 0
    let first = min(max(0, chosen - room / 2), max(0, streams.count - room))
    let shown = streams[first..<min(first + room, streams.count)]
    screen.title(
      "streams, by \(dashboard.choices.order.rawValue)", in: area,
      note: shown.count < streams.count ? "\(first + 1) to \(first + shown.count) of \(streams.count)" : "")
    let nameWidth = min(max(16, (streams.map(\.name.count).max() ?? 0) + 2), max(16, area.width - 44))
    let columns = self.columns(area.width - nameWidth - 14)
    screen.put(
      left("  stream", nameWidth) + left("  state", 14) + columns.map { right($0.title, $0.width) }.joined(),
      in: area, row: 1, Style(.quiet))
    for (row, stream) in shown.enumerated() {
      let isChosen = stream.name == dashboard.choices.stream
      let condition = stream.condition(at: dashboard.time)
      screen.put(
        left((isChosen ? "▸ " : "  ") + fitted(stream.name, nameWidth - 3), nameWidth), in: area,
        row: row + 2,
        Style(isBold: isChosen))
      screen.put(
        "\(condition.mark) \(condition.name)", in: area, row: row + 2, column: nameWidth,
        Style(condition.ink, isBold: isChosen))
      screen.put(
        columns.map { right(fitted($0.cell(stream), $0.width - 1), $0.width) }.joined(), in: area,
        row: row + 2,
        column: nameWidth + 14, Style(isBold: isChosen))
    }
  }

  private func columns(_ room: Int) -> [Column] {
    let horizon = dashboard.choices.horizon
    let all = [
      Column(title: "Hz", width: 7, rank: 1, cell: \.rate),
      Column(title: "frames", width: 10, rank: 7) { "\($0.stats.frames)" },
      Column(title: "skipped", width: 9, rank: 5) { "\($0.stats.skipped)" },
      Column(title: "rejected", width: 10, rank: 6) { "\($0.rejected)" },
      Column(title: "late", width: 7, rank: 4) { "\($0.stats.budgetMisses)" },
      Column(title: "shed", width: 7, rank: 8) { "\($0.stats.learningShed)" },
      Column(title: "p50", width: 10, rank: 3) { SummaryText.text($0.stats.latencyS.p50) },
      Column(title: "p99", width: 10, rank: 0) { SummaryText.text($0.stats.latencyS.p99) },
      Column(title: "max", width: 10, rank: 9) { SummaryText.text($0.stats.latencyS.max) },
      Column(title: "RMSE mm", width: 9, rank: 2) {
        millimetres(nearest(to: horizon, in: $0.horizons).flatMap($0.recentError))
      },
      Column(title: "model", width: 14, rank: 10) { $0.stats.model },
    ]
    var room = room
    let fitting = all.sorted { $0.rank < $1.rank }.prefix { column in
      room -= column.width
      return room >= 0
    }
    return all.filter { column in fitting.contains { $0.rank == column.rank } }
  }
}
