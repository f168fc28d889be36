internal import RealModule

/// What each expert's forecasts have cost at each horizon, older ones fading, and the weights that follow.
///
///     L_j <- m L_j + |error of the forecast of expert j whose truth is y_n|^2,  w_j ~ exp(-s (L_j / min L - 1))
///
/// with a memory m, a tick at 10 Hz, and a sharpness s: exponential weights (N. Littlestone and M. K. Warmuth 1994, doi:10.1006/inco.1994.1009) on losses
/// relative to the best expert's, which makes them the same in any unit.
struct ExpertLosses: Sendable {
  /// A row an expert, a column a horizon; each column sums to 1.
  private(set) var weights: Matrix<Double>
  private var losses: Matrix<Double>
  private let horizons: [Int]
  private let fading: Double
  private let sharpness: Double
  /// The forecasts of the last ticks, one under the other: those of a tick together, in it those of an expert.
  private var issued: Matrix<Double>
  private var ticks: [Int]

  init(experts: Int, _ settings: MixtureSettings, _ context: ForecasterContext) {
    horizons = context.horizons
    fading = .pow(settings.memory, 10 / context.rate)
    sharpness = settings.sharpness
    losses = Matrix(rows: experts, columns: horizons.count, repeating: 0)
    weights = Matrix(rows: experts, columns: horizons.count, repeating: 1 / Double(max(1, experts)))
    let slots = (horizons.last ?? 0) + 1
    issued = Matrix(rows: slots * experts * horizons.count, columns: context.dimension, repeating: 0)
    ticks = Array(repeating: -1, count: slots)
  }

  /// Counts the errors of the forecasts whose truth is the newest tick of `history`, at `truth`; returns whether there was
  /// one.
  mutating func settle(_ history: borrowing History, truth: [Double]) -> Bool {
    let n = history.newest
    var settled = false
    for (column, horizon) in horizons.enumerated() {
      let t = n - horizon
      guard t >= 0, ticks[t % ticks.count] == t, history.isPair(t, n) else { continue }
      for expert in 0..<losses.rows {
        let loss = issued.squaredDistance(row: row(t, expert, column), to: truth)
        losses[expert, column] = fading * losses[expert, column] + loss
      }
      settled = true
    }
    return settled
  }

  /// Keeps what `experts` forecast at tick n.
  mutating func issue(_ experts: [Expert], at n: Int) {
    ticks[n % ticks.count] = n
    for index in experts.indices {
      issued.setRows(from: row(n, index, 0), to: experts[index].output)
    }
  }

  /// Makes the weights those of the losses; an expert that is out has none.
  mutating func weigh(without isOut: [Bool]) {
    for column in horizons.indices {
      var least = Double.infinity
      for expert in isOut.indices where !isOut[expert] { least = min(least, losses[expert, column]) }
      least = max(least, 1e-12)
      var sum = 0.0
      for expert in 0..<losses.rows {
        weights[expert, column] =
          isOut[expert] ? 0 : .exp(-sharpness * (losses[expert, column] / least - 1))
        sum += weights[expert, column]
      }
      // All of them out at once: none is better than another.
      for expert in 0..<losses.rows {
        weights[expert, column] = sum > 0 ? weights[expert, column] / sum : 1 / Double(losses.rows)
      }
    }
  }

  private func row(_ tick: Int, _ expert: Int, _ column: Int) -> Int {
    ((tick % ticks.count) * losses.rows + expert) * horizons.count + column
  }
}

extension ExpertLosses: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&weights)
    archive.transfer(&losses)
    archive.transfer(&issued)
    archive.transfer(&ticks)
  }
}
