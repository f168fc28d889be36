/// A forecaster inside a mixture: one of its own, or a rule for the neighbours that the mixture has found.
package struct Expert: Sendable {
  /// Its name.
  package let model: Model
  /// Whether its forecasts say more than that things stay where they are, now or in the mean.
  let isOfMotion: Bool
  /// Its newest forecast.
  package private(set) var output: Matrix<Double>
  private var forecaster: Guarded?
  /// What its forecaster has learned through, where it has one.
  var learnedThrough: Int? { forecaster?.learnedThrough }
  /// How often its forecaster has begun anew.
  var restarts: Int { forecaster?.restarts ?? 0 }
  /// Whether its forecaster has begun anew so lately that it is left out.
  var isOut: Bool { forecaster?.isRecovering ?? false }
  private var rule: (any NeighbourRule)?
  /// Which of the mixture's searches its rule is for.
  private var search = 0
  private var weights: [Double]

  package init(_ model: Model, forecaster: Guarded, _ context: ForecasterContext) {
    self.init(model, context)
    self.forecaster = forecaster
  }

  package init(_ model: Model, rule: any NeighbourRule, search: Int, _ context: ForecasterContext) {
    self.init(model, context)
    self.rule = rule
    self.search = search
    weights = Array(repeating: 0, count: NeighbourSearch.count(type(of: rule).count, rate: context.rate))
  }

  private init(_ model: Model, _ context: ForecasterContext) {
    self.model = model
    isOfMotion = ![.persistence, .mean].contains(model)
    output = Matrix(rows: context.horizons.count, columns: context.dimension, repeating: 0)
    weights = []
  }

  mutating func observe(_ tick: borrowing Tick) { forecaster?.observe(tick) }

  /// Whether the newest forecast is all numbers.
  var isHealthy: Bool { output.isFinite }

  /// Refreshes the forecast of a forecaster of its own.
  mutating func forecast() { forecaster?.forecast(into: &output) }

  /// Refreshes the forecast of a rule for what the searches have found.
  mutating func forecast(from searches: inout [Mixture.Search], on tape: borrowing Tape) {
    guard rule != nil else { return }
    rule?.weigh(searches[search].search, into: &weights)
    searches[search].search.forecast(weights, from: tape, into: &output)
  }

  mutating func stay(at position: [Double]) { output.fillRows(with: position) }

  mutating func learn() { forecaster?.learn() }
  mutating func skipLearning() { forecaster?.skipLearning() }
}

extension Expert: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&output)
    forecaster?.transfer(with: &archive)
  }
}
