/// Which whole ticks a forecaster must forecast so that the asked horizons, in seconds, can be given.
///
/// A horizon between two ticks is interpolated linearly between them; tick 0 is the sample itself.
struct HorizonPlan: Sendable {
  /// An asked horizon: `(1 - fraction) * row lower + fraction * row upper`, row -1 being the sample.
  struct Entry: Sendable {
    var seconds: Double
    var lowerTicks: Int
    var upperTicks: Int
    var lowerRow: Int
    var upperRow: Int
    var fraction: Double
  }

  /// The ticks ahead, ascending. Tick 1 is always there: gaps are bridged with it.
  let ticks: [Int]
  /// One entry for each asked horizon, ascending.
  let entries: [Entry]

  init(seconds: [Double], rate: Double) {
    let asked = Set(seconds).sorted()
    let spans = asked.map { seconds -> (lower: Int, upper: Int, fraction: Double) in
      let ticks = seconds * rate
      let whole = ticks.rounded()
      // A millionth of a tick is rounding in the decimal horizon, not an instant between ticks.
      if abs(ticks - whole) < 1e-6 { return (Int(whole), Int(whole), 0) }
      let lower = ticks.rounded(.down)
      return (Int(lower), Int(lower) + 1, ticks - lower)
    }
    let ticks = Set(spans.flatMap { [$0.lower, $0.upper] }).union([1]).subtracting([0]).sorted()
    self.ticks = ticks
    entries = zip(asked, spans).map { seconds, span in
      Entry(
        seconds: seconds, lowerTicks: span.lower, upperTicks: span.upper,
        lowerRow: ticks.firstIndex(of: span.lower) ?? -1, upperRow: ticks.firstIndex(of: span.upper) ?? -1,
        fraction: span.fraction)
    }
  }

  /// The greatest number of ticks ahead.
  var longest: Int { ticks.last ?? 1 }
}
