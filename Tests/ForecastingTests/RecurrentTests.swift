import Forecasting
import Testing

/// The recurrent forecasters from within.
@Suite struct RecurrentTests {
  private let positions = Breathing.positions(count: 400)
  private let still = HyperParameters(learningRate: 0)

  private func uoro(_ parameters: HyperParameters = HyperParameters()) -> RecurrentForecaster<
    RecentInfluence<Double>
  > {
    makeUORONetwork(parameters, Breathing.context(positions))
  }

  @Test func skippedLearningMovesTheStateAlone() {
    var parameters = HyperParameters(hidden: 12)
    var skipping = uoro(parameters)
    parameters.learningRate = 0
    var idle = uoro(parameters)
    let initial = skipping.learner.weights
    let a = skipping.run(ticks(positions), { _ in .skip })
    let b = idle.run(ticks(positions))
    #expect(skipping.learner.weights == initial)
    #expect(skipping.learner.state.state == idle.learner.state.state)
    #expect(skipping.learner.credit.older.estimates.allSatisfy { $0.weights.norm == 0 })
    #expect(a == b)
    #expect(skipping.learnedThrough == 399)
  }

  @Test func skippedLearningMovesThePublishedStateAlone() {
    let parameters = HyperParameters(hidden: 5, window: 6)
    var forecaster = makePublishedRTRL(Double.self, parameters, Breathing.context(positions))
    let first = ticks(positions)
    _ = forecaster.run(Array(first[..<300]))
    let before = forecaster.learners
    _ = forecaster.run(Array(first[300...]), { _ in .skip })
    #expect(forecaster.learnedThrough == 299)
    for (old, new) in zip(before, forecaster.learners) {
      #expect(old.weights == new.weights && old.output == new.output)
      #expect(old.credit.jacobian == new.credit.jacobian)
      #expect(old.state.state != new.state.state)
    }
  }

  @Test func nothingLearnedFromASpanAltersWeights() {
    let span = 200..<300
    var forecaster = uoro(HyperParameters(hidden: 12))
    var weights = forecaster.learner.weights
    var coefficients = forecaster.readout.coefficients
    for tick in ticks(positions, unlearnable: span) {
      forecaster.observe(tick)
      forecaster.learn()
      // The learner, 12 ticks behind, still has lessons from before the span.
      if tick.index == span.lowerBound + 12 { weights = forecaster.learner.weights }
      if tick.index == span.lowerBound { coefficients = forecaster.readout.coefficients }
      if tick.index == span.upperBound - 1 {
        #expect(forecaster.readout.coefficients == coefficients)
        #expect(forecaster.learner.weights == weights)
      }
    }
    #expect(forecaster.learner.weights != weights)
    #expect(forecaster.readout.coefficients != coefficients)
  }

  /// The learner of horizon h is, at tick n, the published code's learner after the pairs up to (u_{n-h}, y_n).
  @Test func eachPublishedLearnerIsDelayedByItsHorizon() {
    let parameters = HyperParameters(hidden: 4, window: 5)
    let context = Breathing.context(positions)
    let scales = Scales.perCoordinate(of: context.warmUp)
    let input = WindowInput(window: 5, dimension: 6)
    var history = History(capacity: 500, scales: scales)
    var served = makePublishedUORO(Double.self, parameters, context)
    var alone = served.learners
    var vector = Array(repeating: 0.0, count: input.count)
    var row = Matrix(rows: 1, columns: input.count, repeating: 0.0)
    for tick in ticks(positions) {
      served.observe(tick)
      served.learn()
      history.append(tick)
      for (index, horizon) in Breathing.horizons.enumerated() where tick.index - horizon >= 4 {
        input.write(history, at: tick.index - horizon, into: &vector)
        row.setRow(0, to: vector)
        alone[index].learn(row, row: 0, target: Array(history.positions[row: history.slot(tick.index)]))
      }
    }
    for (a, b) in zip(served.learners, alone) {
      #expect(a.weights.isNear(b.weights, 1e-12) && a.output.isNear(b.output, 1e-12))
    }
  }

  @Test func horizonsMayBeAnySet() {
    for horizons in [[3], [1, 2, 5, 10], Array(1...20), [240]] {
      var context = Breathing.context(positions)
      context.horizons = horizons
      var forecaster = makeForecaster(
        .uoro, preset: .standard, parameters: HyperParameters(), context: context)
      var forecast = Matrix(rows: horizons.count, columns: 6, repeating: 0.0)
      for tick in ticks(positions) {
        forecaster.observe(tick)
        forecaster.forecast(into: &forecast)
        forecaster.learn()
      }
      #expect(forecaster.isReady)
      for row in horizons.indices {
        for c in 0..<6 { #expect(abs(forecast[row, c] - positions[399][c]) < 30) }
      }
    }
  }
}
