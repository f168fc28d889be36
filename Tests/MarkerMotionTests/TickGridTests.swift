import MarkerMotion
import Testing

/// A grid at 10 Hz with two markers that breathe a little, frame by frame.
private struct Stream {
  var grid: TickGrid
  var tick = 0
  var stamp = 0.0
  var offset = Position.zero

  init(rate: Double? = 10, warm: Int = 5) {
    grid = TickGrid(rate: rate)
    for _ in 0..<warm { step() }
  }

  func position(_ marker: Int) -> Position {
    Position(Double(marker) * 50, Double(tick % 7) * 0.3, 100) + offset
  }

  func frame(_ names: [String] = ["a", "b"], session: String? = nil, sequence: Int? = nil) -> Frame {
    Frame(
      sequence: UInt64(sequence ?? tick), stamp: Stamp(seconds: stamp)!, session: session,
      markers: names.enumerated().map { Marker(name: $1, position: position($0)) })
  }

  @discardableResult
  mutating func step(
    after seconds: Double = 0.1, sequenceStep: Int = 1, change: (inout Frame) -> Void = { _ in }
  ) -> Admission {
    tick += sequenceStep
    stamp += seconds
    var frame = frame()
    change(&frame)
    return grid.admit(frame)
  }
}

@Suite struct TickGridTests {
  @Test func theFirstFrameStartsASession() {
    var grid = TickGrid(rate: 10)
    #expect(grid.admit(Stream(warm: 0).frame(["b", "a"])) == .tick)
    #expect(grid.conditions == .sessionStarted)
    #expect(grid.markers == ["a", "b"])
  }

  @Test(arguments: [0.1, 0.117, 0.149, 0.06])
  func anIntervalThatIsNoGapIsOneTick(seconds: Double) {
    var stream = Stream()
    #expect(stream.step(after: seconds) == .tick)
    #expect(stream.grid.conditions == [])
    #expect(stream.grid.missedTicks == 0)
    #expect(stream.grid.isLearnable)
  }

  @Test(arguments: [(0.2, 1), (0.217, 1), (0.26, 2), (0.5, 4), (0.6, 5)])
  func aShortGapIsBridged(seconds: Double, missed: Int) {
    var stream = Stream()
    #expect(stream.step(after: seconds, sequenceStep: missed + 1) == .tick)
    #expect(stream.grid.conditions == .gapBridged)
    #expect(stream.grid.missedTicks == missed)
    #expect(stream.grid.events[.gapBridged] == 1)
    #expect(stream.grid.events[.tickBridged] == UInt64(missed))
  }

  @Test(arguments: [0.71, 5, 86_400])
  func aLongGapStartsASegmentAndKeepsTheSession(seconds: Double) {
    var stream = Stream()
    #expect(stream.step(after: seconds, sequenceStep: 9) == .tick)
    #expect(stream.grid.conditions == .segmentStarted)
    #expect(stream.grid.missedTicks == 0)
    #expect(stream.grid.events[.streamLost] == 1)
    #expect(stream.grid.events[.sessionStarted] == 1)
    #expect(stream.step() == .tick)
    #expect(stream.grid.conditions == [])
  }

  @Test func aMarkerThatStoodAfterAnUnseenStrangerIsFoundWithoutIt() {
    var stream = Stream()
    stream.step { $0.markers = [Marker(name: "x", position: nil)] + $0.markers }
    #expect(stream.step() == .tick)
    #expect(stream.grid.isSeen == [true, true])
  }

  @Test func aDuplicateIsDropped() {
    var stream = Stream()
    #expect(stream.step(after: 0, sequenceStep: 0) == .duplicate)
    #expect(stream.grid.events[.duplicateFrame] == 1)
    #expect(stream.step() == .tick)
  }

  @Test(arguments: [-0.1, -0.9])
  func aLateFrameIsDropped(seconds: Double) {
    var stream = Stream(warm: 20)
    let next = stream.stamp + 0.1
    #expect(stream.step(after: seconds, sequenceStep: -2) == .outOfOrder)
    #expect(stream.grid.events[.outOfOrderFrame] == 1)
    stream.stamp = next
    #expect(stream.step(after: 0, sequenceStep: 3) == .tick)
    #expect(stream.grid.conditions == [])
  }

  @Test func aClockSetBackStartsASegmentWhereFramesMayBeMissing() {
    var stream = Stream()
    #expect(stream.step(after: -3600, sequenceStep: 3) == .tick)
    #expect(stream.grid.conditions == [.clockJumped, .segmentStarted])
    #expect(stream.step() == .tick)
    #expect(stream.grid.conditions == [])
  }

  @Test func aClockSetBackBetweenNeighboursIsOneTick() {
    var stream = Stream()
    #expect(stream.step(after: -0.05) == .tick)
    #expect(stream.grid.conditions == .clockJumped)
    #expect(stream.grid.isLearnable)
  }

  @Test func aClockSetForwardIsToldFromALossByTheSequence() {
    var stream = Stream()
    #expect(stream.step(after: 3600, sequenceStep: 1) == .tick)
    #expect(stream.grid.conditions == [.clockJumped, .segmentStarted])
    #expect(stream.grid.events[.streamLost] == 0)
  }

  @Test(arguments: [true, false])
  func aMarkerOutOfSightIsOccludedThenLostThenBack(isListed: Bool) {
    var stream = Stream()
    let hide: (inout Frame) -> Void = { frame in
      if isListed { frame.markers[1].position = nil } else { frame.markers.removeLast() }
    }
    #expect(stream.step(change: hide) == .tick)
    #expect(stream.grid.conditions == .markerOccluded)
    #expect(stream.grid.isSeen == [true, false])
    #expect(!stream.grid.isLearnable)
    for _ in 0..<5 { stream.step(change: hide) }
    #expect(stream.grid.isLost == [false, true])
    #expect(stream.grid.events[.markerOccluded] == 1)
    #expect(stream.step() == .tick)
    #expect(stream.grid.conditions == .segmentStarted)
    #expect(stream.grid.events[.markerReturned] == 1)
    #expect(stream.grid.events[.sessionStarted] == 1)
  }

  @Test func aMarkerBackSoonIsNoInterruption() {
    var stream = Stream()
    stream.step { $0.markers[0].position = nil }
    #expect(stream.step() == .tick)
    #expect(stream.grid.conditions == [])
  }

  @Test func nothingSeenForTooLongIsUnseen() {
    var stream = Stream()
    var admissions: [Admission] = []
    for _ in 0..<7 {
      admissions.append(stream.step { $0.markers = [] })
    }
    #expect(admissions == [.tick, .tick, .tick, .tick, .tick, .unseen, .unseen])
    #expect(stream.step() == .tick)
    #expect(stream.grid.conditions == .segmentStarted)
  }

  @Test func aSessionBeginsWithTheFirstMarkerSeen() {
    var stream = Stream(warm: 0)
    #expect(stream.step { $0.markers = [] } == .unseen)
    #expect(stream.step { $0.markers[0].position = nil } == .tick)
    #expect(stream.grid.markers == ["b"])
    #expect(stream.step() == .tick)
    #expect(stream.grid.markers == ["a", "b"])
    #expect(stream.grid.events[.markerAdded] == 1)
  }

  @Test func theOrderOfMarkersDoesNotMatter() {
    var stream = Stream()
    #expect(stream.step { $0.markers.reverse() } == .tick)
    #expect(stream.grid.conditions == [])
    #expect(stream.grid.places == [stream.position(0), stream.position(1)])
    #expect(stream.grid.events[.markersReordered] == 1)
  }

  @Test func aNewMarkerStartsASession() {
    var stream = Stream()
    #expect(stream.step { $0.markers.append(Marker(name: "c", position: .zero)) } == .tick)
    #expect(stream.grid.conditions == .sessionStarted)
    #expect(stream.grid.markers == ["a", "b", "c"])
  }

  @Test func aNewNameThatIsNotSeenChangesNothing() {
    var stream = Stream()
    #expect(stream.step { $0.markers.append(Marker(name: "c", position: nil)) } == .tick)
    #expect(stream.grid.conditions == [])
  }

  @Test func aMarkerTakenOffStartsASessionWithoutIt() {
    var stream = Stream()
    var started = 0
    for _ in 0..<103 {
      stream.step { $0.markers.removeLast() }
      if stream.grid.conditions == .sessionStarted { started += 1 }
    }
    #expect(started == 1)
    #expect(stream.grid.markers == ["a"])
    #expect(stream.grid.events[.markerRemoved] == 1)
  }

  @Test func aGlitchIsNotBelieved() {
    var stream = Stream()
    let before = stream.grid.places
    #expect(stream.step { $0.markers[0].position! += Position(80, 0, 0) } == .tick)
    #expect(stream.grid.conditions == .positionJumped)
    #expect(stream.grid.isSeen == [false, true])
    #expect(stream.grid.places[0] == before[0])
    #expect(!stream.grid.isLearnable)
    #expect(stream.step() == .tick)
    #expect(stream.grid.conditions == [])
    #expect(stream.grid.events[.positionDisbelieved] == 1)
    #expect(stream.grid.events[.positionJumped] == 0)
  }

  @Test func aPlaceSeenTwiceIsBelieved() {
    var stream = Stream()
    stream.offset = Position(0, 0, 60)
    stream.step()
    #expect(stream.step() == .tick)
    #expect(stream.grid.conditions == [.positionJumped, .segmentStarted])
    #expect(stream.grid.places == [stream.position(0), stream.position(1)])
    #expect(!stream.grid.isLearnable)
    #expect(stream.step() == .tick)
    #expect(stream.grid.conditions == [])
    #expect(stream.grid.events[.positionJumped] == 2)
  }

  @Test func aPlaceThatNeverSettlesIsLost() {
    var stream = Stream()
    for n in 0..<6 {
      stream.step { $0.markers[0].position! += Position(n % 2 == 0 ? 500 : -500, 0, 0) }
    }
    #expect(stream.grid.isLost == [true, false])
  }

  @Test func aSensorThatDoesNotMoveIsFrozen() {
    var stream = Stream()
    let places = stream.grid.places
    let freeze: (inout Frame) -> Void = { frame in
      for m in 0..<2 { frame.markers[m].position = places[m] }
    }
    for n in 1...9 {
      stream.step(change: freeze)
      #expect(stream.grid.isLearnable, "after \(n) still ticks")
    }
    stream.step(change: freeze)
    stream.step(change: freeze)
    #expect(stream.grid.conditions == .sensorFrozen)
    #expect(!stream.grid.isLearnable)
    #expect(stream.grid.events[.sensorFroze] == 1)
    stream.step()
    #expect(stream.grid.conditions == [])
  }

  @Test func oneMovingMarkerIsEnough() {
    var stream = Stream()
    let place = stream.grid.places[0]
    for _ in 0..<30 { stream.step { $0.markers[0].position = place } }
    #expect(stream.grid.conditions == [])
  }

  @Test func anotherSessionIdStartsASession() {
    var stream = Stream()
    stream.step { $0.session = "p1" }
    #expect(stream.grid.conditions == .sessionStarted)
    stream.step { $0.session = "p1" }
    #expect(stream.grid.conditions == [])
    stream.step()
    #expect(stream.grid.conditions == [], "a frame that names no session goes on with the last one")
    stream.step { $0.session = "p2" }
    #expect(stream.grid.conditions == .sessionStarted)
  }

  @Test func aResetStartsASession() {
    var stream = Stream()
    stream.step { $0.startsSession = true }
    #expect(stream.grid.conditions == .sessionStarted)
  }

  @Test func aRateThatNoLongerFitsIsSaid() {
    var stream = Stream()
    for _ in 0..<70 { stream.step(after: 1.0 / 30) }
    #expect(stream.grid.conditions == .rateMismatched)
    #expect(stream.grid.events[.rateMismatched] == 1)
    for _ in 0..<70 { stream.step() }
    #expect(stream.grid.conditions == [])
  }

  @Test func withoutARateNoGapIsSeen() {
    var stream = Stream(rate: nil)
    #expect(stream.step(after: 3) == .tick)
    #expect(stream.grid.conditions == [])
  }

  @Test(arguments: [1e-3, 1e3, 0.1, 10]) func anotherUnitIsNotBelieved(factor: Double) {
    var stream = Stream()
    stream.offset = [30, -20, 10]
    for _ in 0..<5 { stream.step() }
    let places = stream.grid.places
    for n in 0..<20 {
      let admission = stream.step { frame in
        for m in frame.markers.indices { frame.markers[m].position! *= factor }
      }
      #expect(stream.grid.conditions.contains(.scaleJumped) && !stream.grid.isLearnable)
      #expect(!stream.grid.conditions.contains(.markerOccluded) && stream.grid.places == places)
      #expect(admission == (n < 5 ? .tick : .unseen), "frame \(n)")
    }
    #expect(stream.grid.events[.scaleJumped] == 1)
    #expect(stream.step() == .tick)
    #expect(!stream.grid.conditions.contains(.scaleJumped) && stream.grid.events[.markerReturned] == 2)
  }

  @Test func aSingleMarkerInMetresIsNotBelieved() {
    var grid = TickGrid(rate: 10)
    func frame(_ n: Int, _ position: Position) -> Frame {
      Frame(stamp: Stamp(seconds: Double(n) / 10)!, markers: [Marker(name: "a", position: position)])
    }
    for n in 0..<5 { _ = grid.admit(frame(n, [10, 80, Double(n)])) }
    _ = grid.admit(frame(5, [0.010, 0.080, 0.005]))
    #expect(grid.conditions == .scaleJumped)
    // A tenth as far is where a marker can be.
    _ = grid.admit(frame(6, [1, 8, 0.5]))
    #expect(grid.conditions == .positionJumped)
  }
}
