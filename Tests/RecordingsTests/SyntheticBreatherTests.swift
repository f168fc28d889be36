import Foundation
import MarkerMotion
import Recordings
import Testing

@Suite struct SyntheticBreatherTests {
  private func recording(
    seconds: Double = 120, _ change: (inout BreathingPattern) -> Void = { _ in }
  ) -> Recording {
    var pattern = BreathingPattern()
    change(&pattern)
    return SyntheticBreather.recording(pattern, seconds: seconds)
  }

  private func track(_ recording: Recording, _ marker: Int = 0) -> [Position] {
    recording.frames.compactMap { $0.markers[marker].position }
  }

  @Test func theSeedGivesTheRecording() {
    #expect(recording().frames == recording().frames)
    #expect(recording().frames != recording { $0.seed = 2 }.frames)
  }

  @Test(arguments: [3, 10, 30, 120.0], [1, 3, 12]) func everyRateAndNumberOfMarkers(
    rate: Double, markers: Int
  ) {
    let r = recording(seconds: 20) {
      $0.rate = rate; $0.markers = markers
    }
    #expect(r.frames.count == Int(20 * rate))
    #expect(r.markers.count == markers && r.markers == r.markers.sorted())
    let inspection = Inspection(r)
    #expect(abs(inspection.rate! - rate) < 1e-6 && inspection.gaps.isEmpty)
  }

  @Test func anotherRateSamplesTheSameMotion() {
    let calm: (inout BreathingPattern) -> Void = {
      $0.noise = 0
      $0.quantum = 0
      $0.sighs = 2
      $0.speech = 0.3
      $0.coughs = 1
      $0.breathHolds = 1
    }
    let slow = track(recording(calm))
    let fast = track(
      recording {
        calm(&$0); $0.rate = 40
      })
    for (n, p) in slow.enumerated() {
      let step = p - fast[4 * n]
      #expect((step * step).sum() < 1e-18)
    }
  }

  @Test(arguments: [2.5, 4, 6], [6, 20]) func inspectionFindsPeriodAndAmplitude(
    period: Double, amplitude: Double
  ) {
    let r = recording(seconds: 180) {
      $0.period = period
      $0.amplitude = amplitude
      $0.periodVariation = 0.03
      $0.amplitudeVariation = 0.03
    }
    let marker = Inspection(r).markers[0]
    #expect(abs(marker.period! / period - 1) < 0.06)
    #expect(abs(marker.amplitude! / amplitude - 1) < 0.15)
    #expect(abs(marker.resolution! - 0.1) < 1e-9)
  }

  /// One more irregularity of the sensor, and one more marker, changes nothing of the rest.
  @Test func irregularitiesDoNotTouchOneAnother() {
    let calm = recording()
    let lost = recording { $0.dropOuts = 0.2 }
    for frame in lost.frames { #expect(frame == calm.frames[Int(frame.sequence!)]) }
    let hidden = recording { $0.occlusions = 0.1 }
    for (a, b) in zip(calm.frames, hidden.frames) {
      for (x, y) in zip(a.markers, b.markers) { #expect(y.position == nil || x == y) }
    }
    let more = recording { $0.markers = 5 }
    for (a, b) in zip(calm.frames, more.frames) { #expect(a.markers[...] == b.markers[..<3]) }
    let both = recording {
      $0.dropOuts = 0.2; $0.occlusions = 0.1
    }
    for frame in both.frames { #expect(frame == hidden.frames[Int(frame.sequence!)]) }
  }

  @Test func markersDifferInAmplitudeAndPhase() throws {
    func spans(_ least: Double) throws -> [Double] {
      let inspection = Inspection(
        recording {
          $0.leastShare = least; $0.markers = 6
        })
      return try inspection.markers.map { try #require($0.amplitude) }
    }
    let (varied, alike) = (try spans(0.25), try spans(0.95))
    #expect(Set(varied).count == 6 && varied.allSatisfy { $0 > 1.5 })
    #expect(alike.allSatisfy { $0 > 0.85 * alike[0] })
    let together = recording {
      $0.longestLag = 0; $0.noise = 0; $0.quantum = 0; $0.leastShare = 0.95
    }
    let (a, b) = (track(together, 0).map(\.z), track(together, 1).map(\.z))
    #expect(a.indices.max { a[$0] < a[$1] } == b.indices.max { b[$0] < b[$1] })
  }

  @Test func positionsLieOnTheSensorsGrid() {
    for p in track(recording { $0.quantum = 0.25 }) {
      for c in 0..<3 { #expect(abs(p[c] / 0.25 - (p[c] / 0.25).rounded()) < 1e-9) }
    }
  }

  @Test func tenthsAreWrittenAsTenths() {
    for p in track(recording()) {
      for c in 0..<3 { #expect(p[c] == (p[c] * 10).rounded() / 10) }
    }
  }

  @Test func noiseHasItsSize() {
    let quiet = track(
      recording {
        $0.noise = 0; $0.quantum = 0
      })
    let noisy = track(
      recording {
        $0.noise = 0.5; $0.quantum = 0
      })
    let squares = zip(quiet, noisy).reduce(0) { sum, pair in
      sum + ((pair.1 - pair.0) * (pair.1 - pair.0)).sum()
    }
    #expect(abs((squares / Double(3 * quiet.count)).squareRoot() - 0.5) < 0.03)
  }

  @Test func lostFramesAreAShareAndRunsOfThem() {
    let r = recording(seconds: 600) {
      $0.dropOuts = 0.1; $0.dropOutLength = 3
    }
    let lost = 1 - Double(r.frames.count) / 6000
    #expect(abs(lost - 0.1) < 0.02)
    let runs = zip(r.frames, r.frames.dropFirst()).map { Int($1.sequence! - $0.sequence!) - 1 }.filter {
      $0 > 0
    }
    #expect(abs(Double(runs.reduce(0, +)) / Double(runs.count) - 3) < 0.5)
  }

  @Test(arguments: [0.1, 0.5, 0.9]) func theLostShareIsWhatIsAskedFor(share: Double) {
    let r = recording(seconds: 2000) {
      $0.dropOuts = share; $0.dropOutLength = 4
    }
    #expect(abs(1 - Double(r.frames.count) / 20_000 - share) < 0.03)
  }

  @Test func markersGoOutOfSightAndComeBack() {
    let r = recording(seconds: 600) {
      $0.occlusions = 0.01; $0.occlusionLength = 4
    }
    let hidden = r.frames.count { $0.markers[1].position == nil }
    #expect(abs(Double(hidden) / 6000 - 0.04) < 0.02)
    #expect(Inspection(r).markers[1].occlusions.count > 30)
  }

  @Test func stampsJitterAndKeepToTheClock() {
    let jittery = recording { $0.jitter = 0.005 }.frames.enumerated().map { n, frame in
      frame.stamp.seconds - Double(n) / 10
    }
    let deviation = (jittery.reduce(0) { $0 + $1 * $1 } / Double(jittery.count)).squareRoot()
    #expect(abs(deviation - 0.005) < 0.001)
    let clocked = recording {
      $0.clockRate = 60; $0.rate = 9.9
    }.frames
    #expect(clocked.allSatisfy { abs($0.stamp.seconds * 60 - ($0.stamp.seconds * 60).rounded()) < 1e-6 })
    #expect(
      Set(zip(clocked, clocked.dropFirst()).map { ($1.stamp.seconds(since: $0.stamp) * 1000).rounded() }) == [
        100, 117,
      ])
  }

  @Test func aFrozenSensorIsSeen() {
    #expect(Inspection(recording(seconds: 300) { $0.freezes = 1 }).frozen.count >= 2)
    #expect(Inspection(recording(seconds: 300)).frozen.isEmpty)
  }
}
