import Evaluation
import Foundation
import Recordings
import Service

/// What was recorded, and how good it was, as a page for people.
struct RecordedText: CustomStringConvertible {
  private let file: RecordedFile
  private let evaluation: RecordedEvaluation?
  /// The most events of a stream that are printed.
  private static let mostEvents = 100

  /// A page of what `file` holds, with the scores of `evaluation` where there is one.
  init(_ file: RecordedFile, _ evaluation: RecordedEvaluation? = nil) {
    self.file = file
    self.evaluation = evaluation
  }

  var description: String {
    var lines: [String] = []
    for course in file.streams { lines += page(of: course) + [""] }
    if let evaluation {
      lines += evaluation.scoreLines
      lines += evaluation.result.notes
    }
    if file.strangers > 0 {
      lines.append("\(counted(file.strangers, "message")) of no stream that could be told.")
    }
    if file.passedOver > 0 {
      lines.append(
        "\(counted(file.passedOver, "byte")) passed over that are of no whole message, as where a crash cut one off."
      )
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  private func page(of course: StreamCourse) -> [String] {
    var lines = [
      "Stream \(course.stream): \(counted(course.frames, "frame")), \(counted(course.forecasts, "forecast")), "
        + "\(course.statistics) statistics",
      row("received", "\(instantText(course.start)) to \(instantText(course.end)) UTC"),
    ]
    if course.frames > 0 {
      lines.append(
        row(
          "frames",
          (course.rate.map { String(format: "%.4g Hz, ", $0) } ?? "") + text(course.missingFrames)))
    }
    if course.forecasts > 0 { lines += forecasts(course) }
    if !course.unreadable.isEmpty { lines.append(row("unreadable", shares(course.unreadable))) }
    if let evaluation {
      if let instants = evaluation.instants[course.stream] { lines.append(row("scored", text(instants))) }
      lines += latencies(course)
    } else if let latency = course.latency {
      lines += [SummaryText.percentileHeading, SummaryText.row("  latency, to encoded", latency.percentiles)]
    }
    return lines + events(course)
  }

  private func forecasts(_ course: StreamCourse) -> [String] {
    let horizons = course.horizons.map { String(format: "%g", $0) }
    let coverages = course.coverages.map { String(format: "%g %%", 100 * $0) }
    return [
      row("forecasts", text(course.missingForecasts)),
      row("states", shares(course.states, of: course.forecasts)),
      row("models", shares(course.models)),
      row("markers", course.markers.joined(separator: ", ")),
      row(
        "horizons",
        horizons.count > 5
          ? "\(horizons.count) from \(horizons[0]) to \(horizons[horizons.count - 1]) s"
          : horizons.joined(separator: ", ") + " s"),
      row("radii", coverages.isEmpty ? "none" : "asked to hold \(coverages.joined(separator: ", "))"),
      row("budget", "\(counted(course.latency?.late ?? 0, "forecast")) past it"),
    ]
  }

  /// Percentiles of all, and of each of at most sixty stretches of whole minutes.
  private func latencies(_ course: StreamCourse) -> [String] {
    guard let all = course.latency else { return [] }
    return [SummaryText.percentileHeading, SummaryText.row("  latency, to encoded", all.percentiles)]
      + course.minutes.worstOfStretches(60).map { minute in
        SummaryText.row("  \(instantText(minute.start).dropLast(7))", minute.percentiles)
      }
  }

  private func events(_ course: StreamCourse) -> [String] {
    guard !course.events.isEmpty else { return [] }
    let shown = evaluation == nil ? 20 : Self.mostEvents
    let more = course.events.count - min(shown, course.events.count) + course.eventsLeftOut
    return ["  events"]
      + course.events.prefix(shown).map { event in
        "    \(instantText(event.time))  \(event.event)\(event.count > 1 ? " x \(event.count)" : "")"
      } + (more > 0 ? ["    and \(more) more: --json has \(course.eventsLeftOut > 0 ? "most" : "all")"] : [])
  }

  private func row(_ name: String, _ text: String) -> String { "  " + left(name, 12) + text }

  private func text(_ missing: MissingNumbers) -> String {
    "\(missing.missing) missing in \(counted(missing.gaps, "gap"))"
      + (missing.restarts > 0 ? "; numbers began anew \(counted(missing.restarts, "time"))" : "")
  }

  private func text(_ instants: ScoredInstants) -> String {
    let others = [
      (instants.inGaps, "in gaps"), (instants.unfollowed, "after the last frame"),
      (instants.interrupted, "cut off by a clock set back"), (instants.unsourced, "without their own frame"),
      (instants.early, "before --test-from"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "\(counted(instants.scored, "instant"))"
      + (others.isEmpty ? "" : "; not scored: \(others.joined(separator: ", "))")
  }

  private func shares(_ counts: [String: Int], of all: Int? = nil) -> String {
    counts.sorted { $0.value > $1.value || ($0.value == $1.value && $0.key < $1.key) }.map { name, count in
      "\(name) \(count)" + (all.map { String(format: " (%.1f %%)", 100 * Double(count) / Double($0)) } ?? "")
    }.joined(separator: ", ")
  }
}

extension LatencySpan {
  fileprivate var percentiles: DurationPercentiles {
    DurationPercentiles(count: UInt64(count), p50: p50, p90: p90, p99: p99, p999: p999, max: max)
  }
}

extension [LatencySpan] {
  /// The minutes themselves where there are at most `most`; else of each of so many stretches the one with the largest latency.
  fileprivate func worstOfStretches(_ most: Int) -> [LatencySpan] {
    guard count > most else { return self }
    return (0..<most).compactMap { part in
      self[part * count / most..<(part + 1) * count / most].max { $0.max < $1.max }
    }
  }
}

extension RecordedEvaluation {
  /// The scores as tables: what was published in state tracking, persistence, and both in any state.
  fileprivate var scoreLines: [String] {
    guard result.means.contains(where: { $0.rmse != nil }) else { return [] }
    let groups = [
      ("state tracking", Self.published, Self.persistence),
      ("any state", Self.publishedInAnyState, Self.persistenceInAnyState),
    ]
    return groups.flatMap { state, published, persistence in
      table(
        state, result.means.filter { $0.model == published }, result.means.filter { $0.model == persistence })
    }
  }

  private func table(_ state: String, _ published: [Score], _ persistence: [Score]) -> [String] {
    guard published.contains(where: { $0.rmse != nil }) else {
      return ["Nothing in \(state) could be scored.", ""]
    }
    let horizons = result.shownHorizons.map { right(String(format: "%g s", $0), 11) }.joined()
    let mean = result.horizons.count > 1 ? right("mean of \(result.horizons.count)", 12) : ""
    var lines = [left("mm, \(state)", 30) + horizons + mean]
    lines += rows(published, "published") + rows(persistence, "persistence") + [""]
    for asked in result.coverages { lines += result.radii(asked, published) }
    return lines
  }

  private func rows(_ own: [Score], _ name: String) -> [String] {
    let measures: [(String, KeyPath<Score, Double?>)] = [
      ("RMSE", \.rmse), ("MAE", \.mae), ("largest", \.largest), ("jitter", \.jitter),
    ]
    return measures.map { measure, path in
      let values = result.shownHorizons.map { horizon in
        own.first { $0.horizonSeconds == horizon }?[keyPath: path]
      }
      let all = own.compactMap { $0[keyPath: path] }
      let mean = all.count == result.horizons.count ? all.reduce(0, +) / Double(all.count) : nil
      func cell(_ value: Double?, _ width: Int) -> String {
        right(value.map { String(format: "%.3f", $0) } ?? "-", width)
      }
      return left("  \(name)", 18) + left(measure, 12) + values.map { cell($0, 11) }.joined()
        + (result.horizons.count > 1 ? cell(mean, 12) : "")
    }
  }
}
