extension EvaluationResult {
  /// The horizons (s) that there are scores of, ascending.
  package var horizons: [Double] { Set(means.map(\.horizonSeconds)).sorted() }

  /// Those that a table has room for: up to five of them all, of more a tenth, a half, one and two seconds, or four in even
  /// steps.
  package var shownHorizons: [Double] {
    let all = horizons
    guard all.count > 5 else { return all }
    let usual = all.filter { [0.1, 0.5, 1, 2].contains($0) }
    return usual.count > 2 ? usual : (0..<4).map { all[$0 * (all.count - 1) / 3] }
  }
}
