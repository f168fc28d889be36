import MarkerMotion

/// The newest forecasts of one model at every asked horizon, kept until their truth has come.
struct IssuedForecasts: Sendable {
  private let plan: HorizonPlan
  private let markers: Int
  /// One slot for each tick until the longest horizon's truth.
  let slots: Int
  private var places: [Double]
  private var isIssued: [Bool]

  init(plan: HorizonPlan, markers: Int) {
    self.plan = plan
    self.markers = markers
    slots = plan.longest + 1
    places = [Double](repeating: 0, count: slots * plan.entries.count * markers * 3)
    isIssued = [Bool](repeating: false, count: slots * markers)
  }

  /// Keeps the forecast of `tick`, rows as the plan's ticks, of every marker that is not lost.
  mutating func issue(_ rows: Matrix<Double>, tick: Int, sample: [Double], isLost: [Bool]) {
    let slot = tick % slots
    let width = markers * 3
    for m in 0..<markers { isIssued[slot * markers + m] = !isLost[m] }
    for (j, entry) in plan.entries.enumerated() {
      let base = (slot * plan.entries.count + j) * width
      for c in 0..<width {
        places[base + c] = entry.value(of: rows, sample: sample, column: c)
      }
    }
  }

  /// Notes that no forecast was given out at `tick`.
  mutating func pass(tick: Int) {
    for m in 0..<markers { isIssued[tick % slots * markers + m] = false }
  }

  /// How far `marker` is, in mm, from its forecast whose truth is complete with the newest tick, and the slot of that
  /// forecast; nil where none was given out, the truth was not measured, or an interruption lies between.
  func error(of marker: Int, entry j: Int, _ truth: TruthRing) -> (distance: Double, slot: Int)? {
    let entry = plan.entries[j]
    let tick = truth.newest - entry.upperTicks
    guard tick >= max(0, truth.first), isIssued[tick % slots * markers + marker],
      let lower = truth.position(of: marker, at: tick + entry.lowerTicks),
      let upper = truth.position(of: marker, at: tick + entry.upperTicks)
    else { return nil }
    let slot = tick % slots
    let c = ((slot * plan.entries.count + j) * markers + marker) * 3
    let error =
      Position(places[c], places[c + 1], places[c + 2]) - (lower + (upper - lower) * entry.fraction)
    return ((error * error).sum().squareRoot(), slot)
  }
}

extension HorizonPlan.Entry {
  /// The asked horizon's value in `column` from a forecast's rows and the sample.
  func value(of rows: Matrix<Double>, sample: [Double], column: Int) -> Double {
    let lower = lowerRow < 0 ? sample[column] : rows[lowerRow, column]
    if fraction == 0 { return lower }
    let upper = rows[upperRow, column]
    return lower + (upper - lower) * fraction
  }
}

extension IssuedForecasts: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&places)
    archive.transfer(&isIssued)
  }
}
