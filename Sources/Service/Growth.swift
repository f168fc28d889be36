import MarkerMotion
import Wire

extension [String: UInt64] {
  /// By how much each count has grown since `old`, by name; those that have not are left out.
  package func growth(since old: Self) -> [(name: String, count: UInt64)] {
    filter { $0.value > old[$0.key] ?? 0 }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value - (old[$0.key] ?? 0)) }
  }
}

extension Markercast_V1_Stats {
  /// How often each thing has happened to the stream that is worth telling when it happens, by name.
  package var happenings: [String: UInt64] {
    var counts = outcomes
    for event in StreamEvent.allCases where event.isQuiet { counts[event.name] = nil }
    // With every forecast while the state is "lost", which is told.
    counts["lost_published"] = nil
    for (reason, count) in rejected { counts["rejected_\(reason)"] = count }
    counts["skipped"] = skipped
    counts["budget_missed"] = budgetMisses
    counts["learning_shed"] = learningShed
    counts["checkpoint_failed"] = checkpoints.failed
    return counts
  }
}
