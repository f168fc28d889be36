import MarkerMotion

/// Every n-th trial of a search, beginning with one of the first n: a share of it for one machine.
extension Shard {
  /// All trials.
  package static let whole = Shard(number: 1, count: 1)

  /// Whether a trial is of it.
  package func contains(_ index: Int) -> Bool { index % count == number - 1 }
}
