import MarkerMotion
import Testing

@Suite struct ShardTests {
  private func bucket(_ name: String, of count: Int) -> Int {
    Array(name.utf8).withUnsafeBytes { jumpConsistentHash(fnv1a($0), buckets: count) }
  }

  /// Fixed for ever: a daemon that parts streams differently would serve some twice and some not at all.
  @Test(arguments: [
    ("", 0xcbf2_9ce4_8422_2325, [1, 2, 2, 2, 2, 91, 83_760]),
    ("a", 0xaf63_dc4c_8601_ec8c, [1, 2, 3, 3, 3, 32, 29_078]),
    ("couch1", 0xa9c0_41be_4c5e_e3fc, [1, 1, 1, 1, 1, 30, 35_261]),
    ("bed-001", 0x0e8f_94c5_9221_5a2e, [1, 2, 2, 2, 2, 78, 52_561]),
    ("demo", 0xa5e4_1b67_4276_d396, [1, 2, 3, 3, 3, 9, 51_464]),
    ("ward-a.bed_7", 0x0bd7_8ea3_2496_65d2, [1, 1, 1, 4, 4, 65, 83_610]),
  ])
  func aNameHasItsShard(name: String, hash: UInt64, numbers: [Int]) {
    #expect(Array(name.utf8).withUnsafeBytes { fnv1a($0) } == hash)
    for (count, number) in zip([1, 2, 3, 5, 6, 100, 100_000], numbers) {
      #expect(bucket(name, of: count) + 1 == number)
      for other in [number, number - 1, number + 1] where (1...count).contains(other) {
        let isOf = Array(name.utf8).withUnsafeBytes {
          Shard(number: other, count: count).contains(stream: $0)
        }
        #expect(isOf == (other == number))
      }
    }
  }

  private static let names = ["bed-", "room", "ward-a.couch_", "", "s-0000"]

  /// Five standard deviations of a fair draw.
  @Test(arguments: names, [2, 5, 16]) func sharesAreAlike(name: String, count: Int) {
    var streams = [Int](repeating: 0, count: count)
    for n in 0..<2000 { streams[bucket("\(name)\(n)", of: count)] += 1 }
    let share = 2000 / Double(count)
    for n in streams { #expect(abs(Double(n) - share) < 5 * share.squareRoot(), "\(streams)") }
  }

  @Test(arguments: names, [1, 2, 5, 16]) func growthMovesOneShareAndOnlyToTheNewShard(
    name: String, count: Int
  ) {
    var moved = 0
    for n in 0..<2000 {
      let (old, new) = (bucket("\(name)\(n)", of: count), bucket("\(name)\(n)", of: count + 1))
      guard old != new else { continue }
      #expect(new == count)
      moved += 1
    }
    let share = 2000 / Double(count + 1)
    #expect(abs(Double(moved) - share) < 5 * share.squareRoot())
  }
}
