import MarkerMotion

/// One model of a session with its newest forecast and its score.
struct ModelRun: Sendable {
  let model: Model
  var forecaster: any Forecaster
  /// One row for each of the plan's ticks.
  var output: Matrix<Double>
  var score: Scoreboard
  /// Whether the newest forecast is all finite numbers.
  private(set) var isHealthy = true

  init(_ model: Model, forecaster: any Forecaster, plan: HorizonPlan, markers: Int, rate: Double) {
    self.model = model
    self.forecaster = forecaster
    output = Matrix(rows: plan.ticks.count, columns: markers * 3, repeating: 0)
    score = Scoreboard(plan: plan, markers: markers, rate: rate)
  }

  /// Refreshes `output` from the newest tick.
  mutating func forecast() {
    forecaster.forecast(into: &output)
    isHealthy = output.elements.allSatisfy(\.isFinite)
  }

  /// Takes a tick whole: what the main model does around the publish, a shadow does after it.
  mutating func replay(_ tick: Tick, isBridged: Bool) {
    forecaster.observe(tick)
    if isBridged { forecaster.skipLearning() } else { forecaster.learn() }
  }
}
