import Archiving

/// Scores one model's forecasts when their truth arrives.
struct Scoreboard: Sendable {
  private let markers: Int
  private let fading: Double
  private var issued: IssuedForecasts
  private(set) var accuracies: [Accuracy]

  init(plan: HorizonPlan, markers: Int, rate: Double) {
    self.markers = markers
    fading = 1 - min(1, 1 / (60 * rate))
    issued = IssuedForecasts(plan: plan, markers: markers)
    accuracies = [Accuracy](repeating: Accuracy(), count: plan.entries.count)
  }

  /// Keeps the forecast of `tick`, rows as the plan's ticks.
  mutating func issue(_ rows: Matrix<Double>, tick: Int, sample: [Double], isLost: [Bool]) {
    issued.issue(rows, tick: tick, sample: sample, isLost: isLost)
  }

  /// Notes that no forecast was given out at `tick`.
  mutating func pass(tick: Int) { issued.pass(tick: tick) }

  /// Counts the errors of every forecast whose truth is complete with the newest tick.
  mutating func settle(_ truth: TruthRing) {
    for j in accuracies.indices {
      accuracies[j].fade(by: fading)
      for m in 0..<markers {
        if let error = issued.error(of: m, entry: j, truth) { accuracies[j].add(error.distance) }
      }
    }
  }
}

extension Scoreboard: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&issued)
    for j in accuracies.indices { accuracies[j].transfer(with: &archive) }
  }
}
