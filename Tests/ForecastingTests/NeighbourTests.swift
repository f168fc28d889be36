import Forecasting
import Foundation
import Testing

/// The search and its rules, against the same written out plainly.
@Suite struct NeighbourTests {
  private let positions = Breathing.positions(count: 420)
  private let longest = 12
  private var context: ForecasterContext { Breathing.context(positions) }

  /// x and d of each tick, by the definition: projections on principal axes need no signs for the distances.
  private func embeddings() -> (embedding: [[Double]], place: Int) {
    let scales = Scales.pooled(of: context.warmUp)
    var embedding = MotionEmbedding(context, scales)
    var history = History(capacity: 30, scales: scales)
    let all = ticks(positions).map { tick in
      history.append(tick)
      var vector = Array(repeating: 0.0, count: embedding.count)
      embedding.write(
        history, at: tick.index, position: tick.positions, forecast: nil, into: &vector)
      return vector
    }
    return (all, embedding.place)
  }

  /// Ticks like tick n, nearest first.
  private func sorted(_ n: Int, among items: [Int]) -> [(tick: Int, distance: Double, amplitude: Double)] {
    let (all, place) = embeddings()
    let (x, d) = (all[n][..<place], all[n][place...])
    return items.map { i in
      let (xi, di) = (all[i][..<place], all[i][place...])
      let square = di.map { $0 * $0 }.reduce(0, +)
      let product = zip(di, d).map(*).reduce(0, +)
      let a = min(max((product + square) / (2 * square), 1 / 1.3), 1.3)
      let distance =
        zip(xi, x).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
        + zip(di, d).map { ($1 - a * $0) * ($1 - a * $0) }.reduce(0, +) + (a - 1) * (a - 1) * square
      return (i, distance, a)
    }.sorted { $0.distance < $1.distance }
  }

  @Test(arguments: [200, 301, 419])
  func theNearestAreFound(n: Int) {
    var search = TapedSearch(context, count: 60)
    for tick in ticks(positions).prefix(n + 1) { search.observe(tick) }
    let expected = sorted(n, among: Array(24...n - longest)).prefix(60)
    #expect(search.neighbours.count == 60)
    for (found, expected) in zip(search.neighbours, expected) {
      #expect(abs(found.distance - expected.distance) < 1e-12 * (1 + expected.distance))
      #expect(abs(found.amplitude - expected.amplitude) < 1e-12)
    }
    #expect(search.learnedThrough == n)
  }

  @Test func analoguesAreTheWeightedMeanOfWhatFollowed() {
    let n = 400
    let nearest = sorted(n, among: Array(24...n - longest)).prefix(20)
    let weights = nearest.map { exp(-2 * $0.distance / nearest.last!.distance) }
    var forecaster = NeighbourForecaster(Analogues.self, context: context)
    let forecast = forecaster.run(Array(ticks(positions).prefix(n + 1)))[n]
    for (row, h) in Breathing.horizons.enumerated() {
      for c in 0..<6 {
        var expected = positions[n][c]
        for (item, weight) in zip(nearest, weights) {
          let step = positions[item.tick + h][c] - positions[item.tick][c]
          expected += weight / weights.reduce(0, +) * item.amplitude * step
        }
        #expect(abs(forecast[row, c] - expected) < 1e-9)
      }
    }
  }

  /// Ramps of many slopes without noise: what follows is linear in the embedding, and a plane finds it where a mean does not.
  @Test func aPlaneFindsWhatIsLinear() {
    let ramps = (0..<640).map { n -> [Double] in
      let (cycle, phase) = (n / 40, n % 40)
      let slope = 0.5 + 0.1 * Double(cycle * 7 % 16)
      return (0..<6).map { slope * Double(min(phase, 40 - phase)) * (1 + 0.1 * Double($0)) }
    }
    let context = Breathing.context(ramps)
    var analogue = NeighbourForecaster(Analogues.self, context: context)
    var ridge = NeighbourForecaster(LocalRidge.self, context: context)
    let (a, b) = (analogue.run(ticks(ramps)), ridge.run(ticks(ramps)))
    func error(_ forecasts: [Matrix<Double>]) -> Double {
      (500..<628).map { n in pow(forecasts[n][0, 0] - ramps[n + 1][0], 2) }.reduce(0, +)
    }
    #expect(error(b) < error(a))
  }

  /// A tick enters when everything from its longest lag to its farthest target could be learned from.
  @Test func interruptedMotionIsNotInTheLibrary() {
    var search = TapedSearch(context, count: 400)
    for tick in ticks(positions, unlearnable: 200..<210, segments: [300]) { search.observe(tick) }
    // Of 24...407 are gone: 188...233 around the unlearnable ticks, 288...323 around the cut.
    #expect(search.neighbours.count == 384 - 46 - 36)
  }

  @Test(arguments: [(30.0, 3), (100.0, 10), (5.0, 1)])
  func fastStreamsEnterAtTenHertz(rate: Double, stride: Int) {
    let context = ForecasterContext(
      rate: rate, horizons: [1], warmUp: Array(positions.prefix(100)), seed: 0)
    var search = TapedSearch(context, count: 10_000)
    for tick in ticks(positions) { search.observe(tick) }
    let first = Int((2.4 * rate).rounded())
    #expect(search.neighbours.count == (first...418).count { $0 % stride == 0 })
  }

  /// Weeks cost what an hour costs: the last ten minutes whole, one tick in five of the fifty before.
  @Test func theLibraryIsBounded() {
    let context = ForecasterContext(
      rate: 1, horizons: [1], warmUp: Array(positions.prefix(100)), seed: 0)
    var search = TapedSearch(context, count: 10_000_000)
    for n in 0..<9000 { search.observe(Tick(index: n, positions: positions[n % positions.count])) }
    #expect(search.neighbours.count == 600 + 600)
  }

  /// What lies beyond the tape is in no search, though nothing new has come in for long.
  @Test func itemsGoWithTheTape() {
    let context = ForecasterContext(
      rate: 1, horizons: [1], warmUp: Array(positions.prefix(100)), seed: 0)
    var search = TapedSearch(context, count: 10_000_000)
    var counts: [Int] = []
    for n in 0..<9500 {
      // From tick 3700 on, every third tick may not be learned from: no item is whole.
      let tick = Tick(
        index: n, positions: positions[n % positions.count], isLearnable: n < 3700 || n % 3 > 0)
      search.observe(tick)
      counts.append(search.neighbours.count)
    }
    #expect(counts[3699] == 600 + 600)
    #expect(counts[6000] < counts[3699] && counts[6000] > 600)
    #expect(counts[9499] == 0)
  }
}

/// A search and the tape that it goes along.
private struct TapedSearch {
  private var search: NeighbourSearch
  private var tape: Tape

  init(_ context: ForecasterContext, count: Int) {
    search = NeighbourSearch(context, count: count)
    tape = Tape(context)
  }

  var neighbours: [Neighbour] { search.neighbours }
  var learnedThrough: Int? { search.learnedThrough }

  mutating func observe(_ tick: Tick) {
    tape.append(tick)
    search.observe(tick, on: tape)
  }
}
