import MarkerMotion
import Recordings
import Wire

/// The events of a stream; what lasts over several forecasts is one.
struct EventLog: Sendable {
  private(set) var events: [CourseEvent] = []
  /// Events beyond the most that are kept.
  private(set) var leftOut = 0
  private var state: ForecastState?
  /// The places of those that last.
  private var lasting: [String: Int] = [:]
  private static let most = 100_000

  mutating func add(_ event: String, count: Int = 1, at time: Double) {
    guard events.count < Self.most else {
      leftOut += 1
      return
    }
    events.append(CourseEvent(time: time, event: event, count: count))
  }

  /// Notes a forecast's state, where it is another than the one before.
  mutating func note(state new: ForecastState, at time: Double) {
    guard new != state else { return }
    state = new
    add("state_" + new.label, at: time)
  }

  /// Notes the conditions of a forecast, and whether it was past the budget.
  mutating func note(conditions: TickConditions, isLate: Bool, at time: Double) {
    // Most forecasts tell of nothing.
    if conditions.isEmpty, !isLate {
      if !lasting.isEmpty { lasting.removeAll() }
      return
    }
    for (condition, name) in TickConditions.named {
      note(name, isOn: conditions.contains(condition), at: time)
    }
    note("budget_missed", isOn: isLate, at: time)
  }

  private mutating func note(_ event: String, isOn: Bool, at time: Double) {
    guard isOn else {
      lasting[event] = nil
      return
    }
    if let place = lasting[event] {
      if place < events.count { events[place].count += 1 }
    } else {
      lasting[event] = events.count
      add(event, at: time)
    }
  }
}

/// What statistics count and forecasts don't tell of.
struct OutcomeWatch: Sendable {
  /// Whether the first forecast that was recorded was the session's first: all that is counted happened since.
  var hasSeenTheBeginning = false
  private var last: [String: UInt64]?
  private static let toldByForecasts = Set(TickConditions.named.map(\.name) + ["lost_published"])

  /// What has happened since the statistics before, by name; nothing of the first ones, where they count what was before.
  mutating func take(_ statistics: Markercast_V1_Stats) -> [(event: String, count: Int)] {
    var counts = statistics.outcomes.filter { !Self.toldByForecasts.contains($0.key) }
    for (reason, count) in statistics.rejected { counts["rejected_\(reason)"] = count }
    counts["learning_shed"] = statistics.learningShed
    counts["skipped"] = statistics.skipped
    counts["checkpoint_failed"] = statistics.checkpoints.failed
    defer { last = counts }
    guard let before = last ?? (hasSeenTheBeginning ? [:] : nil) else { return [] }
    return counts.sorted { $0.key < $1.key }.compactMap { name, count in
      let known = before[name] ?? 0
      // A count that has fallen is one of a daemon that was started anew.
      let new = count >= known ? count - known : count
      return new > 0 ? (name, Int(clamping: new)) : nil
    }
  }
}
