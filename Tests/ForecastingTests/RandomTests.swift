import MarkerMotion
import Forecasting
import Testing

@Suite struct RandomTests {
  /// From the definition of xoshiro256**, by hand: the first result is rotl(2 * 5, 7) * 9.
  @Test func firstNumbersOfAKnownState() {
    var generator = Xoshiro256(state: (1, 2, 3, 4))
    #expect((0..<4).map { _ in generator.next() } == [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
  }

  @Test func seedAndStreamGiveTheNumbers() {
    func first(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
      var generator = Xoshiro256(seed: seed, stream: stream)
      return (0..<4).map { _ in generator.next() }
    }
    #expect(first(7, 1) == first(7, 1))
    let all = (UInt64(0)..<20).flatMap { seed in (UInt64(0)..<20).map { first(seed, $0) } }
    #expect(Set(all.flatMap { $0 }).count == 1600)
  }

  @Test(arguments: [UInt64(0), 1, 2])
  func gaussianMoments(seed: UInt64) {
    var generator = Xoshiro256(seed: seed, stream: 0)
    let numbers = (0..<100_000).map { _ in generator.gaussian() }
    #expect(abs(numbers.mean) < 0.015, "seed \(seed)")
    #expect(abs(numbers.map { $0 * $0 }.mean - 1) < 0.025, "seed \(seed)")
    #expect(abs(numbers.map { $0 * $0 * $0 * $0 }.mean - 3) < 0.2, "seed \(seed)")
    #expect(abs(zip(numbers, numbers.dropFirst()).map { $0 * $1 }.mean) < 0.015, "seed \(seed)")
  }

  @Test(arguments: [UInt64(0), 1, 2])
  func signsAreBalancedAndUnrelated(seed: UInt64) {
    var signs = Signs<Double>(Xoshiro256(seed: seed, stream: 1))
    let count = 80
    var sum = Array(repeating: 0.0, count: count)
    var product = 0.0
    var drawn = sum
    for _ in 0..<4000 {
      signs.draw(into: &drawn)
      #expect(drawn.allSatisfy { abs($0) == 1 })
      for i in 0..<count { sum[i] += drawn[i] }
      product += drawn[0] * drawn[1] + drawn[63] * drawn[64]
    }
    #expect(sum.allSatisfy { abs($0) < 320 }, "seed \(seed)")
    #expect(abs(product) < 450, "seed \(seed)")
  }

  @Test func recordedSignsComeRoundAgain() {
    var signs = Signs<Float>(recorded: matrix([[1, -1], [-1, -1]]))
    var drawn: [Float] = [0, 0]
    let rows = (0..<3).map { _ in
      signs.draw(into: &drawn)
      return drawn
    }
    #expect(rows == [[1, -1], [-1, -1], [1, -1]])
  }
}
