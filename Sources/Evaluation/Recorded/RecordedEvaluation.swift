import Foundation
import MarkerMotion
import Recordings

/// How good forecasts were that a daemon published and somebody recorded, and how the streams went meanwhile.
package struct RecordedEvaluation: Encodable, Sendable {
  /// How each stream went.
  package var courses: [StreamCourse]
  /// What became of the instants that were forecast, by stream; those without frames are left out.
  package var instants: [String: ScoredInstants]
  /// The scores; each stream that was scored is one of its recordings.
  package var result: EvaluationResult
  /// What there is to be looked at.
  package var traces: [RecordingTrace]

  /// The protocol of such scores.
  package static let protocolName = "recorded"
  /// What was published in state `tracking`.
  package static let published = "published"
  /// Persistence on the same forecasts.
  package static let persistence = "persistence"
  /// What was published in any state.
  package static let publishedInAnyState = "published-any-state"
  /// Persistence on the same forecasts.
  package static let persistenceInAnyState = "persistence-any-state"

  private enum CodingKeys: String, CodingKey { case streams, instants }

  /// Writes the scores as `evaluate` does, and the streams beside them.
  package func encode(to encoder: any Encoder) throws {
    try result.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(courses, forKey: .streams)
    try container.encode(instants, forKey: .instants)
  }

  /// The JSON file.
  package func json() throws -> Data { try readableJSON(self) }

  /// What `scorers`, which are finished, have found of the streams of `courses`.
  package init(_ courses: [StreamCourse], _ scorers: [RecordedScorer], testFrom: Int, traced: Int) {
    let instants = Dictionary(uniqueKeysWithValues: scorers.map { ($0.stream.name, $0.counts) })
    self.courses = courses
    self.instants = instants
    traces = traced > 0 ? scorers.map(\.trace) : []
    let notes = courses.filter { instants[$0.stream] == nil && $0.forecasts > 0 }.map {
      "\($0.frames == 0 ? "No" : "Too few") frames of stream \($0.stream) were recorded: its forecasts are not scored."
    }
    let measured = scorers.map(\.measured)
    result = EvaluationResult(
      protocol: Self.protocolName, preset: "", notes: notes, testFrom: testFrom, seed: 0,
      coverages: scorers.flatMap(\.stream.coverages).uniqued(),
      recordings: scorers.map {
        EvaluatedRecording(
          name: $0.stream.name, samples: $0.frames, rate: $0.stream.rate, markers: $0.stream.markers)
      },
      settings: [],
      results: zip(scorers, measured).flatMap { scorer, own in own.map { $0.score(of: scorer) } },
      means: Self.means(measured.flatMap { $0 }), comparisons: [])
  }

  private static func means(_ all: [Measured]) -> [Score] {
    all.map(\.model).uniqued().flatMap { model -> [Score] in
      let own = all.filter { $0.model == model }
      return Set(own.map(\.seconds)).sorted().map { seconds in
        let same = own.filter { $0.seconds == seconds }
        let ticks = Set(same.map(\.ticks))
        var score = Score(
          averaging: Measures(meanOf: same.compactMap(\.measures)).map { [$0] } ?? [],
          protocol: protocolName, model: model, seconds: seconds,
          ticks: ticks.count == 1 ? same[0].ticks : nil)
        score.runs = 1
        return score
      }
    }
  }
}

/// The measures of one stream, model and horizon.
private struct Measured {
  var model: String
  var seconds: Double
  var ticks: Int?
  var measures: Measures?

  func score(of scorer: RecordedScorer) -> Score {
    var score = Score(
      averaging: measures.map { [$0] } ?? [], protocol: RecordedEvaluation.protocolName, model: model,
      seconds: seconds, ticks: ticks)
    score.runs = 1
    score.recording = scorer.stream.name
    score.markers = Dictionary(
      uniqueKeysWithValues: zip(scorer.stream.markers, measures?.markers ?? []).compactMap { name, rmse in
        rmse.map { (name, $0) }
      })
    return score
  }
}

extension RecordedScorer {
  fileprivate var measured: [Measured] {
    let tracking = horizons.map(\.tracking.measures)
    let all = horizons.map(\.all.measures)
    let models: [(String, [Measures?])] = [
      (RecordedEvaluation.published, tracking.map { $0.published }),
      (RecordedEvaluation.persistence, tracking.map { $0.persistence }),
      (RecordedEvaluation.publishedInAnyState, all.map { $0.published }),
      (RecordedEvaluation.persistenceInAnyState, all.map { $0.persistence }),
    ]
    return models.flatMap { model, measures in
      zip(horizons, measures).map { horizon, measures in
        let isFinite = measures?.rmse.isFinite ?? false
        return Measured(
          model: model, seconds: horizon.seconds, ticks: horizon.ticks, measures: isFinite ? measures : nil)
      }
    }
  }

  /// What was published in any state, and persistence.
  fileprivate var trace: RecordingTrace {
    let persistence = horizons.map { horizon -> ScoredForecasts in
      var own = horizon.traced
      (own.forecasts, own.radii, own.coverages) = (horizon.tracedPersistence, [], [])
      return own
    }
    let runs = [
      (RecordedEvaluation.publishedInAnyState, horizons.map(\.traced)),
      (RecordedEvaluation.persistenceInAnyState, persistence),
    ].map { TracedRun(protocol: RecordedEvaluation.protocolName, model: $0.0, horizons: $0.1) }
    var trace = RecordingTrace(
      recording: stream.name, markers: stream.markers, stamps: stamps, runs, targets: .max)
    trace.leftOut = horizons.map(\.untraced).max() ?? 0
    return trace
  }
}
