import Foundation
import Recordings

extension Report {
  /// How the streams went whose forecasts were recorded.
  var night: String { courses.indices.map(course).joined() }

  private func course(_ index: Int) -> String {
    let course = courses[index]
    let name = escaped(course.stream)
    let latencies =
      course.latency == nil
      ? ""
      : chart(
        "latency-\(index)",
        "Latency from receipt to encoding in each minute: median (thick), 99 % (thin), largest (dashed); upright lines are events",
        class: "wide")
        + details("Latency by minute", course.minuteTable)
    return """
      <section>
      <h2>Stream \(name)</h2>
      <p>Recorded from \(instantText(course.start)) to \(instantText(course.end)) UTC: \(counted(course.frames, "frame")), \
      \(counted(course.forecasts, "forecast")); missing by their numbers \(counted(course.missingFrames.missing, "frame")) in \
      \(counted(course.missingFrames.gaps, "gap")) and \(counted(course.missingForecasts.missing, "forecast")) in \
      \(counted(course.missingForecasts.gaps, "gap")).\(course.unreadable.isEmpty ? "" : " \(counted(course.unreadable.values.reduce(0, +), "message")) could not be read.")</p>
      \(course.stateTable)\(latencies)\(course.eventTable)</section>

      """
  }

  private func details(_ summary: String, _ content: String) -> String {
    "<details><summary>\(summary)</summary>\n\(content)</details>\n"
  }

  /// What became of the instants that were forecast.
  var instantTable: String {
    table(
      "Instants that were forecast, each horizon of each forecast counted apart",
      columns: [
        "stream", "scored", "in gaps", "after the last frame", "before the clock was set back",
        "source frame not recorded", "before the first asked for",
      ],
      rows: instants.sorted { $0.key < $1.key }.map { stream, own in
        [escaped(stream)]
          + [own.scored, own.inGaps, own.unfollowed, own.interrupted, own.unsourced, own.early].map {
            "\($0)"
          }
      })
  }
}

extension StreamCourse {
  fileprivate var stateTable: String {
    let all = Double(max(1, forecasts))
    return table(
      "Forecasts by state", columns: ["state", "forecasts", "share, %"],
      rows: states.sorted { $0.value > $1.value || ($0.value == $1.value && $0.key < $1.key) }.map {
        [escaped($0.key), "\($0.value)", percent(Double($0.value) / all)]
      })
  }

  fileprivate var minuteTable: String {
    table(
      "Latency by minute, ms",
      columns: ["from, UTC", "forecasts", "50 %", "90 %", "99 %", "99.9 %", "largest", "past the budget"],
      rows: minutes.map { minute in
        [instantText(minute.start), "\(minute.count)"]
          + [minute.p50, minute.p90, minute.p99, minute.p999, minute.max].map { number(1000 * $0) }
          + ["\(minute.late)"]
      })
  }

  fileprivate var eventTable: String {
    guard !events.isEmpty else { return "" }
    return table(
      "Events" + (eventsLeftOut > 0 ? "; \(eventsLeftOut) more are left out" : ""),
      columns: ["received, UTC", "event", "times"],
      rows: events.map { [instantText($0.time), escaped($0.event), "\($0.count)"] })
  }
}
