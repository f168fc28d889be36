import Evaluation
import Forecasting
import MarkerMotion
import Testing

/// The spaces of a search, and what is drawn of them.
@Suite struct SearchTests {
  @Test(arguments: [
    ("uoro", Preset.pohl2021, 150), ("rtrl", .pohl2021, 64), ("rtrl-v1", .pohl2021, 64),
    ("lms", .pohl2021, 35), ("linear", .pohl2021, 5), ("uoro", .standard, 27), ("persistence", .standard, 1),
  ])
  func gridsAreThoseOfThePapers(model: String, preset: Preset, count: Int) throws {
    let model = try #require(EvaluatedModel(name: model))
    let space = SearchSpace.builtIn(model, preset)
    let grid = try space.grid()
    #expect(grid.count == count && Set(grid).count == count)
    #expect(space.values.keys.allSatisfy(SearchSpace.parameters(of: model, preset).contains))
  }

  @Test func aGridAscends() throws {
    let grid = try SearchSpace.builtIn(.served(.uoro), .pohl2021).grid()
    #expect(grid.first == HyperParameters(hidden: 10, window: 10, learningRate: 0.05, sigma: 0.02))
    #expect(grid.last == HyperParameters(hidden: 90, window: 90, learningRate: 0.2, sigma: 0.05))
    let own = try SearchSpace([.window: .list([30, 10, 30]), .hidden: .list([7])]).grid()
    #expect(own == [HyperParameters(hidden: 7, window: 10), HyperParameters(hidden: 7, window: 30)])
  }

  @Test func aRangeHasNoGrid() {
    #expect {
      try SearchSpace([.sigma: .range(0.1...0.2)]).grid()
    } throws: {
      "\($0)".contains("sigma is a range")
    }
  }

  @Test(arguments: [1, 2, 77] as [UInt64])
  func drawsLieWithinTheirRangesAndComeBackWithTheirSeed(seed: UInt64) {
    let space = SearchSpace([
      .hidden: .range(8...12), .window: .range(10...200), .learningRate: .range(1e-5...1e-1),
      .clip: .list([2, 10]), .sigma: .range(0.1...0.3),
    ])
    let draws = space.draws(400, seed: seed)
    #expect(draws == space.draws(400, seed: seed) && draws != space.draws(400, seed: seed + 1))
    #expect(
      Array(draws.prefix(20)) == Array(space.draws(20, seed: seed)), "fewer trials are the first of more")
    #expect(Set(draws.map { $0.hidden! }) == [8, 9, 10, 11, 12])
    #expect(draws.allSatisfy { (10...200).contains($0.window!) })
    #expect(draws.allSatisfy { (1e-5...1e-1).contains($0.learningRate!) && (0.1...0.3).contains($0.sigma!) })
    #expect(Set(draws.map { $0.clip! }) == [2, 10])
    // Even in the logarithm: half of them below the geometric mean, within five standard deviations.
    #expect(abs(draws.count { $0.learningRate! < 1e-3 } - 200) < 50, "seed \(seed)")
    #expect(abs(draws.count { $0.window! < 45 } - 200) < 50, "seed \(seed)")
    #expect(abs(draws.count { $0.sigma! < 0.2 } - 200) < 50, "seed \(seed)")
  }

  @Test func aSettingDrawnTwiceIsThereOnce() {
    let space = SearchSpace([.hidden: .list([10, 20]), .window: .range(3...4)])
    #expect(Set(space.draws(100, seed: 1)).count == 4 && space.draws(100, seed: 1).count == 4)
  }

  /// By hand: every rung costs the same, but for what rounding takes.
  @Test(arguments: [
    (8, 4, [(8, 1), (4, 2), (2, 4)]), (32, 5, [(32, 1), (16, 2), (8, 5)]), (3, 16, [(3, 8), (2, 16)]),
    (9, 8, [(9, 1), (5, 2), (3, 4), (2, 8)]), (7, 1, [(7, 1)]), (1, 8, [(1, 8)]),
  ])
  func rungsHalveTheTrialsAndDoubleTheRuns(trials: Int, runs: Int, expected: [(Int, Int)]) {
    let rungs = rungs(trials: trials, runs: runs)
    #expect(rungs.map(\.trials) == expected.map(\.0) && rungs.map(\.runs) == expected.map(\.1))
  }

  @Test(arguments: ["0/4", "5/4", "3", "3/", "/4", "a/b", "1/2/3", "-1/2"])
  func noShard(text: String) { #expect(Shard(text) == nil) }

  @Test func shardsPartTheTrials() throws {
    let shards = try (1...3).map { try #require(Shard("\($0)/3")) }
    for trial in 0..<20 { #expect(shards.count { $0.contains(trial) } == 1) }
  }
}
