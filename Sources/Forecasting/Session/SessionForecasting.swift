import MarkerMotion

extension ForecastSession {
  /// The forecast from the newest frame that was not dropped; without horizons where the state is `lost`.
  ///
  /// Reuses the storage of the last forecast once the caller has let go of it, and then allocates nothing.
  public mutating func forecast() -> Forecast {
    describe(&output)
    guard state != .lost else {
      output.horizons.removeAll(keepingCapacity: true)
      output.coverages = []
      return output
    }
    var isModels = state != .warmingUp
    if isModels {
      runs[0].forecast()
      isModels = runs[0].isHealthy
      if isModels { issue() } else { noteFailure() }
    }
    output.model = (isModels ? configuration.model : .persistence).rawValue
    if output.horizons.count != plan.entries.count || output.horizons[0].markers.count != markers.count {
      output.horizons = plan.entries.map { entry in
        HorizonForecast(
          seconds: entry.seconds, stamp: output.stamp,
          markers: markers.map {
            var marker = MarkerForecast(name: $0, position: nil)
            marker.radii.reserveCapacity(configuration.coverages.count)
            return marker
          })
      }
    }
    output.coverages = isModels ? configuration.coverages : []
    if configuration.explains { explain(isModels: isModels) }
    for (j, entry) in plan.entries.enumerated() {
      output.horizons[j].stamp = output.stamp.advanced(by: entry.seconds)
      for m in grid.markers.indices {
        output.horizons[j].markers[m].position =
          grid.isLost[m] ? nil : position(of: m, entry: entry, isModels: isModels)
        if isModels, !grid.isLost[m] {
          radii?.write(
            into: &output.horizons[j].markers[m].radii, marker: m, entry: j, tick: output.tick)
        } else {
          output.horizons[j].markers[m].radii.removeAll(keepingCapacity: true)
        }
      }
    }
    return output
  }

  /// The shares of a mixture's experts in the newest forecast, at each asked horizon; nothing where the main model is no
  /// mixture or not running yet.
  public var expertWeights: [(seconds: Double, experts: [ExpertWeight])] {
    guard isLive, let mixture = runs[0].forecaster.base as? Mixture else { return [] }
    return plan.entries.map { entry in
      (entry.seconds, mixture.experts.indices.map { mixture.share(of: $0, entry) })
    }
  }

  private mutating func explain(isModels: Bool) {
    let mixture = isModels ? runs[0].forecaster.base as? Mixture : nil
    for (j, entry) in plan.entries.enumerated() {
      output.horizons[j].experts.removeAll(keepingCapacity: true)
      guard let mixture else { continue }
      for index in mixture.experts.indices {
        output.horizons[j].experts.append(mixture.share(of: index, entry))
      }
    }
  }

  /// What is said of the newest frame when no other follows it: no horizons. Nothing in the session changes.
  public var lost: Forecast {
    var forecast = output
    describe(&forecast)
    forecast.model = (runs.isEmpty ? .persistence : configuration.model).rawValue
    forecast.state = .lost
    forecast.horizons = []
    forecast.coverages = []
    return forecast
  }

  /// Notes that the main model's forecast is given out, the first time in a tick with its radii.
  private mutating func issue() {
    guard !isForecast, let tick = ticks.last else { return }
    isForecast = true
    radii?.issue(
      runs[0].output, tick: tick.index, sample: positions, disagreement: runs[0].forecaster.disagreement,
      isLost: grid.isLost)
  }

  private func describe(_ forecast: inout Forecast) {
    forecast.tick = max(0, ticks.last?.index ?? 0)
    forecast.state = state
    forecast.conditions = grid.conditions
    if isHistoryShort { forecast.conditions.insert(.historyShort) }
    if restoredTicks > 0 { forecast.conditions.insert(.restored) }
    forecast.learnedThrough = runs.first?.forecaster.learnedThrough
  }

  /// The model has begun anew, as its numbers had failed, and persistence stands in.
  private mutating func noteFailure() {
    noteRestarts()
    state = runs.first?.forecaster.isReady == true ? .degraded : .warmingUp
    output.state = state
    output.conditions.insert(.modelFailed)
  }

  /// Counts what has begun anew. The main model's radii were those of another then; where it fails again and again its scales are in
  /// question too, and it is made from a new warm-up.
  mutating func noteRestarts() {
    var others = 0
    for i in runs.indices {
      others += runs[i].forecaster.innerRestarts + (i > 0 ? runs[i].forecaster.restarts : 0)
    }
    if others > restarts.others { grid.events[.expertFailed] += UInt64(others - restarts.others) }
    restarts.others = others
    guard let main = runs.first?.forecaster.restarts, main > restarts.main else { return }
    restarts.main = main
    grid.events[.modelFailed] += 1
    if main.isMultiple(of: Self.mostRestarts) {
      runs = []
      radii = nil
      warmUp = WarmUp()
      isLive = false
      step = .idle
    } else if let origin {
      radii = makeRadii(rate: origin.rate, markers: origin.dimension / 3)
      segmentTicks = 1
    }
  }

  /// The restarts from one warm-up.
  private static let mostRestarts = 3

  private func position(of marker: Int, entry: HorizonPlan.Entry, isModels: Bool) -> Position {
    let c = 3 * marker
    guard isModels else { return Position(positions[c], positions[c + 1], positions[c + 2]) }
    return Position(
      entry.value(of: runs[0].output, sample: positions, column: c),
      entry.value(of: runs[0].output, sample: positions, column: c + 1),
      entry.value(of: runs[0].output, sample: positions, column: c + 2))
  }
}

extension Mixture {
  /// The share of one expert at a horizon of the plan.
  fileprivate func share(of index: Int, _ entry: HorizonPlan.Entry) -> ExpertWeight {
    // At the sample itself nothing is weighed; the nearest horizon stands for it.
    let upper = weights[index, max(0, entry.upperRow)]
    let lower = entry.lowerRow < 0 ? upper : weights[index, entry.lowerRow]
    return ExpertWeight(
      model: experts[index].model.rawValue, weight: lower + (upper - lower) * entry.fraction)
  }
}
