import MarkerMotion
import Service
import Wire

/// Something that happened to a stream between two of its statistics.
struct Occurrence: Hashable, Sendable {
  /// When the later statistics were published, in nanoseconds since the Unix epoch, by the daemon's clock.
  var nanoseconds: Int64
  /// The stream.
  var stream: String
  /// What happened.
  var text: String
}

/// What happened between two statistics of a stream, as their counters tell.
func occurrencesBetween(_ old: Markercast_V1_Stats, _ new: Markercast_V1_Stats) -> [Occurrence] {
  texts(old, new).map { Occurrence(nanoseconds: new.publishedNs, stream: new.stream, text: $0) }
}

private func texts(_ old: Markercast_V1_Stats, _ new: Markercast_V1_Stats) -> [String] {
  guard new.frames >= old.frames else { return ["the daemon has begun anew"] }
  var texts: [String] = []
  if new.state != old.state { texts.append("now \(ForecastState(new.state)?.name ?? "unknown")") }
  if new.model != old.model { texts.append("model \(new.model)") }
  let quiet = StreamEvent.allCases.filter(\.isQuiet).map(\.name)
  for (name, count) in new.outcomes.growth(since: old.outcomes) where !quiet.contains(name) {
    texts.append(counted(name, count))
  }
  for (reason, count) in new.rejected.growth(since: old.rejected) {
    texts.append(counted("rejected: \(reason)", count))
  }
  for (name, before, after) in [
    ("frames skipped", old.skipped, new.skipped), ("forecasts late", old.budgetMisses, new.budgetMisses),
    ("learning shed", old.learningShed, new.learningShed),
  ] where after > before {
    texts.append(counted(name, after - before))
  }
  if new.checkpoints.failed > old.checkpoints.failed {
    texts.append("checkpoint failed: \(new.checkpoints.problem)")
  }
  return texts
}

private func counted(_ name: String, _ count: UInt64) -> String { count == 1 ? name : "\(name) ×\(count)" }
