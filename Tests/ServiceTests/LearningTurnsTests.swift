import Service
import Testing

@Suite struct LearningTurnsTests {
  @Test func streamsLearnInTheOrderInWhichTheyBeganToWait() {
    var turns = LearningTurns()
    #expect(turns.isEmpty)
    for stream in [3, 1, 2, 1] as [UInt32] { turns.add(stream) }
    for expected in [3, 1, 2] as [UInt32] {
      #expect(turns.next() == expected)
      #expect(turns.next() == expected, "a turn lasts until it ends")
      #expect(!turns.isEmpty)
      turns.end()
    }
    #expect(turns.next() == nil && turns.isEmpty)
  }

  @Test func whoIsReplacedWhileLearningGoesToTheEnd() {
    var turns = LearningTurns()
    turns.add(1)
    turns.add(2)
    #expect(turns.next() == 1)
    turns.add(1)
    #expect(turns.next() == 2)
    turns.end()
    #expect(turns.next() == 1)
  }

  /// Where there is time for a third of the learning only, each stream gets every third turn, however its newer frames
  /// replace what waits.
  @Test(arguments: [1, 2, 50, 500]) func noStreamStarves(streams: Int) {
    var turns = LearningTurns()
    var learned = [Int](repeating: 0, count: streams)
    let rounds = 300
    for _ in 0..<rounds {
      for stream in 0..<streams {
        turns.add(UInt32(stream))
        guard stream % 3 == 0, let next = turns.next() else { continue }
        learned[Int(next)] += 1
        turns.end()
      }
    }
    let fair = rounds * ((streams + 2) / 3) / streams
    for count in learned { #expect(abs(count - fair) <= 1) }
  }
}
