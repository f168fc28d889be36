import Evaluation
import Forecasting
import Foundation
import Recordings
import Testing

/// The papers' protocol against scores of the papers' own code.
@Suite(.enabled(if: Shared.isHere, "the recordings or the golden scores are not here"))
struct LookAheadGoldenTests {
  private struct Golden: Decodable {
    struct Measures: Decodable {
      var RMSE: Double
      var MAE: Double
      var nRMSE: Double
      var max: Double
      var jitter: Double
    }
    struct Entry: Decodable {
      var recording: Int
      var h: Int
      var `protocol`: String
      var method: String
      var k: Int?
      var lr: Double?
      var runs: Int?
      var mean: Measures?
      var sd: Measures?
      var single: Measures?

      private enum Keys: String, CodingKey {
        case recording, h, `protocol`, method, k, lr, runs, mean, sd
      }

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        recording = try container.decode(Int.self, forKey: .recording)
        h = try container.decode(Int.self, forKey: .h)
        `protocol` = try container.decode(String.self, forKey: .protocol)
        method = try container.decode(String.self, forKey: .method)
        k = try container.decodeIfPresent(Int.self, forKey: .k)
        lr = try container.decodeIfPresent(Double.self, forKey: .lr)
        runs = try container.decodeIfPresent(Int.self, forKey: .runs)
        mean = try container.decodeIfPresent(Measures.self, forKey: .mean)
        sd = try container.decodeIfPresent(Measures.self, forKey: .sd)
        single = try? Measures(from: decoder)
      }
    }
    var entries: [Entry]
  }

  private static let number = [2: 0, 4: 1, 5: 2, 7: 3, 8: 4]

  private func golden(_ file: String) throws -> [Golden.Entry] {
    try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Shared.golden.appending(path: file))).entries
  }

  /// The methods that draw no random numbers, all measures, to a millionth.
  @Test(
    arguments: [
      ("persistence", "persistence", Int?.none, Double?.none), ("leak", "leak", nil, nil),
      ("lms", "LMS", 10, 0.02), ("lms", "LMS", 10, 0.002), ("lms", "LMS", 50, 0.01),
      ("linear", "linear_regression", 10, nil), ("linear", "linear_regression", 30, nil),
      ("linear", "linear_regression", 50, nil), ("linear", "linear_regression", 90, nil),
    ], EvaluationProtocol.allCases)
  func scoresAreThoseOfThePublishedCode(
    method: (model: String, golden: String, window: Int?, rate: Double?), evaluated: EvaluationProtocol
  ) throws {
    let model = try #require(EvaluatedModel(name: method.model))
    guard model.exists(under: evaluated) else { return }
    var plan = EvaluationPlan(recordings: try Shared.recordings())
    plan.protocols = [evaluated]
    plan.preset = .pohl2021
    plan.models = [model]
    plan.horizons = .ticks([1, 2, 5, 10, 15, 20])
    plan.parameters.models = [
      method.model: HyperParameters(window: method.window, learningRate: method.rate)
    ]
    let result = try evaluate(plan)
    var compared = 0
    for entry in try golden("protocol_scores.json")
    where entry.protocol == evaluated.rawValue && entry.method == method.golden && entry.k == method.window
      && entry.lr == method.rate
    {
      let theirs = try #require(entry.single)
      let name = Shared.names[Self.number[entry.recording]!]
      let ours = try #require(
        result.results.first { $0.recording == name && $0.horizonTicks == entry.h })
      for (a, b) in [
        (ours.rmse, theirs.RMSE), (ours.mae, theirs.MAE), (ours.nrmse, theirs.nRMSE),
        (ours.largest, theirs.max), (ours.jitter, theirs.jitter),
      ] {
        #expect(abs(try #require(a) / b - 1) < 1e-6, "\(name), horizon \(entry.h)")
      }
      compared += 1
    }
    #expect(compared == 30)
  }

  /// UORO with the published hyper-parameters: within 8 % of the reference's mean over recordings, and each recording
  /// within three standard errors of the difference, whose standard deviation is pooled from both sides' runs.
  @Test func uoroScoresAsPublished() throws {
    var plan = EvaluationPlan(recordings: try Shared.recordings())
    plan.protocols = [.lookAhead]
    plan.models = [.served(.uoro)]
    plan.horizons = .ticks([5, 10, 20])
    plan.runs = 12
    let result = try evaluate(plan)
    let runs = Double(plan.runs)
    for h in [5, 10, 20] {
      var (ours, theirs) = (0.0, 0.0)
      for entry in try golden("uoro_lookahead.json") where entry.method == "UORO" && entry.h == h {
        let name = Shared.names[Self.number[entry.recording]!]
        let score = try #require(result.results.first { $0.recording == name && $0.horizonTicks == h })
        let (rmse, reference) = (try #require(score.rmse), try #require(entry.mean).RMSE)
        let deviation =
          try #require(score.rmseHalfWidth) / studentFactor(count: plan.runs) * runs.squareRoot()
        let their = Double(try #require(entry.runs))
        let variance =
          ((runs - 1) * deviation * deviation + (their - 1) * pow(try #require(entry.sd).RMSE, 2))
          / (runs + their - 2)
        #expect(
          abs(rmse - reference) < 3 * (variance * (1 / runs + 1 / their)).squareRoot(),
          "\(name), horizon \(h): \(rmse), published code \(reference)")
        ours += rmse / 5
        theirs += reference / 5
      }
      #expect(abs(ours / theirs - 1) < 0.08, "horizon \(h): \(ours), published code \(theirs)")
    }
  }
}

/// The papers' protocol on motion of our own.
@Suite struct LookAheadTests {
  private func plan(_ models: [EvaluatedModel], _ protocols: [EvaluationProtocol]) -> EvaluationPlan {
    var plan = EvaluationPlan(recordings: [breathing()])
    plan.protocols = protocols
    plan.preset = .pohl2021
    plan.models = models
    plan.horizons = .ticks([1, 5, 20])
    plan.parameters.models["uoro"] = HyperParameters(hidden: 12, window: 10)
    return plan
  }

  /// Rule 1's test, on the protocol that breaks it: the h - 1 forecasts made last before a change have seen it.
  @Test(arguments: EvaluatedModel.all)
  func lookingAheadSeesTheFutureAndCausalModelsDoNot(model: EvaluatedModel) throws {
    let protocols = EvaluationProtocol.allCases.filter(model.exists(under:))
    for row in try plan([model], protocols).perturbed(after: 650) {
      let horizon = Int((row.horizonSeconds * 10).rounded())
      #expect(row.issued > 40)
      let learns = ![EvaluatedModel.served(.persistence), .served(.linear)].contains(model)
      let seen = row.protocol == .lookAhead && learns ? horizon - 1 : 0
      #expect(row.changed == seen, "\(model.name), \(row.protocol), horizon \(horizon)")
    }
  }

  /// Where the change is taken for a jump, the forecasts that are scored both times are compared.
  @Test func aChangeThatIsAJumpIsNoTrap() throws {
    var plan = plan([.served(.lms)], [.causal])
    for n in plan.recordings[0].frames.indices where n >= 660 {
      for m in plan.recordings[0].frames[n].markers.indices {
        plan.recordings[0].frames[n].markers[m].position? += [0, 0, 18]
      }
    }
    for row in try plan.perturbed(after: 660) { #expect(row.issued > 40 && row.changed == 0) }
  }

  @Test func theLeakIsTheSampleBeforeTheTarget() throws {
    let recording = breathing()
    let series = try LookAheadSeries(recording)
    for horizon in [1, 7] {
      let forecasts = series.forecasts(of: .leak, horizon: horizon, parameters: HyperParameters(), seed: 1)
      for n in 601..<690 { #expect(forecasts[n] == series.positions[n - 1]) }
    }
  }

  @Test func notesSayThatItCannotBeHadLive() throws {
    let sides = try evaluate(plan([.served(.persistence)], [.causal, .lookAhead]))
    for row in sides.csv().split(separator: "\n").dropFirst() {
      #expect(row.hasSuffix(",not to be had live") == row.hasPrefix("look-ahead,"), "\(row)")
    }
    #expect(try evaluate(plan([.leak], [.lookAhead])).notes[0].contains("can't be had live"))
    #expect(try evaluate(plan([.served(.persistence)], [.causal])).notes == [])
  }

  @Test func aHorizonBetweenTicksAGapAndAShortRecordingAreRefused() throws {
    var between = plan([.leak], [.lookAhead])
    between.horizons = .seconds([0.25])
    #expect(throws: EvaluationError.self) { try between.check() }
    var gap = plan([.leak], [.lookAhead])
    gap.recordings[0].frames[100].markers[0].position = nil
    #expect {
      try gap.check()
    } throws: {
      "\($0)".contains("row 101")
    }
    var short = plan([.leak], [.lookAhead])
    short.recordings[0].frames.removeLast(200)
    #expect(throws: EvaluationError.self) { try short.check() }
    var impossible = plan([.leak], [.causal])
    impossible.recordings = [breathing()]
    #expect(throws: EvaluationError.self) { try impossible.check() }
  }
}
