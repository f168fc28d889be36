import Forecasting

extension EvaluationPlan {
  /// The numbers of all units, which are in the order of `units`.
  package func summarise(_ outcomes: [UnitResult]) throws -> EvaluationResult {
    var groups: [(key: Unit, runs: [UnitResult])] = []
    for (unit, outcome) in zip(units, outcomes) {
      var key = unit
      key.run = 0
      if groups.last?.key == key {
        groups[groups.count - 1].runs.append(outcome)
      } else {
        groups.append((key, [outcome]))
      }
    }
    let results = groups.flatMap { scores($0.key, $0.runs) }
    return EvaluationResult(
      protocol: protocols.count > 1 ? "both" : protocols[0].rawValue, preset: preset.rawValue, notes: notes,
      testFrom: testFrom, seed: seed, coverages: coverages,
      recordings: try recordings.map {
        EvaluatedRecording(
          name: $0.name, samples: $0.frames.count, rate: try rate(of: $0), markers: $0.markers)
      },
      settings: groups.map { key, _ in
        EvaluatedSetting(
          recording: recordings[key.recording].name, protocol: key.protocol.rawValue, model: key.model.name,
          parameters: usedParameters(of: key).named)
      }, results: results, means: means(groups), comparisons: comparisons(results))
  }

  /// What a reader must know of the figures.
  var notes: [String] {
    guard protocols.contains(.lookAhead) else { return [] }
    return [
      "Look-ahead figures can't be had live: as in the published code, each step learns the position h ticks ahead before the next is forecast, so that h - 1 samples of the future are known."
    ] + (preset == .standard ? ["Look-ahead runs the papers' setting, pohl2021, whatever the preset."] : [])
  }

  private func scores(_ key: Unit, _ runs: [UnitResult]) -> [Score] {
    let sound = runs.filter { !$0.hasDiverged }
    return runs[0].horizons.indices.map { h in
      var score = Score(
        averaging: sound.compactMap { $0.horizons[h].measures }, protocol: key.protocol.rawValue,
        model: key.model.name,
        seconds: runs[0].horizons[h].seconds, ticks: runs[0].horizons[h].ticks)
      score.recording = recordings[key.recording].name
      score.runs = runs.count
      score.diverged = runs.count - sound.count
      let markers = sound.compactMap { $0.horizons[h].measures?.markers }
      score.markers = Dictionary(
        uniqueKeysWithValues: recordings[key.recording].markers.enumerated().compactMap { m, name in
          mean(markers.compactMap { $0[m] }).map { (name, $0) }
        })
      score.microsecondsPerTick = mean(runs.compactMap(\.microsecondsPerTick))
      return score
    }
  }

  /// Over recordings: of each run, and then over runs; a run that diverged on one recording is left out of all.
  private func means(_ groups: [(key: Unit, runs: [UnitResult])]) -> [Score] {
    protocols.flatMap { evaluated in
      models.filter { $0.exists(under: evaluated) }.flatMap { model -> [Score] in
        let own = groups.filter { $0.key.protocol == evaluated && $0.key.model == model }.map(\.runs)
        guard let first = own.first?.first else { return [] }
        let sound = own[0].indices.filter { run in own.allSatisfy { !$0[run].hasDiverged } }
        return first.horizons.indices.map { h in
          let perRun = sound.compactMap { run in
            Measures(meanOf: own.compactMap { $0[run].horizons[h].measures })
          }
          let ticks = Set(own.map { $0[0].horizons[h].ticks })
          var score = Score(
            averaging: perRun, protocol: evaluated.rawValue, model: model.name,
            seconds: first.horizons[h].seconds,
            ticks: ticks.count == 1 ? first.horizons[h].ticks : nil)
          score.runs = own[0].count
          score.diverged = own[0].count - sound.count
          score.microsecondsPerTick = mean(own.flatMap { $0.compactMap(\.microsecondsPerTick) })
          return score
        }
      }
    }
  }

  /// Every other model against the first, recording by recording.
  private func comparisons(_ results: [Score]) -> [Comparison] {
    protocols.flatMap { evaluated -> [Comparison] in
      let known = models.filter { $0.exists(under: evaluated) }
      guard let first = known.first else { return [] }
      let own = results.filter { $0.protocol == evaluated.rawValue }
      let base = own.filter { $0.model == first.name }
      return known.dropFirst().flatMap { model in
        Set(base.map(\.horizonSeconds)).sorted().compactMap { seconds in
          let differences = base.filter { $0.horizonSeconds == seconds }.compactMap { score -> Double? in
            let other = own.first {
              $0.model == model.name && $0.recording == score.recording && $0.horizonSeconds == seconds
            }
            guard let a = other?.rmse, let b = score.rmse else { return nil }
            return a - b
          }
          let (mean, halfWidth) = meanAndHalfWidth(differences)
          return mean.map {
            Comparison(
              protocol: evaluated.rawValue, model: model.name, against: first.name, horizonSeconds: seconds,
              recordings: differences.count, difference: $0, halfWidth: halfWidth,
              better: differences.count { $0 < 0 })
          }
        }
      }
    }
  }
}

private func mean(_ values: [Double]) -> Double? { meanAndHalfWidth(values).mean }

extension Score {
  /// The means of the measures of runs.
  init(
    averaging runs: [Measures], protocol evaluated: String, model: String, seconds: Double, ticks: Int?
  ) {
    self.init(
      protocol: evaluated, model: model, horizonTicks: ticks, horizonSeconds: seconds,
      runs: runs.count, diverged: 0)
    guard let all = Measures(meanOf: runs) else { return }
    (rmse, mae, nrmse) = (all.rmse, all.mae, all.nrmse)
    rmseHalfWidth = meanAndHalfWidth(runs.map(\.rmse)).halfWidth
    maeHalfWidth = meanAndHalfWidth(runs.map(\.mae)).halfWidth
    (largest, jitter, mase) = (all.largest, all.jitter, all.mase)
    if let first = all.calibrations.first {
      (coverage, radius, winkler) = (first.coverage, first.radius, first.winkler)
      calibrations = all.calibrations
    }
    (p50, p95, p99) = (all.p50, all.p95, all.p99)
    let limits = Measures.limits.map { "\(Int($0))" }
    within = Dictionary(uniqueKeysWithValues: zip(limits, all.within))
    dutyCycle = Dictionary(uniqueKeysWithValues: zip(limits, all.dutyCycle))
    axes = Dictionary(uniqueKeysWithValues: zip(["x", "y", "z"], all.axes))
  }
}

extension Measures {
  /// The mean of each measure; nil of none. Markers, which are other ones in other recordings, are left out.
  init?(meanOf all: [Measures]) {
    guard var result = all.first else { return nil }
    func average(_ path: WritableKeyPath<Measures, Double>) {
      result[keyPath: path] = mean(all.map { $0[keyPath: path] }) ?? .nan
    }
    func average(_ path: WritableKeyPath<Measures, Double?>) {
      result[keyPath: path] = mean(all.compactMap { $0[keyPath: path] })
    }
    func average(_ path: WritableKeyPath<Measures, [Double]>) {
      for i in result[keyPath: path].indices {
        result[keyPath: path][i] = mean(all.map { $0[keyPath: path][i] }) ?? .nan
      }
    }
    for path in [\Measures.rmse, \.mae, \.largest, \.p50, \.p95, \.p99] { average(path) }
    for path in [\Measures.nrmse, \.jitter, \.mase] { average(path) }
    for path in [\Measures.within, \.dutyCycle, \.axes] { average(path) }
    result.calibrations = Calibration.means(of: all.map(\.calibrations))
    result.markers = []
    self = result
  }
}
