/// The forecast that every marker goes to where it has been of late: the mean of its positions, older ones fading over 20 s.
///
/// An interruption ends the mean: what came before it may have been measured from elsewhere.
package struct MovingMean: Forecaster {
  package private(set) var learnedThrough: Int?
  private var mean: [Double]
  private var isBegun = false
  private let share: Double

  package init(context: ForecasterContext) {
    mean = Array(repeating: 0, count: context.dimension)
    share = min(1, 1 / (20 * context.rate))
  }

  package var isReady: Bool { learnedThrough != nil }

  package mutating func observe(_ tick: borrowing Tick) {
    if tick.startsSegment { isBegun = false }
    guard tick.isLearnable || !isBegun else { return }
    for c in mean.indices { mean[c] += (isBegun ? share : 1) * (tick.positions[c] - mean[c]) }
    guard tick.isLearnable else { return }
    isBegun = true
    learnedThrough = tick.index
  }

  package mutating func forecast(into forecast: inout Matrix<Double>) {
    forecast.fillRows(with: mean)
  }

  package mutating func learn() {}
  package mutating func skipLearning() {}

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(tick: &learnedThrough)
    archive.transfer(&mean)
    archive.transfer(&isBegun)
  }
}
