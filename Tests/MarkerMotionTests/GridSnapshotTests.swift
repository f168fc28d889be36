import Archiving
import MarkerMotion
import Testing

/// A grid that takes over what another had seen judges the next frames as that one does.
@Suite struct GridSnapshotTests {
  private func frame(_ seconds: Double, _ positions: [String: Position?]) -> Frame {
    Frame(
      sequence: UInt64(seconds * 10), stamp: Stamp(seconds: seconds)!,
      markers: positions.sorted { $0.key < $1.key }.map { Marker(name: $0.key, position: $0.value) })
  }

  private var frames: [Frame] {
    let usual = (0..<60).map { n -> Frame in
      let t = Double(n) / 10
      return frame(
        t + (n > 20 ? 0.2 : 0) + (n > 40 ? 5 : 0),
        ["a": [t, 0, n == 30 ? 500 : 0], "b": (n / 7) % 3 == 1 ? nil : .some([0, t, 1])])
    }
    return usual + [
      frame(20, ["a": [1, 1, 1], "c": [2, 2, 2]]), frame(20.1, ["a": [1, 1, 1], "c": [2, 2, 2]]),
    ]
  }

  @Test(arguments: [10, nil] as [Double?]) func goesOnTheSame(rate: Double?) {
    var grid = TickGrid(rate: rate)
    var copies: [TickGrid] = []
    for frame in frames {
      let admission = grid.admit(frame)
      for i in copies.indices {
        #expect(copies[i].admit(frame) == admission)
        #expect(copies[i].events == grid.events && copies[i].conditions == grid.conditions)
        #expect(copies[i].places == grid.places && copies[i].isSeen == grid.isSeen)
        #expect(copies[i].isLost == grid.isLost && copies[i].missedTicks == grid.missedTicks)
      }
      var archive = Archive()
      archive.transfer(&grid)
      var reading = Archive(reading: archive.bytes)
      var copy = TickGrid(rate: rate)
      reading.transfer(&copy)
      #expect(reading.isExhausted)
      copies.append(copy)
    }
  }
}
