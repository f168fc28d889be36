import Forecasting
import Recordings

/// What is to be evaluated.
package struct EvaluationPlan: Sendable {
  /// How far ahead.
  package enum Horizons: Hashable, Sendable {
    case seconds([Double])
    case ticks([Int])
  }

  package var recordings: [Recording]
  package var protocols: [EvaluationProtocol] = [.causal]
  /// Each once: runs of a model named twice would count twice, and make intervals narrower than they are.
  package var models: [EvaluatedModel] = [.served(.uoro), .served(.persistence)] {
    didSet { models = models.uniqued() }
  }
  package var preset = Preset.standard
  /// By default those of the daemon: what a model learns may depend on them.
  package var horizons = Horizons.seconds(SessionConfiguration().horizons)
  /// The shares of errors that radii are asked to hold, as those of a session.
  package var coverages = SessionConfiguration().coverages
  /// Runs of each model that draws random numbers, each with a seed of its own.
  package var runs = 1
  package var seed: UInt64 = 1
  /// The first target that is scored, counted from 1.
  package var testFrom = 601
  /// What is set of the hyper-parameters, above the preset.
  package var parameters = ParameterSet()
  /// Ticks a second; nil finds it from the stamps.
  package var rate: Double?
  /// Whether the time of each tick is measured.
  package var isTimed = false

  /// A plan for `recordings`.
  package init(recordings: [Recording]) { self.recordings = recordings }

  /// One run of one model on one recording.
  package struct Unit: Hashable, Sendable {
    package var recording: Int
    package var `protocol`: EvaluationProtocol
    package var model: EvaluatedModel
    package var run: Int
  }

  /// All runs, in the order of the results.
  package var units: [Unit] {
    var result: [Unit] = []
    for recording in recordings.indices {
      for evaluated in protocols {
        for model in models where model.exists(under: evaluated) {
          for run in 0..<(model.isRandom ? runs : 1) {
            result.append(Unit(recording: recording, protocol: evaluated, model: model, run: run))
          }
        }
      }
    }
    return result
  }

  /// The preset that `evaluated` runs with: looking ahead is the papers', whatever is asked for.
  package func preset(under evaluated: EvaluationProtocol) -> Preset {
    evaluated == .lookAhead ? .pohl2021 : preset
  }

  /// What a model is run with on a recording: the published settings of the papers' preset, and above them what is set.
  package func parameters(of unit: Unit) -> HyperParameters {
    let name = recordings[unit.recording].name
    let base: HyperParameters
    if preset(under: unit.protocol) == .pohl2021 {
      let known = ParameterSet.published.recordings.keys.first { name.hasPrefix($0) }
      base = ParameterSet.published.parameters(of: unit.model.name, on: known ?? name)
    } else {
      base = HyperParameters()
    }
    return base.overridden(by: parameters.parameters(of: unit.model.name, on: name))
  }

  /// The ticks a second of a recording: as asked for, or as a session finds them.
  package func rate(of recording: Recording) throws -> Double {
    guard let rate = rate ?? recording.rate else {
      throw EvaluationError(
        "recording \(recording.name) has too few stamps to tell its rate: give --rate")
    }
    return rate
  }

  /// The horizons in seconds, ascending.
  func seconds(rate: Double) -> [Double] {
    switch horizons {
    case .seconds(let seconds): Set(seconds).sorted()
    case .ticks(let ticks): Set(ticks).sorted().map { Double($0) / rate }
    }
  }

  /// The horizons in ticks, ascending.
  ///
  /// - Throws: `EvaluationError` where one is between two ticks.
  func ticks(rate: Double, recording: String) throws -> [Int] {
    switch horizons {
    case .ticks(let ticks): return Set(ticks).sorted()
    case .seconds(let seconds):
      return try Set(seconds).sorted().map { seconds in
        let ticks = (seconds * rate).rounded()
        guard ticks >= 1, abs(seconds * rate - ticks) < 1e-6 else {
          throw EvaluationError(
            "a horizon of \(seconds) s is no whole number of ticks at the \(rate) Hz of recording \(recording): the look-ahead protocol needs one; give --horizon-ticks"
          )
        }
        return Int(ticks)
      }
    }
  }

  /// Throws where the plan can't be carried out, before anything is run.
  package func check() throws {
    for (index, whole) in recordings.enumerated() {
      let rate = try rate(of: whole)
      let recording = recording(
        of: Unit(recording: index, protocol: protocols.last ?? .causal, model: models[0], run: 0))
      if case .ticks = horizons, let first = recordings.first, try self.rate(of: first) != rate {
        throw EvaluationError(
          "recordings \(first.name) and \(recording.name) have different rates, at which as many ticks are other times: give --horizons in seconds, or evaluate them one by one"
        )
      }
      guard recording.frames.count >= testFrom else {
        throw EvaluationError(
          "recording \(recording.name) has \(recording.frames.count) samples, none of them from --test-from \(testFrom) on; give an earlier one"
        )
      }
      guard protocols.contains(.lookAhead) else { continue }
      _ = try ticks(rate: rate, recording: recording.name)
      _ = try LookAheadSeries(recording)
    }
    for model in models where !protocols.contains(where: model.exists(under:)) {
      throw EvaluationError(
        "model \(model.name) does not exist under --protocol \(protocols[0].rawValue); leave it out, or ask for the other protocol"
      )
    }
  }
}
