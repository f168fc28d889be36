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
  /// How often its forecaster has begun anew, or its rule has failed.
  var restarts: Int { forecaster?.restarts ?? failures }
  /// Whether that was so lately that it is left out.
  var isOut: Bool { forecaster?.isRecovering ?? (ticksOut > 0) }
  private var rule: (any NeighbourRule)?
  /// Which of the mixture's searches its rule is for.
  private var search = 0
  private var weights: [Double]
  private var failures = 0
  /// The ticks that its rule is still left out for: as many as a forecaster that has begun anew.
  private var ticksOut = 0
  private let settling: Int

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
    settling = context.settling
  }

  mutating func observe(_ tick: borrowing Tick) {
    forecaster?.observe(tick)
    ticksOut = max(0, ticksOut - 1)
  }

  /// Refreshes the forecast of a forecaster of its own.
  mutating func forecast() { forecaster?.forecast(into: &output) }

  /// Refreshes the forecast of a rule for what the searches have found; the newest position stands in for one beyond `reach`.
  mutating func forecast(
    from searches: inout [Mixture.Search], on tape: borrowing Tape, within reach: borrowing Reach
  ) {
    guard rule != nil else { return }
    rule?.weigh(searches[search].search, into: &weights)
    searches[search].search.forecast(weights, from: tape, into: &output)
    guard !reach.holds(output) else { return }
    failures += 1
    ticksOut = settling
    stay(at: reach.newest)
  }

  mutating func stay(at position: [Double]) { output.fillRows(with: position) }

  mutating func learn() { forecaster?.learn() }
  mutating func skipLearning() { forecaster?.skipLearning() }
}

extension Expert: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&output)
    forecaster?.transfer(with: &archive)
    archive.transfer(count: &failures)
    archive.transfer(&ticksOut, within: 0...settling)
  }
}
