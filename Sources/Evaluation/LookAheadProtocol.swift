import Forecasting
import MarkerMotion
import Recordings

/// The papers' protocol: at each step a model forecasts the position h ticks after its window, and then learns that very
/// position, before the next step is forecast. With h > 1 its weights have then seen h - 1 positions that lie in the future
/// of the next window's newest: such forecasts can't be had live, and are here to be compared with published ones.
///
/// Pohl et al. 2022 (arXiv:2106.01100) and the code published with it. Rows are steps whatever their stamps; positions are
/// normalised by the mean and the deviation of the first 300, coordinate by coordinate.
package struct LookAheadSeries: Sendable {
  /// Samples that the scales are taken from.
  package static let scaled = 300
  /// Samples that the linear regression is fitted on.
  package static let fitted = 540

  /// Positions, mm, less the first: a row for each sample.
  package let positions: [[Double]]
  /// The same, normalised.
  let normalised: [[Double]]
  private let scales: Scales
  private let first: [Double]

  /// The series of `recording`.
  ///
  /// - Throws: `EvaluationError` where a marker is missing in a row, or there are too few rows.
  package init(_ recording: Recording) throws {
    let rows = try recording.frames.enumerated().map { row, frame in
      try recording.markers.flatMap { name in
        guard let place = frame.markers.first(where: { $0.name == name })?.position else {
          throw EvaluationError(
            "recording \(recording.name) has no place of marker \(name) in row \(row + 1): the look-ahead protocol takes whole recordings alone; use --protocol causal"
          )
        }
        return [place.x, place.y, place.z]
      }
    }
    guard rows.count > Self.fitted else {
      throw EvaluationError(
        "recording \(recording.name) has \(rows.count) samples: the look-ahead protocol fits its models on the first \(Self.fitted); use --protocol causal"
      )
    }
    first = rows[0]
    positions = rows.map { row in zip(row, rows[0]).map { $0 - $1 } }
    let scales = Scales.perCoordinate(of: Array(positions.prefix(Self.scaled)))
    self.scales = scales
    normalised = positions.map { row in
      row.indices.map { c in (row[c] - scales.origin[c]) / scales.unit[c] }
    }
  }

  /// The forecast, mm, of each sample by `model` from `horizon` ticks before it; nil before the first.
  package func forecasts(
    of model: EvaluatedModel, horizon: Int, parameters: HyperParameters, seed: UInt64
  ) -> [[Double]?] {
    switch model {
    case .leak: delayed(by: 1)
    case .served(.persistence): delayed(by: horizon)
    case .served(.linear): linear(horizon, parameters)
    case .served(.lms): filtered(horizon, parameters)
    case .served(.uoro): networked(makePublishedUORO(Float.self, parameters, context(horizon, seed)))
    case .served(.rtrl): networked(makePublishedRTRL(Float.self, parameters, context(horizon, seed)))
    case .firstRTRL:
      networked(makePublishedRTRL(Float.self, parameters, context(horizon, seed), order: .beforeInput))
    case .served(.snap1): networked(makePublishedSnAp1(Float.self, parameters, context(horizon, seed)))
    case .served(.dni): networked(makePublishedDNI(Float.self, parameters, context(horizon, seed)))
    case .served(.rls), .served(.mean), .served(.features), .served(.analogue),
      .served(.guidedAnalogue), .served(.localRidge),
      .served(.mixture):
      preconditionFailure("\(model.name) has no look-ahead form")
    }
  }

  private func delayed(by ticks: Int) -> [[Double]?] {
    positions.indices.map { $0 >= ticks ? positions[$0 - ticks] : nil }
  }

  /// The papers' regression is the same under both protocols: fitted once, on what is past when the test begins.
  private func linear(_ horizon: Int, _ parameters: HyperParameters) -> [[Double]?] {
    var result: [[Double]?] = Array(repeating: nil, count: positions.count)
    var regression = makeLinear(parameters, context(horizon, 0))
    var forecast = Matrix(rows: 1, columns: positions[0].count, repeating: 0.0)
    for (n, position) in positions.enumerated() {
      regression.observe(Tick(index: n, positions: position))
      regression.forecast(into: &forecast)
      if regression.isReady, n + horizon < result.count { result[n + horizon] = forecast.elements }
      regression.learn()
    }
    return result
  }

  private func filtered(_ horizon: Int, _ parameters: HyperParameters) -> [[Double]?] {
    let own = parameters.completed(for: .lms, .pohl2021)
    let window = own.window ?? 1
    let dimension = positions[0].count
    var filter = LMSFilter<Double>(
      outputs: dimension, inputs: window * dimension + 1, rate: own.learningRate ?? 0,
      clip: own.clip ?? .infinity)
    return stepped(horizon, window) { input, target in
      filter.learn(input, target: target)
      return filter.prediction
    }
  }

  private func context(_ horizon: Int, _ seed: UInt64) -> ForecasterContext {
    ForecasterContext(
      rate: Double(Self.fitted) / 54, horizons: [horizon], warmUp: Array(positions.prefix(Self.scaled)),
      seed: seed)
  }

  /// Takes the network of `forecaster`'s horizon, as it would be served, through the steps.
  private func networked<Carried: Credit>(_ forecaster: PublishedForecaster<Carried>) -> [[Double]?] {
    var learner = forecaster.learners[0]
    var row = Matrix(rows: 1, columns: forecaster.input.count, repeating: Carried.Scalar.zero)
    var goal = Array(repeating: Carried.Scalar.zero, count: positions[0].count)
    return stepped(forecaster.horizons[0], forecaster.input.window) { input, target in
      row.setRow(0, to: input)
      for c in goal.indices { goal[c] = Carried.Scalar(target[c]) }
      learner.learn(row, row: 0, target: goal)
      return learner.prediction.map { Double($0) }
    }
  }

  /// Steps a learner over all windows; `step` takes [1; window] and its target, normalised, and returns what was forecast
  /// before the target was learned.
  private func stepped(
    _ horizon: Int, _ window: Int, _ step: ([Double], [Double]) -> [Double]
  ) -> [[Double]?] {
    var result: [[Double]?] = Array(repeating: nil, count: positions.count)
    guard positions.count >= window + horizon else { return result }
    let dimension = positions[0].count
    var input = Array(repeating: 1.0, count: window * dimension + 1)
    for start in 0...positions.count - window - horizon {
      for age in 0..<window {
        for c in 0..<dimension { input[1 + age * dimension + c] = normalised[start + age][c] }
      }
      let target = start + window + horizon - 1
      let forecast = step(input, normalised[target])
      result[target] = forecast.indices.map { scales.origin[$0] + scales.unit[$0] * forecast[$0] }
    }
    return result
  }

  /// Sets forecasts beside their truth, where the markers were, from row `testFrom`, counted from 1, on.
  package func scored(_ forecasts: [[Double]?], horizon: Int, rate: Double, testFrom: Int) -> ScoredForecasts
  {
    var result = ScoredForecasts(seconds: Double(horizon) / rate, ticks: horizon)
    for target in max(testFrom - 1, horizon)..<max(testFrom, horizon, positions.count) {
      guard target < positions.count, let forecast = forecasts[target] else { continue }
      result.add(
        target: target + 1, origin: target - horizon, truth: placed(positions[target]),
        forecast: placed(forecast), still: placed(positions[target - horizon]), radii: [])
    }
    return result
  }

  private func placed(_ position: [Double]) -> [Double] { zip(position, first).map { $0 + $1 } }
}
