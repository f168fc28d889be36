import Evaluation
import Forecasting
import Foundation
import MarkerMotion
import Recordings
import Testing

/// Searches carried out: the span before the test alone, what is chosen, shards, rungs.
@Suite struct SearchRunTests {
  private func search(
    _ recordings: [Recording]? = nil, testFrom: Int = 601, _ change: (inout SearchPlan) -> Void = { _ in }
  ) -> SearchPlan {
    var search = SearchPlan(
      recordings: recordings ?? [breathing(seed: 1), breathing(seed: 2)], testFrom: testFrom)
    search.plan.models = [EvaluatedModel(name: "lms")!]
    change(&search)
    return search
  }

  private func run(_ search: SearchPlan, shard: Shard = .whole, jobs: Int = 2) throws -> SearchResult {
    let folder = try Folder()
    let (result, finish) = try search.run(
      shard: shard, jobs: jobs, store: RunStore(folder: folder.url), version: "test")
    finish()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    return result
  }

  private func chosen(_ search: SearchPlan) throws -> SearchResult {
    var result = try run(search)
    try result.choose()
    return result
  }

  @Test(arguments: EvaluationProtocol.allCases, Preset.allCases)
  func nothingDependsOnTheTestSpan(evaluated: EvaluationProtocol, preset: Preset) throws {
    func found(_ change: (inout Recording) -> Void) throws -> Data {
      var recording = breathing(seed: 1, seconds: 80)
      change(&recording)
      return try chosen(
        search([recording]) {
          $0.plan.protocols = [evaluated]
          $0.plan.preset = preset
        }
      ).json()
    }
    let whole = try found { _ in }
    #expect(try found { $0.frames.removeLast($0.frames.count - 600) } == whole)
    #expect(
      try found {
        $0.frames.removeLast($0.frames.count - 600); $0.isEndMarked = true
      } == whole)
    #expect(
      try found { recording in
        for i in 600..<recording.frames.count {
          recording.frames[i].stamp = Stamp(nanoseconds: Int64(1_000_000_000_000 + i))
          recording.frames[i].markers.removeLast()
          recording.frames[i].markers[0].position? += [50, 0, 0]
        }
      } == whole)
    #expect(
      try found { $0.frames[599].markers[0].position? += [0.1, 0, 0] } != whole, "sample 600 is validation's")
  }

  /// The error of a trial is what evaluation says of the same setting and span.
  @Test func theErrorIsThatOfAnEvaluation() throws {
    let result = try run(
      search {
        $0.plan.models = [.served(.uoro)]
        $0.plan.runs = 2
        $0.spaces = [.served(.uoro): SearchSpace([.hidden: .list([8, 12])])]
      })
    var plan = EvaluationPlan(
      recordings: [breathing(seed: 1), breathing(seed: 2)].map { recording in
        var recording = recording
        recording.frames.removeLast(recording.frames.count - 600)
        return recording
      })
    plan.models = [.served(.uoro)]
    plan.runs = 2
    plan.testFrom = 301
    plan.parameters.models["uoro"] = HyperParameters(hidden: 12)
    let scores = try evaluate(plan).results.map { $0.rmse! }
    #expect(scores.count == 2 * 20)
    #expect(abs(result.trials[1].rmse! - scores.reduce(0, +) / 40) < 1e-12)
    #expect(result.trials[1].runs == 4 && result.trials[1].recordings.map(\.runs) == [2, 2])
    #expect(result.trials.map(\.stage) == ["samples 301 to 600", "samples 301 to 600"])
  }

  @Test func theLeastErrorIsChosenAndOfEqualsTheCheapest() throws {
    var result = try run(search { $0.choosesEach = true })
    #expect(result.trials.count == 6)
    for i in result.trials.indices {
      result.trials[i].parameters = HyperParameters(hidden: 20 - i, window: 5)
      result.trials[i].rmse = [3, 2, 2, 2, nil, 1][i]
      for r in 0..<2 {
        result.trials[i].recordings[r].rmse = [[1, 2, 3, 4, nil, 5], [5, 4, 3, 3, nil, 9]][r][i]
      }
    }
    result.trials[3].parameters.window = 4
    result.trials[2].parameters.hidden = 17
    result.trials[5].runs -= 1
    try result.choose()
    #expect(result.chosen.map(\.recording) == [nil, "breathing-1", "breathing-2"])
    #expect(result.chosen.map(\.trial) == [3, 0, 3] && result.chosen.map(\.rmse) == [2, 1, 3])
    #expect(result.parameters.models["lms"] == HyperParameters(hidden: 17, window: 4))
    #expect(result.parameters.recordings["breathing-1"]?["lms"] == HyperParameters(hidden: 20, window: 5))
    let landscape = try #require(result.landscapes.first)
    #expect(landscape.chosen == 3 && landscape.trials.count == 6 && landscape.trials[4].rmse == nil)
  }

  @Test func whatDivergedIsCountedAndNotChosen() throws {
    let diverging = SearchSpace([.learningRate: .list([1e6]), .clip: .list([1e300])])
    func looking(_ space: SearchSpace) -> SearchPlan {
      search([breathing(seed: 1)]) {
        $0.plan.protocols = [.lookAhead]
        $0.spaces = [EvaluatedModel(name: "lms")!: space]
      }
    }
    var mixed = diverging
    mixed.values[.learningRate] = .list([0.02, 1e6])
    mixed.values[.clip] = .list([2, 1e300])
    let result = try chosen(looking(mixed))
    let trial = try #require(result.trials.last)
    #expect(trial.rmse == nil && trial.diverged == 1)
    #expect(result.chosen.count == 1 && result.trials[result.chosen[0].trial].diverged == 0)
    #expect {
      try chosen(looking(diverging))
    } throws: {
      "\($0)".contains("every setting of lms diverged")
    }
  }

  /// The first of four recordings judges all eight settings, the first two the better four, all of them the better two.
  @Test func halvingKeepsTheBetterHalf() throws {
    let recordings = (1...4).map { breathing(seed: $0) }
    let rates = SearchSpace([.learningRate: .range(1e-3...1)])
    func found(_ strategy: SearchStrategy) throws -> SearchResult {
      try chosen(
        search(recordings) {
          $0.strategy = strategy
          $0.spaces = [EvaluatedModel(name: "lms")!: rates]
        })
    }
    let all = try found(.random(trials: 8)).trials
    let halved = try found(.halving(trials: 8))
    func best(_ count: Int, of indices: [Int], on number: Int) -> [Int] {
      let errors = indices.map { i in
        (all[i].recordings.prefix(number).reduce(0) { $0 + $1.rmse! } / Double(number), i)
      }
      return errors.sorted { $0 < $1 }.prefix(count).map(\.1).sorted()
    }
    let second = best(4, of: Array(0..<8), on: 1)
    let third = best(2, of: second, on: 2)
    #expect(halved.trials.map(\.parameters) == all.map(\.parameters))
    for (i, trial) in halved.trials.enumerated() {
      #expect(trial.runs == (third.contains(i) ? 4 : second.contains(i) ? 2 : 1), "trial \(i)")
      #expect(zip(trial.recordings, all[i].recordings).allSatisfy { $0 == $1 })
    }
    #expect(halved.trials[third[0]].stage == "rung 3 of 3: 4 of 4 runs")
    #expect(halved.chosen.map(\.trial) == best(1, of: third, on: 4))
  }

  @Test func aSearchThatCannotBeIsRefused() throws {
    func refusal(_ search: SearchPlan) -> String {
      do {
        try search.check()
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(refusal(search()) == "")
    #expect(refusal(search(testFrom: 250)).contains("none of them from sample 301 on"))
    #expect(refusal(search { $0.validateFrom = 601 }).contains("600 samples before the test's"))
    #expect(refusal(search { $0.plan.models = [.served(.persistence)] }).contains("nothing to tune"))
    #expect(
      refusal(search(testFrom: 540) { $0.plan.models = [.served(.linear)] }).contains("from sample 541"))
    #expect(
      refusal(search([breathing(seed: 1)]) { $0.strategy = .halving(trials: 4) }).contains("give --runs"))
    #expect(
      refusal(search(testFrom: 400) { $0.plan.protocols = [.lookAhead] }).contains("--protocol causal"))
    var gappy = breathing(seed: 1)
    for i in 300..<600 { gappy.frames[i].markers = [] }
    #expect {
      try run(search([gappy]))
    } throws: {
      "\($0)".contains("without a single target")
    }
  }

  @Test func mergedShardsAreTheWhole() throws {
    let search = search {
      $0.plan.models.append(.served(.uoro))
      $0.spaces = [.served(.uoro): SearchSpace([.hidden: .list([8, 12])])]
    }
    let whole = try chosen(search)
    let shards = try (1...3).map { try run(search, shard: Shard("\($0)/3")!) }
    let files = shards.enumerated().map { (file: "\($0).json", result: $1) }
    #expect(shards.map(\.trials.count) == [3, 3, 2] && shards.allSatisfy { $0.chosen.isEmpty })
    var merged = try SearchResult(merging: files.reversed())
    try merged.choose()
    #expect(try merged.json() == whole.json())
    #expect(try JSONDecoder().decode(SearchResult.self, from: whole.json()) == whole)

    var other = search
    other.plan.seed = 2
    let stranger = try run(other, shard: Shard("2/3")!)
    let half = try run(search, shard: Shard("2/2")!)
    let refusals: [([(file: String, result: SearchResult)], String)] = [
      ([files[0], ("x.json", stranger), files[2]], "x.json is of another search than 0.json"),
      ([files[0], ("x.json", half), files[2]], "x.json is one of 2 shards, 0.json one of 3"),
      ([files[0], files[1]], "shard 3/3 is missing"), ([files[1]], "shards 1/3, 3/3 are missing"),
      (files + [("x.json", shards[1])], "1.json and x.json are both shard 2/3"), ([], "nothing to merge"),
    ]
    for (files, sentence) in refusals {
      #expect {
        try SearchResult(merging: files)
      } throws: {
        "\($0)".contains(sentence)
      }
    }
  }

  @Test func searchesThatDifferHaveOtherFingerprints() throws {
    let changes: [(inout SearchPlan) -> Void] = [
      { _ in }, { $0.plan.seed = 2 }, { $0.plan.runs = 2 }, { $0.plan.horizons = .ticks([1]) },
      { $0.plan.preset = .pohl2021 }, { $0.plan.protocols = [.lookAhead] }, { $0.validateFrom = 302 },
      { $0.strategy = .random(trials: 5) }, { $0.choosesEach = true }, { $0.plan.recordings.removeLast() },
      { $0.plan.models = [.served(.rls)] }, { $0.plan.rate = 10 },
    ]
    let all = try changes.map { try search(nil, $0).fingerprint() }
    #expect(Set(all).count == all.count)
  }
}
