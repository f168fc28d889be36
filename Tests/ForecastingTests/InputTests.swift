import Forecasting
import Testing

@Suite struct InputTests {
  private let scales = Scales.millimetres(from: [[0, 0, 0]])

  private func history(_ count: Int, segments: [Int] = [], unlearnable: Range<Int> = 0..<0) -> History {
    var history = History(capacity: 6, scales: scales)
    let positions = (0..<count).map { n in (1...3).map { Double(10 * n + $0) } }
    for tick in ticks(positions, unlearnable: unlearnable, segments: segments) { history.append(tick) }
    return history
  }

  @Test func windowsRunFromOldestToNewestAfterTheBias() {
    var input = Array(repeating: 0.0, count: 10)
    WindowInput(window: 3, dimension: 3).write(history(9), at: 8, into: &input)
    #expect(input == [1, 61, 62, 63, 71, 72, 73, 81, 82, 83])
  }

  @Test func windowsAreHeldAtTheSegmentsStart() {
    var input = Array(repeating: 0.0, count: 10)
    WindowInput(window: 3, dimension: 3).write(history(9, segments: [8]), at: 8, into: &input)
    #expect(input == [1, 81, 82, 83, 81, 82, 83, 81, 82, 83])
  }

  @Test func differencesAreOfLikeSize() {
    let positions = Breathing.positions(count: 400)
    let scales = Scales.pooled(of: positions)
    let input = DifferenceInput(lags: [1, 2], warmUp: positions, scales: scales)
    #expect(input.count == 19 && input.reach == 2)
    var history = History(capacity: 3, scales: scales)
    var squares = Array(repeating: 0.0, count: 3)
    var vector = Array(repeating: 0.0, count: 19)
    for tick in ticks(positions) {
      history.append(tick)
      input.write(history, at: tick.index, into: &vector)
      #expect(vector[18] == 1)
      for part in 0..<3 {
        for c in 0..<6 { squares[part] += vector[part * 6 + c] * vector[part * 6 + c] / 2400 }
      }
    }
    for square in squares { #expect(abs(square - 1) < 0.02) }
  }

  @Test(arguments: [
    (10.0, [1, 2, 4, 8, 16, 24]), (100.0, [10, 20, 40, 80, 160, 240]), (10.0 / 3, [1, 3, 5, 8]),
    (1.0, [1, 2]),
    (25.0, [3, 5, 10, 20, 40, 60]),
  ])
  func lagsAreSecondsInTicks(rate: Double, lags: [Int]) {
    #expect(DifferenceInput.lags(rate: rate) == lags)
  }

  @Test func aHistoryKnowsItsSegmentsAndWhatMayBeLearned() {
    let history = history(9, segments: [5], unlearnable: 6..<7)
    #expect(!history.contains(2) && history.contains(3) && !history.contains(9))
    #expect(history.segmentStart(4) == 0 && history.segmentStart(8) == 5)
    #expect(history.isClean(4, reach: 4) && !history.isClean(4, reach: 5))
    #expect(history.isClean(5) && !history.isClean(5, reach: 1))
    #expect(!history.isClean(6) && !history.isClean(7, reach: 1) && history.isClean(8, reach: 1))
    #expect(!history.isPair(4, 5) && history.isPair(5, 7) && !history.isPair(5, 6))
  }

  @Test func scalesAreNeverZero() {
    let still = Array(repeating: [1.0, 2, 3], count: 5)
    #expect(Scales.pooled(of: still).unit == [1e-3, 1e-3, 1e-3])
    #expect(Scales.perCoordinate(of: still).unit == [1e-3, 1e-3, 1e-3])
    let moving: [[Double]] = [[0, 5], [2, 5]]
    #expect(Scales.pooled(of: moving).unit[1] == 0.5.squareRoot())
    #expect(Scales.perCoordinate(of: moving).unit == [1, 1e-3])
    #expect(Scales.perCoordinate(of: moving).origin == [1, 5])
    #expect(Scales.millimetres(from: moving).origin == [0, 5])
  }
}
