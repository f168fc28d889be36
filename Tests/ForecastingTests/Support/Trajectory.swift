import Forecasting
import Foundation

/// A golden run: the first 200 steps of the code published with arXiv:2106.01100 or arXiv:2403.01607.
struct Trajectory: Decodable {
  struct Configuration: Decodable {
    var q: Int
    var k: Int
    var h: Int
    var learning_rate: Double
    var grad_clip: Double
    var learning_rate_A: Double?
  }

  struct Weights: Decodable {
    struct Rows: Decodable { var rows: [[Double]]? }

    var Wa: Rows?
    var Wb: Rows?
    var Wc: Rows?
    var W: Rows?
    var A: Rows?

    /// [Wa Wb], or the only matrix there is.
    var inner: [[Double]]? {
      if let a = Wa?.rows, let b = Wb?.rows { return zip(a, b).map { $0 + $1 } }
      return W?.rows
    }
  }

  var config: Configuration
  var series_normalised: [[Double]]
  var initial_weights: Weights
  var final_weights: Weights
  var nu: [[Double]]?
  var predictions: [[Double]]
  var gradient_norm_before_clipping: [Double]

  struct Entry: Decodable {
    var file: String
    var config: String
    var method: String
    var checkpoint_steps: [Int]
    var prediction_tolerance_at_checkpoints: [Double]
    var comparable_up_to_step: Int

    /// The tolerance of the prediction in a step, counted from 1.
    func tolerance(_ step: Int) -> Double {
      prediction_tolerance_at_checkpoints[checkpoint_steps.firstIndex { $0 >= step }!]
    }
  }

  private struct Index: Decodable { var files: [Entry] }

  static func index() throws -> [Entry] {
    try JSONDecoder().decode(Index.self, from: read("index.json")).files
  }

  static func load(_ file: String) throws -> Trajectory {
    try JSONDecoder().decode(Trajectory.self, from: read(file))
  }

  private static func read(_ file: String) throws -> Data {
    try Data(contentsOf: Shared.trajectories.appending(path: file))
  }

  /// [1; window] of each step, in a row.
  func inputs<Scalar: Floating>() -> Matrix<Scalar> {
    var result = Matrix(rows: predictions.count, columns: 9 * config.k + 1, repeating: Scalar.zero)
    for t in 0..<result.rows {
      result.setRow(t, to: [1] + series_normalised[t..<t + config.k].flatMap { $0 })
    }
    return result
  }

  /// The target of a step, counted from 0.
  func target<Scalar: Floating>(_ step: Int) -> [Scalar] {
    series_normalised[step + config.k + config.h - 1].map { Scalar($0) }
  }
}

/// A matrix of the rows `rows`.
func matrix<Scalar: Floating>(_ rows: [[Double]]) -> Matrix<Scalar> {
  var result = Matrix(rows: rows.count, columns: rows[0].count, repeating: Scalar.zero)
  for (index, row) in rows.enumerated() { result.setRow(index, to: row) }
  return result
}
