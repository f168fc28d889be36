import Foundation
import Recordings

/// What the robustness suite found: the numbers of the JSON file and the table.
package struct SuiteResult: Codable, Hashable, Sendable {
  /// The ratio to the best reference above which a row counts as one where the first model falls behind.
  package static let limit = 1.03

  /// What the models gave on one motion.
  package struct Row: Codable, Hashable, Sendable {
    package var name: String
    package var motion: String
    package var samples: Int
    package var rate: Double
    package var markers: Int
    package var horizons: [Double]
    /// The first target that is scored, counted from 1.
    package var testFrom: Int
    /// Of each model, in mm: the mean over horizons, and over the runs that did not diverge; absent where all did.
    package var rmse: [String: Double]
    /// Of each model that had some: the runs that diverged.
    package var diverged: [String: Int]
    /// The first model's RMSE over that of the best reference; absent where one of its runs diverged.
    package var ratio: Double?

    enum CodingKeys: String, CodingKey {
      case name, motion, samples, markers, diverged, ratio
      case rate = "rate_hz"
      case horizons = "horizons_s"
      case testFrom = "test_from"
      case rmse = "rmse_mm"
    }

    /// Whether the first model falls behind.
    package var isAbove: Bool { (ratio ?? .infinity) > SuiteResult.limit }
  }

  /// The version of this form.
  package var schema = 1
  package var preset: String
  package var seed: UInt64
  package var runs: Int
  /// In the order asked for.
  package var models: [String]
  /// Those of the models that the first is compared with.
  package var references: [String]
  package var rows: [Row]
  /// The rows whose ratio is above `limit`, or that have none.
  package var above: Int
  /// The row of the largest ratio, or one that has none.
  package var worst: String
  /// Of the ratios; absent where no row has one.
  package var geometricMean: Double?

  enum CodingKeys: String, CodingKey {
    case schema, preset, seed, runs, models, references, rows, above, worst
    case geometricMean = "geometric_mean"
  }

  /// The JSON file. Equal results give equal bytes.
  package func json() throws -> Data { try readableJSON(self) }

  /// The result of `rows`, of which there is at least one.
  init(_ suite: SuitePlan, _ rows: [Row]) {
    (preset, seed, runs) = (suite.plan.preset.rawValue, suite.plan.seed, suite.plan.runs)
    models = suite.plan.models.map(\.name)
    references = suite.plan.models.filter(SuitePlan.references.contains).map(\.name)
    self.rows = rows
    above = rows.count(where: \.isAbove)
    worst = rows.max { ($0.ratio ?? .infinity) < ($1.ratio ?? .infinity) }?.name ?? ""
    let logarithms = rows.compactMap { $0.ratio.map { log($0) } }
    geometricMean =
      logarithms.isEmpty ? nil : exp(logarithms.reduce(0, +) / Double(logarithms.count))
  }
}

extension SuiteResult.Row {
  /// The row of `motion`, on which `models` were evaluated.
  init(_ motion: NamedMotion, _ result: EvaluationResult, models: [EvaluatedModel]) {
    (name, self.motion) = (motion.name, motion.phrase)
    let recording = result.recordings[0]
    (samples, rate, markers) = (recording.samples, recording.rate, recording.markers.count)
    (horizons, testFrom) = (result.horizons, result.testFrom)
    (rmse, diverged) = ([:], [:])
    for model in models {
      let scores = result.results.filter { $0.model == model.name }
      let errors = scores.compactMap(\.rmse)
      if !errors.isEmpty, errors.count == scores.count {
        rmse[model.name] = errors.reduce(0, +) / Double(errors.count)
      }
      if let lost = scores.map(\.diverged).max(), lost > 0 { diverged[model.name] = lost }
    }
    let best = models.filter(SuitePlan.references.contains).compactMap { rmse[$0.name] }.min()
    if let first = models.first?.name, diverged[first] == nil, let own = rmse[first], let best {
      // Where nothing moves and nothing is seen to, none is better than another.
      ratio = own == best ? 1 : own / best
    }
  }
}
