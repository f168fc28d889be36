import Forecasting
import Foundation
import MarkerMotion

/// What a search found, or a shard of it: the numbers of the JSON file.
package struct SearchResult: Codable, Hashable, Sendable {
  /// What a setting gave on one recording.
  package struct Part: Codable, Hashable, Sendable {
    package var recording: String
    /// The mean over horizons and runs, mm; absent where a run diverged.
    package var rmse: Double?
    package var runs: Int
    package var diverged: Int

    enum CodingKeys: String, CodingKey {
      case recording, runs, diverged
      case rmse = "rmse_mm"
    }
  }

  /// One setting and its validation error.
  package struct Trial: Codable, Hashable, Sendable {
    /// Its place in the search, counted from 0.
    package var index: Int
    package var model: String
    package var parameters: HyperParameters
    /// The mean over recordings, horizons and runs, mm; absent where a run diverged.
    package var rmse: Double?
    package var runs: Int
    package var diverged: Int
    /// What it was judged by, as a sentence for people.
    package var stage: String
    package var recordings: [Part]

    enum CodingKeys: String, CodingKey {
      case index, model, parameters, runs, diverged, stage, recordings
      case rmse = "rmse_mm"
    }
  }

  /// A setting that was chosen.
  package struct Choice: Codable, Hashable, Sendable {
    package var model: String
    /// The recording that it was chosen for; absent where for all.
    package var recording: String?
    /// The place of its trial in the search.
    package var trial: Int
    package var parameters: HyperParameters
    package var rmse: Double

    enum CodingKeys: String, CodingKey {
      case model, recording, trial, parameters
      case rmse = "rmse_mm"
    }
  }

  /// The version of this form.
  package var schema = 1
  /// What tells the search from others.
  package var fingerprint: String
  /// Which shard this is of how many.
  package var shard: Int
  package var shards: Int
  /// `grid`, `random` or `halving`.
  package var search: String
  package var `protocol`: String
  package var preset: String
  /// What a reader must know of the errors: with look-ahead, that they can't be had live.
  package var notes: [String]
  package var horizonSeconds: [Double]?
  package var horizonTicks: [Int]?
  /// Runs of each setting on each recording.
  package var runs: Int
  package var seed: UInt64
  /// The first sample of the test span, which was not looked at, counted from 1.
  package var testFrom: Int
  /// The recordings up to it.
  package var recordings: [EvaluatedRecording]
  /// Whether settings are chosen for each recording, too.
  package var choosesEach: Bool
  /// Settings in the whole search.
  package var count: Int
  package var trials: [Trial]
  /// Empty in a shard.
  package var chosen: [Choice] = []

  enum CodingKeys: String, CodingKey {
    case schema, fingerprint, shard, shards, search, `protocol`, preset, notes, runs, seed, recordings, count
    case trials, chosen
    case horizonSeconds = "horizons_s"
    case horizonTicks = "horizon_ticks"
    case testFrom = "test_from"
    case choosesEach = "each_recording"
  }

  /// What is known of a search before its trials.
  init(_ search: SearchPlan, shard: Shard, trials count: Int) throws {
    let plan = search.plan
    fingerprint = try search.fingerprint()
    (self.shard, shards) = (shard.number, shard.count)
    self.search = search.strategy.name
    `protocol` = plan.protocols[0].rawValue
    preset = search.preset.rawValue
    notes = plan.notes
    switch plan.horizons {
    case .seconds(let seconds): horizonSeconds = Set(seconds).sorted()
    case .ticks(let ticks): horizonTicks = Set(ticks).sorted()
    }
    (runs, seed, testFrom) = (plan.runs, plan.seed, search.testFrom)
    recordings = try plan.recordings.map {
      EvaluatedRecording(
        name: $0.name, samples: $0.frames.count, rate: try plan.rate(of: $0), markers: $0.markers)
    }
    choosesEach = search.choosesEach
    self.count = count
    trials = []
  }

  /// The JSON file. Equal results give equal bytes.
  package func json() throws -> Data { try readableJSON(self) }
}

extension SearchResult.Trial {
  /// A trial of which `parts` are known.
  init(index: Int, model: String, parameters: HyperParameters, parts: [SearchResult.Part], stage: String) {
    let (runs, diverged) = (parts.reduce(0) { $0 + $1.runs }, parts.reduce(0) { $0 + $1.diverged })
    let sum = parts.reduce(0) { $0 + ($1.rmse ?? 0) * Double($1.runs) }
    self.init(
      index: index, model: model, parameters: parameters, rmse: diverged == 0 ? sum / Double(runs) : nil,
      runs: runs, diverged: diverged, stage: stage, recordings: parts)
  }
}
