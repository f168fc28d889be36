import Archiving

/// What becomes of a frame.
public enum Admission: Hashable, Sendable {
  /// The frame is a tick; the grid's properties describe it.
  case tick
  /// No marker has been seen for longer than is bridged: there is nothing to make a tick from.
  case unseen
  /// The frame repeats the last stamp; it is dropped.
  case duplicate
  /// The frame is older than the last one; it is dropped.
  case outOfOrder
}

/// Makes ticks of a stream's frames.
///
/// A tick is a frame: nothing is resampled. The grid decides what a frame means (a duplicate, a gap, a
/// marker out of sight, a jump, a new subject) and tells the session what to do: how many ticks to bridge
/// before it, which markers to believe, whether to start a segment or a whole new session.
/// Admitting a frame costs O(markers) and allocates only where a session starts.
public struct TickGrid: Sendable {
  /// Ticks a second; nil while it is not known, and then no gap is seen.
  public let rate: Double?
  /// Where the outcomes part.
  public let limits: TickGridLimits
  /// How often each event has happened.
  public var events = EventCounts()

  /// The session's markers, sorted by name.
  public private(set) var markers: [String] = []
  /// Where each marker was last seen and believed (mm), in the order of `markers`.
  public private(set) var places: [Position] = []
  /// Whether the newest frame shows each marker at a place that is believed.
  public private(set) var isSeen: [Bool] = []
  /// Whether each marker has been out of sight for longer than is bridged.
  public private(set) var isLost: [Bool] = []
  /// The ticks that are missing before the newest one and are to be bridged.
  public private(set) var missedTicks = 0
  /// What happened in the newest tick.
  public private(set) var conditions: TickConditions = []
  /// The stamp of the newest frame that was not dropped.
  public private(set) var stamp: Stamp?

  private var tracks: [Track] = []
  private var order: [Int] = []
  private var session: String?
  private var sequence: UInt64?
  private var stillSeconds = 0.0
  private var pace = Pace()
  private var interval = 0.0
  private var wasRescaled = false

  /// What the grid remembers of a marker beside its place.
  fileprivate struct Track: Sendable {
    /// Seconds since it was last seen and believed.
    var unseen = 0.0
    /// Seconds since the frames last listed it.
    var unlisted = 0.0
    /// A place too far away to be believed at once.
    var candidate: Position?
  }

  /// A grid for a stream of `rate` Hz.
  public init(rate: Double?, limits: TickGridLimits = TickGridLimits()) {
    self.rate = rate
    self.limits = limits
  }

  /// Whether everything in the newest tick was measured, moves and is believed.
  public var isLearnable: Bool {
    conditions.isDisjoint(with: [.markerOccluded, .sensorFrozen, .positionJumped, .scaleJumped])
  }

  /// Whether the stream's spacing no longer fits the rate.
  public var rateIsMismatched: Bool { pace.isMismatched }

  /// The rate of the newest intervals, in Hz.
  public var observedRate: Double? { pace.rate }

  /// Decides what `frame` is.
  public mutating func admit(_ frame: Frame) -> Admission {
    guard let last = stamp, !frame.startsSession, frame.session == nil || frame.session == session
    else { return begin(frame) }
    let elapsed = frame.stamp.seconds(since: last)
    if elapsed == 0 {
      events[.duplicateFrame] += 1
      return .duplicate
    }
    // Frames that the tracker numbers as neighbours are neighbours, whatever their stamps say.
    let isNeighbour = sequence.map { frame.sequence == $0 &+ 1 } ?? false
    if elapsed < 0, !isNeighbour, elapsed >= -limits.lateFrame {
      events[.outOfOrderFrame] += 1
      return .outOfOrder
    }
    conditions = []
    missedTicks = 0
    judgeTime(elapsed, isNeighbour: isNeighbour)
    stamp = frame.stamp
    sequence = frame.sequence
    guard find(frame) else { return begin(frame) }
    judgePlaces(frame)
    if tracks.contains(where: { $0.unlisted > limits.unlisted }) {
      events[.markerRemoved] += 1
      return begin(frame)
    }
    return isLost.allSatisfy { $0 } ? .unseen : .tick
  }

  // MARK: - Sessions and segments

  private mutating func begin(_ frame: Frame) -> Admission {
    stamp = frame.stamp
    sequence = frame.sequence
    session = frame.session ?? session
    let seen = frame.markers.filter { $0.position != nil }.sorted { $0.name < $1.name }
    markers = seen.map(\.name)
    places = seen.map { $0.position! }
    isSeen = seen.map { _ in true }
    isLost = seen.map { _ in false }
    tracks = seen.map { _ in Track() }
    order = []
    stillSeconds = 0
    wasRescaled = false
    missedTicks = 0
    interval = rate.map { 1 / $0 } ?? 0
    conditions = []
    guard !markers.isEmpty else {
      // Nobody is there yet: the first frame that shows a marker begins the session.
      stamp = nil
      return .unseen
    }
    conditions = [.sessionStarted]
    events[.sessionStarted] += 1
    return .tick
  }

  private mutating func startSegment() {
    guard !conditions.contains(.segmentStarted) else { return }
    conditions.insert(.segmentStarted)
    missedTicks = 0
    stillSeconds = 0
    events[.segmentStarted] += 1
  }

  // MARK: - Time

  private mutating func judgeTime(_ elapsed: Double, isNeighbour: Bool) {
    let nominal = rate.map { 1 / $0 } ?? max(interval, 0)
    interval = elapsed
    if elapsed < 0 {
      conditions.insert(.clockJumped)
      events[.clockJumped] += 1
      interval = nominal
      if !isNeighbour { startSegment() }
    } else if let rate, elapsed * rate >= 1.5 {
      if elapsed - nominal <= limits.bridge {
        missedTicks = Int((elapsed * rate).rounded()) - 1
        conditions.insert(.gapBridged)
        events[.gapBridged] += 1
        events[.tickBridged] += UInt64(missedTicks)
      } else {
        if isNeighbour {
          conditions.insert(.clockJumped)
          interval = nominal
        }
        events[isNeighbour ? .clockJumped : .streamLost] += 1
        startSegment()
      }
    }
    if let rate, pace.add(interval, rate: rate) { events[.rateMismatched] += 1 }
    if pace.isMismatched { conditions.insert(.rateMismatched) }
  }

  // MARK: - Markers

  /// Finds the session's markers in `frame`: `order[i]` is where marker i stands, or -1.
  /// Returns false where a visible marker is unknown to the session.
  private mutating func find(_ frame: Frame) -> Bool {
    if order.count == markers.count, frame.markers.count == markers.count,
      zip(order, markers).allSatisfy({ frame.markers.indices.contains($0) && frame.markers[$0].name == $1 })
    {
      return true
    }
    var found = 0
    var moved = false
    let wasKnown = order.count == markers.count
    if !wasKnown { order = [Int](repeating: -1, count: markers.count) }
    for i in markers.indices {
      let place = frame.markers.firstIndex { $0.name == markers[i] } ?? -1
      moved = moved || wasKnown && place >= 0 && order[i] >= 0 && place != order[i]
      order[i] = place
      if place >= 0 { found += 1 }
    }
    if found < frame.markers.count,
      frame.markers.contains(where: { marker in
        marker.position != nil && !markers.contains(marker.name)
      })
    {
      events[.markerAdded] += 1
      return false
    }
    if moved, found == markers.count { events[.markersReordered] += 1 }
    return true
  }

  private mutating func judgePlaces(_ frame: Frame) {
    var moved = false
    var returned = false
    let trustsAnyPlace = conditions.contains(.segmentStarted)
    let isRescaled = isInAnotherUnit(frame)
    if isRescaled { conditions.insert(.scaleJumped) }
    if isRescaled, !wasRescaled { events[.scaleJumped] += 1 }
    wasRescaled = isRescaled
    for i in markers.indices {
      let wasSeen = isSeen[i]
      isSeen[i] = false
      tracks[i].unlisted = order[i] >= 0 ? 0 : tracks[i].unlisted + interval
      tracks[i].unseen += interval
      guard order[i] >= 0, let position = frame.markers[order[i]].position else {
        tracks[i].candidate = nil
        loseSight(of: i, wasSeen: wasSeen)
        continue
      }
      if isRescaled {
        loseSight(of: i, wasSeen: wasSeen)
        continue
      }
      if isLost[i] {
        returned = true
        events[.markerReturned] += 1
      } else if !trustsAnyPlace, !isReachable(position, from: places[i], within: tracks[i].unseen) {
        conditions.insert(.positionJumped)
        if let candidate = tracks[i].candidate, isReachable(position, from: candidate, within: interval) {
          events[.positionJumped] += 1
          returned = true
        } else {
          events[.positionDisbelieved] += 1
          tracks[i].candidate = position
          loseSight(of: i, wasSeen: wasSeen)
          continue
        }
      }
      moved = moved || position != places[i]
      places[i] = position
      isSeen[i] = true
      isLost[i] = false
      tracks[i].unseen = 0
      tracks[i].candidate = nil
    }
    if returned { startSegment() }
    judgeStillness(moved: moved)
  }

  private mutating func loseSight(of i: Int, wasSeen: Bool) {
    if tracks[i].candidate == nil, !wasRescaled {
      conditions.insert(.markerOccluded)
      if wasSeen { events[.markerOccluded] += 1 }
    }
    if !isLost[i], tracks[i].unseen > limits.bridge {
      isLost[i] = true
      events[.markerLost] += 1
    }
  }

  /// Whether a frame shows all markers a thousand times nearer to the origin or farther from it than they were, as metres do
  /// among millimetres, or ten times, as centimetres do; by these ten alone where their distances from each other say the same.
  private func isInAnotherUnit(_ frame: Frame) -> Bool {
    var (old, new) = (Extent(), Extent())
    for i in markers.indices {
      guard order[i] >= 0, let position = frame.markers[order[i]].position else { continue }
      // Within a tick: as time goes on, a body could have reached any place.
      if isReachable(position, from: places[i], within: 0) { return false }
      old.add(places[i])
      new.add(position)
    }
    guard old.count > 0 else { return false }
    func differs(_ a: Double, _ b: Double, by factor: Double, within tolerance: Double) -> Bool {
      guard a > 0, b > 0 else { return false }
      let ratio = max(a, b) / min(a, b)
      return ratio >= factor / tolerance && ratio <= factor * tolerance
    }
    if old.count == 1 { return differs(old.norm, new.norm, by: 1000, within: 2) }
    return [1000, 10].contains { factor in
      differs(old.norm, new.norm, by: factor, within: 2)
        && differs(old.spread, new.spread, by: factor, within: 1.2)
    }
  }

  private func isReachable(_ a: Position, from b: Position, within seconds: Double) -> Bool {
    let step = a - b
    let reach = max(limits.jumpDistance, limits.jumpSpeed * seconds)
    return (step * step).sum() <= reach * reach
  }

  private mutating func judgeStillness(moved: Bool) {
    let wasFrozen = stillSeconds >= limits.frozenAfter
    guard !moved else {
      stillSeconds = 0
      return
    }
    // A frame that shows nothing says nothing about stillness.
    if isSeen.contains(true) { stillSeconds += interval }
    guard stillSeconds >= limits.frozenAfter else { return }
    conditions.insert(.sensorFrozen)
    if !wasFrozen { events[.sensorFroze] += 1 }
  }
}

extension TickGrid: Archivable {
  /// Of the rate and the limits nothing is transferred: they are those that the grid was made for.
  public mutating func transfer(with archive: inout Archive) {
    archive.transfer(&events)
    archive.transfer(&markers, atMost: Self.mostMarkers)
    let count = markers.count
    archive.transfer(&places, atMost: count, filler: .zero)
    archive.transfer(&isSeen, atMost: count)
    archive.transfer(&isLost, atMost: count)
    archive.transfer(&tracks, atMost: count, filler: Track())
    archive.transfer(&order, atMost: count, filler: -1)
    archive.transfer(&missedTicks)
    var raw = Int(conditions.rawValue)
    archive.transfer(&raw)
    conditions = TickConditions(rawValue: UInt16(truncatingIfNeeded: raw))
    archive.transfer(&stamp)
    archive.transfer(&session)
    archive.transfer(&sequence, filler: 0)
    archive.transfer(&stillSeconds)
    archive.transfer(&pace)
    archive.transfer(&interval)
    archive.transfer(&wasRescaled)
    guard archive.isReading, archive.problem == nil else { return }
    let isWhole = [places.count, isSeen.count, isLost.count, tracks.count].allSatisfy { $0 == count }
    // What no frame may hold no grid does; it would stand in for a marker that is out of sight.
    let isPossible = places.allSatisfy { place in
      (0..<3).allSatisfy { abs(place[$0]) <= Marker.farthest }
    }
    if !isPossible { archive.refuse("a marker's place is no place") }
    if !isWhole || ![0, count].contains(order.count) || !(0...Self.mostMissed).contains(missedTicks) {
      archive.refuse("what it holds of the markers does not fit together")
    }
  }

  /// More markers than any frame is let in with.
  private static let mostMarkers = 10_000
  /// More ticks than are bridged at any rate.
  private static let mostMissed = 1_000_000
}

extension TickGrid.Track: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&unseen)
    archive.transfer(&unlisted)
    archive.transfer(&candidate, filler: .zero)
  }
}

/// How far some places are from the origin, and from their middle.
private struct Extent {
  private(set) var count = 0
  private var sum = Position.zero
  private var squares = 0.0

  mutating func add(_ place: Position) {
    count += 1
    sum += place
    squares += (place * place).sum()
  }

  var norm: Double { squares.squareRoot() }
  var spread: Double { max(0, squares - (sum * sum).sum() / Double(count)).squareRoot() }
}
