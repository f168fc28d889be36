import Foundation

/// What happened, the newest first.
struct EventsPane: Pane {
  let dashboard: Dashboard

  var least: Int { 3 }
  var wanted: Int { 8 }

  func draw(on screen: inout Screen, in area: Area) {
    screen.title("events", in: area)
    if dashboard.known.occurrences.isEmpty {
      screen.put("nothing since this began", in: area, row: 1, column: 2, Style(.quiet))
    }
    for (row, occurrence) in dashboard.known.occurrences.suffix(area.height - 1).reversed().enumerated() {
      screen.put(clock(occurrence.nanoseconds), in: area, row: row + 1, column: 2, Style(.quiet))
      screen.put(
        fitted("\(occurrence.stream): \(occurrence.text)", area.width - 12), in: area, row: row + 1,
        column: 12)
    }
  }

  /// The time of day where this runs.
  private func clock(_ nanoseconds: Int64) -> String {
    var seconds = time_t(nanoseconds / 1_000_000_000)
    var day = tm()
    localtime_r(&seconds, &day)
    return String(format: "%02d:%02d:%02d", day.tm_hour, day.tm_min, day.tm_sec)
  }
}
