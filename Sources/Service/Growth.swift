extension [String: UInt64] {
  /// By how much each count has grown since `old`, by name; those that have not are left out.
  package func growth(since old: Self) -> [(name: String, count: UInt64)] {
    filter { $0.value > old[$0.key] ?? 0 }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value - (old[$0.key] ?? 0)) }
  }
}
