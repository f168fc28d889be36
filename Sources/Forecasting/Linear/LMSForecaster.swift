/// The papers' LMS made causal: a filter for each horizon, from a window of positions to the position.
///
/// A pair is learned within `observe`, as soon as its target is known and before the forecast: the weights that forecast
/// from tick n have learned y_n, where the published code, one step later, would have learned y_{n+h-1} as well.
package struct LMSForecaster: Forecaster {
  package private(set) var learnedThrough: Int?
  private let scales: Scales
  private let input: WindowInput
  private let horizons: [Int]
  private var history: History
  private var filters: [LMSFilter<Double>]
  private var past: [Double]
  private var present: [Double]
  private var target: [Double]

  package init(window: Int, rate: Double, clip: Double, context: ForecasterContext) {
    scales = .perCoordinate(of: context.warmUp)
    horizons = context.horizons
    let dimension = context.dimension
    input = WindowInput(window: window, dimension: dimension)
    history = History(capacity: (horizons.last ?? 0) + input.reach + 1, scales: scales)
    filters = horizons.map { [input] _ in
      LMSFilter(outputs: dimension, inputs: input.count, rate: rate, clip: clip)
    }
    past = Array(repeating: 0, count: input.count)
    present = past
    target = Array(repeating: 0, count: dimension)
  }

  package var isReady: Bool { learnedThrough != nil }

  package mutating func observe(_ tick: borrowing Tick) {
    history.append(tick)
    let n = tick.index
    for (index, horizon) in horizons.enumerated() {
      let t = n - horizon
      guard history.contains(t), history.isPair(t, n), history.isClean(t, reach: input.reach) else {
        continue
      }
      input.write(history, at: t, into: &past)
      let row = history.slot(n)
      for c in target.indices { target[c] = history.positions[row, c] }
      filters[index].learn(past, target: target)
      learnedThrough = n
    }
    input.write(history, at: n, into: &present)
  }

  package mutating func forecast(into forecast: inout Matrix<Double>) {
    for row in horizons.indices {
      if isReady {
        filters[row].predict(present, into: &target)
      } else {
        for c in target.indices { target[c] = history.positions[history.newestSlot, c] }
      }
      for c in target.indices { forecast[row, c] = scales.origin[c] + scales.unit[c] * target[c] }
    }
  }

  package mutating func learn() {}
  package mutating func skipLearning() {}

  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(tick: &learnedThrough)
    archive.transfer(&history)
    archive.transfer(&filters)
    archive.transfer(&present)
  }
}
