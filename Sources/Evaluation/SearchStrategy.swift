/// How a search goes through its space.
package enum SearchStrategy: Hashable, Sendable {
  /// Every combination.
  case grid
  /// So many settings, drawn at random.
  case random(trials: Int)
  /// So many settings, drawn at random; the worse half goes, time and again, while the rest are run on more.
  case halving(trials: Int)

  /// What results call it.
  package var name: String {
    switch self {
    case .grid: "grid"
    case .random: "random"
    case .halving: "halving"
    }
  }
}

/// A stage of successive halving.
package struct Rung: Hashable, Sendable {
  /// The settings that are left.
  package var trials: Int
  /// The runs that each of them has had when it ends.
  package var runs: Int
}

/// The rungs for `trials` settings, each of which may have up to `runs` runs: from one to the next half as many settings,
/// with twice as many runs, so that all rungs cost the same; the last gives all runs to what is left.
///
/// K. Jamieson and A. Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS 2016
/// (arXiv:1502.07943). What is doled out is runs, each on one recording with one seed, every recording once before any
/// twice. Validation samples would not do: all that comes before them is trained on first, so that a tenth of them costs
/// half of all; and the first breaths are no sample of the rest, while any recording is one of people.
package func rungs(trials: Int, runs: Int) -> [Rung] {
  let halvings = min(trials, runs).bitWidth - 1 - max(1, min(trials, runs)).leadingZeroBitCount
  return (0...max(0, halvings)).map { rung in
    Rung(trials: (trials + (1 << rung) - 1) >> rung, runs: max(1, runs >> (halvings - rung)))
  }
}
