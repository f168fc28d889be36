import Foundation
import MarkerMotion
import Recordings
import Testing

@Suite struct InspectionTests {
  /// Breathing like a sine of 4 s and 10 mm, at 10 Hz, in one marker.
  private func sine(seconds: Double = 60, period: Double = 4) -> [Frame] {
    (0..<Int(seconds * 10)).map { n in
      let t = Double(n) / 10
      let lift = 5 * sin(2 * .pi * t / period)
      return Frame(
        sequence: UInt64(n), stamp: Stamp(seconds: t)!,
        markers: [Marker(name: "a", position: Position(0.6 * lift, 7, 0.8 * lift))])
    }
  }

  private func inspect(_ frames: [Frame]) -> Inspection {
    Inspection(Recording(name: "r", markers: ["a"], frames: frames))
  }

  @Test func aSineIsWhatItIs() throws {
    let inspection = inspect(sine())
    #expect(inspection.frames == 600)
    #expect(inspection.rate == 10)
    #expect(abs(inspection.duration - 59.9) < 1e-9)
    #expect(inspection.intervals?.median == 0.1)
    #expect(inspection.gaps.isEmpty && inspection.frozen.isEmpty)
    #expect(inspection.duplicates.isEmpty && inspection.outOfOrder.isEmpty)
    let marker = inspection.markers[0]
    #expect(abs(try #require(marker.period) - 4) < 0.02)
    #expect(abs(try #require(marker.amplitude) - 10) < 0.01)
    #expect(marker.resolution == nil)
    #expect(
      zip(marker.deviation, [3 / 2.0.squareRoot(), 0, 4 / 2.0.squareRoot()]).allSatisfy {
        abs($0 - $1) < 0.01
      })
    #expect(zip(marker.least, [-3, 7, -4]).allSatisfy { abs($0 - $1) < 0.02 })
    #expect(zip(marker.most, [3, 7, 4]).allSatisfy { abs($0 - $1) < 0.02 })
  }

  @Test func aGapIsFoundWhereItIs() {
    var frames = sine()
    frames.removeSubrange(100..<108)
    let gaps = inspect(frames).gaps
    #expect(gaps.map(\.row) == [100])
    #expect(abs(gaps[0].start - 9.9) < 1e-9 && abs(gaps[0].seconds - 0.9) < 1e-9)
  }

  @Test func repeatedAndLateStampsAreFoundWhereTheyAre() {
    var frames = sine()
    frames[50].stamp = frames[49].stamp
    frames.swapAt(200, 201)
    let inspection = inspect(frames)
    #expect(inspection.duplicates == [50])
    #expect(inspection.outOfOrder == [201])
  }

  @Test(arguments: [0.9, 1, 3]) func stillSensorsAreFrozenAfterASecond(seconds: Double) {
    var frames = sine()
    let last = 300 + Int((seconds * 10).rounded())
    for row in 301...last { frames[row].markers = frames[300].markers }
    let frozen = inspect(frames).frozen
    guard seconds >= 1 else {
      #expect(frozen.isEmpty)
      return
    }
    #expect(frozen.map(\.row) == [300])
    #expect(abs(frozen[0].start - 30) < 1e-9 && abs(frozen[0].seconds - seconds) < 1e-9)
  }

  @Test func occlusionsLastUntilTheMarkerIsSeenAgain() {
    var frames = sine()
    for row in [0, 1, 100, 101, 102, 598, 599] { frames[row].markers[0].position = nil }
    frames[300].markers = []
    let marker = inspect(frames).markers[0]
    #expect(marker.samples == 592)
    #expect(marker.occlusions.map(\.row) == [0, 100, 300, 598])
    for (stretch, seconds) in zip(marker.occlusions, [0.2, 0.3, 0.1, 0.1]) {
      #expect(abs(stretch.seconds - seconds) < 1e-9)
    }
    #expect(abs(marker.period! - 4) < 0.02)
  }

  @Test func jumpsAreFoundWhereTheyAre() {
    var frames = sine()
    for row in 400..<600 { frames[row].markers[0].position! += Position(0, 40, 0) }
    let jumps = inspect(frames).markers[0].jumps
    #expect(jumps.map(\.row) == [400])
    #expect(abs(jumps[0].distance - 40) < 0.1)
  }

  /// Out of sight for a second, a marker may come back further away than it moves from frame to frame.
  @Test func aMarkerMayMoveWhileItIsOutOfSight() {
    var frames = sine()
    for row in 300..<310 { frames[row].markers[0].position = nil }
    for row in 310..<600 { frames[row].markers[0].position! += Position(0, 40, 0) }
    #expect(inspect(frames).markers[0].jumps.isEmpty)
  }

  @Test func aMarkerThatIsNeverSeenHasNoNumbers() throws {
    var frames = sine()
    for row in frames.indices { frames[row].markers[0].position = nil }
    let inspection = inspect(frames)
    let marker = inspection.markers[0]
    #expect(marker.samples == 0 && marker.least.isEmpty && marker.period == nil && marker.amplitude == nil)
    #expect(marker.occlusions.map(\.row) == [0])
    #expect(inspection.frozen.isEmpty)
    _ = try JSONEncoder().encode(inspection)
  }

  @Test(arguments: 0..<3) func fewFramesAreNoTrouble(count: Int) {
    let inspection = inspect(Array(sine().prefix(count)))
    #expect(inspection.frames == count)
    #expect(inspection.markers[0].period == nil)
  }

  /// A clock that is set in the middle must not make a recording of years.
  @Test(arguments: [1e9, -1e9, 9e9]) func aClockThatIsSetCostsNothing(seconds: Double) {
    var frames = sine()
    for row in 300..<600 { frames[row].stamp = frames[row].stamp.advanced(by: seconds) }
    let marker = inspect(frames).markers[0]
    #expect(abs((marker.period ?? 0) - 4) < 0.1)
  }

  @Test(arguments: [0.01, 0.05, 0.1, 0.25, 1]) func theResolutionIsTheGridsStep(quantum: Double) throws {
    var pattern = BreathingPattern()
    pattern.quantum = quantum
    var recording = SyntheticBreather.recording(pattern, seconds: 60)
    #expect(Inspection(recording).markers.allSatisfy { $0.resolution == quantum })
    // A tracker may interpolate now and then.
    for row in stride(from: 10, to: 600, by: 50) {
      recording.frames[row].markers[0].position! += Position(repeating: 0.37 * quantum)
    }
    #expect(Inspection(recording).markers[0].resolution == quantum)
  }

  @Test func withoutAGridThereIsNoResolution() {
    var pattern = BreathingPattern()
    pattern.quantum = 0
    let markers = Inspection(SyntheticBreather.recording(pattern, seconds: 120)).markers
    #expect(markers.allSatisfy { $0.resolution == nil })
  }

  @Test(arguments: [3, 10, 25, 60, 120.0], [2.5, 4, 7]) func periodAndAmplitudeAreRecoveredAtAnyRate(
    rate: Double, period: Double
  ) throws {
    var pattern = BreathingPattern()
    pattern.rate = rate
    pattern.period = period
    pattern.periodVariation = 0.02
    pattern.amplitudeVariation = 0.02
    pattern.amplitude = 12
    pattern.dropOuts = 0.05
    pattern.dropOutLength = 2
    pattern.occlusions = 0.01
    let marker = Inspection(SyntheticBreather.recording(pattern, seconds: 240)).markers[0]
    #expect(abs(try #require(marker.period) / period - 1) < 0.03)
    #expect(abs(try #require(marker.amplitude) / 12 - 1) < 0.08)
  }

  @Test func jsonTellsAll() throws {
    var pattern = BreathingPattern()
    pattern.dropOuts = 0.05
    pattern.occlusions = 0.02
    pattern.freezes = 2
    let inspection = Inspection(SyntheticBreather.recording(pattern, seconds: 120))
    let data = try JSONEncoder().encode(inspection)
    #expect(try JSONDecoder().decode(Inspection.self, from: data) == inspection)
  }

  @Test(.enabled(if: Shared.exists, "the recordings' folder is missing"), arguments: RealRecording.all)
  func realRecordingsAreCalm(real: RealRecording) throws {
    let inspection = Inspection(try Recording(path: real.path))
    #expect(inspection.rate == 10)
    #expect(inspection.gaps.isEmpty && inspection.duplicates.isEmpty && inspection.frozen.isEmpty)
    #expect(
      inspection.markers.allSatisfy { $0.jumps.isEmpty && $0.samples == real.rows && $0.resolution == 0.1 })
    // The normal ones breathe in one period, whichever marker tells it.
    if !["201205101536", "201205111057"].contains(real.name) {
      let periods = try inspection.markers.map { try #require($0.period) }
      #expect(periods.max()! / periods.min()! < 1.02)
      #expect((3...8).contains(periods[0]))
    }
  }
}
