import Forecasting

/// Forecasts of a recording, a matrix (horizon, coordinate) for each tick; persistence for the warm-up, whose ticks are
/// observed and learned together when it ends, as a session would.
func forecasts(
  of positions: [[Double]], rate: Double = 10, horizons: [Int] = Array(1...20), warmUp: Int = 100,
  seed: UInt64 = 0,
  _ make: (ForecasterContext) -> any Forecaster
) -> [Matrix<Double>] {
  let context = ForecasterContext(
    rate: rate, horizons: horizons, warmUp: Array(positions.prefix(warmUp)), seed: seed)
  var forecaster = make(context)
  var result: [Matrix<Double>] = []
  for (n, position) in positions.enumerated() {
    forecaster.observe(Tick(index: n, positions: position))
    var forecast = Matrix(rows: horizons.count, columns: position.count, repeating: 0.0)
    if n < warmUp - 1 {
      for row in 0..<horizons.count {
        for (c, value) in position.enumerated() { forecast[row, c] = value }
      }
    } else {
      forecaster.forecast(into: &forecast)
    }
    result.append(forecast)
    forecaster.learn()
  }
  return result
}

/// The root mean square over time and markers of the 3-D error at one horizon, targets from the `first` sample on,
/// counted from 0.
func rmse(
  _ forecasts: [Matrix<Double>], _ positions: [[Double]], row: Int, horizon: Int, first: Int = 600
) -> Double {
  var sum = 0.0
  for n in first..<positions.count {
    for c in positions[n].indices {
      let error = forecasts[n - horizon][row, c] - positions[n][c]
      sum += error * error
    }
  }
  return (sum / Double((positions.count - first) * (positions[first].count / 3))).squareRoot()
}

/// The root mean square errors at horizons of 1 to 20 ticks, each the mean over the development recordings.
func scores(
  warmUp: Int = 100, seed: UInt64 = 0, _ make: (ForecasterContext) -> any Forecaster
) throws -> [Double] {
  let recordings = try Recordings.names.map { try Recordings.load($0) }
  var means = Array(repeating: 0.0, count: 20)
  for positions in recordings {
    let all = forecasts(of: positions, warmUp: warmUp, seed: seed, make)
    for row in 0..<20 {
      means[row] += rmse(all, positions, row: row, horizon: row + 1) / Double(recordings.count)
    }
  }
  return means
}

extension [Double] {
  var mean: Double { reduce(0, +) / Double(count) }
  /// The mean over 0.1, 0.5, 1 and 2 s of scores at 1 to 20 ticks.
  var papersMean: Double { (self[0] + self[4] + self[9] + self[19]) / 4 }
}
