import Archiving
import MarkerMotion

/// One model of a session with its newest forecast and its score.
struct ModelRun: Sendable {
  let model: Model
  var forecaster: Guarded
  /// One row for each of the plan's ticks.
  var output: Matrix<Double>
  var score: Scoreboard
  /// Whether the newest forecast is the model's own.
  var isHealthy: Bool { forecaster.isSound }

  init(_ model: Model, forecaster: Guarded, plan: HorizonPlan, markers: Int, rate: Double) {
    self.model = model
    self.forecaster = forecaster
    output = Matrix(rows: plan.ticks.count, columns: markers * 3, repeating: 0)
    score = Scoreboard(plan: plan, markers: markers, rate: rate)
  }

  /// Refreshes `output` from the newest tick.
  mutating func forecast() {
    forecaster.forecast(into: &output)
  }

  /// Takes a tick whole: what the main model does around the publish, a shadow does after it.
  mutating func replay(_ tick: Tick, isBridged: Bool) {
    forecaster.observe(tick)
    if isBridged { forecaster.skipLearning() } else { forecaster.learn() }
  }
}

extension ModelRun: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&forecaster)
    archive.transfer(&output)
    archive.transfer(&score)
  }
}
