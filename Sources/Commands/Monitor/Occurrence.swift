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
  for (name, count) in new.happenings.growth(since: old.happenings) {
    texts.append(
      name == "checkpoint_failed"
        ? "checkpoint failed: \(new.checkpoints.problem)" : counted(words(name), count))
  }
  return texts
}

private func words(_ name: String) -> String {
  switch name {
  case "skipped": "frames skipped"
  case "budget_missed": "forecasts late"
  case "learning_shed": "learning shed"
  case _ where name.hasPrefix("rejected_"): "rejected: " + name.dropFirst("rejected_".count)
  default: name
  }
}

private func counted(_ text: String, _ count: UInt64) -> String { count == 1 ? text : "\(text) ×\(count)" }
