import MarkerMotion

/// Scores one model's forecasts when their truth arrives.
struct Scoreboard: Sendable {
  private let plan: HorizonPlan
  private let markers: Int
  private let fading: Double
  private let capacity: Int
  private var forecasts: [Double]
  private var isIssued: [Bool]
  private(set) var accuracies: [Accuracy]

  init(plan: HorizonPlan, markers: Int, rate: Double) {
    self.plan = plan
    self.markers = markers
    fading = 1 - min(1, 1 / (60 * rate))
    capacity = plan.longest + 1
    forecasts = [Double](repeating: 0, count: capacity * plan.entries.count * markers * 3)
    isIssued = [Bool](repeating: false, count: capacity)
    accuracies = [Accuracy](repeating: Accuracy(), count: plan.entries.count)
  }

  /// Keeps the forecast of `tick`, rows as the plan's ticks.
  mutating func issue(_ rows: Matrix<Double>, tick: Int, sample: [Double]) {
    let slot = tick % capacity
    let width = markers * 3
    isIssued[slot] = true
    for (j, entry) in plan.entries.enumerated() {
      let base = (slot * plan.entries.count + j) * width
      for c in 0..<width {
        forecasts[base + c] = entry.value(of: rows, sample: sample, column: c)
      }
    }
  }

  /// Notes that no forecast was given out at `tick`.
  mutating func pass(tick: Int) {
    isIssued[tick % capacity] = false
  }

  /// Counts the errors of every forecast whose truth is complete with the newest tick.
  mutating func settle(_ truth: TruthRing) {
    for (j, entry) in plan.entries.enumerated() {
      accuracies[j].fade(by: fading)
      let issued = truth.newest - entry.upperTicks
      guard issued >= max(0, truth.first), isIssued[issued % capacity] else { continue }
      for m in 0..<markers {
        guard let lower = truth.position(of: m, at: issued + entry.lowerTicks),
          let upper = truth.position(of: m, at: issued + entry.upperTicks)
        else { continue }
        let c = (issued % capacity * plan.entries.count + j) * markers * 3 + m * 3
        let forecast = Position(forecasts[c], forecasts[c + 1], forecasts[c + 2])
        let error = forecast - (lower + (upper - lower) * entry.fraction)
        accuracies[j].add((error * error).sum().squareRoot())
      }
    }
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
