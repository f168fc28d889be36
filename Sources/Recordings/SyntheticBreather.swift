import Glibc
import MarkerMotion

/// The frames of a synthetic chest, without end: as lazily as they are asked for, the same for the same pattern.
public struct SyntheticBreather: Sequence, IteratorProtocol, Sendable {
  /// The pattern.
  public let pattern: BreathingPattern
  /// The markers' names, `M1`, `M2` and so on, as wide as the last.
  public let markers: [String]

  private var chest: Chest
  private let places: [Place]
  private var noise: [Xoshiro256]
  private var losing: Xoshiro256
  private var occluding: [Xoshiro256]
  private var freezing: Xoshiro256
  private var timing: Xoshiro256
  private var count = 0
  private var lostFrames = 0
  private var hiddenFrames: [Int]
  private var frozen: [Position]?
  private var frozenUntil = 0.0
  private var last: [Position] = []
  private var lastStamp = -Double.infinity

  private struct Place: Sendable {
    var base: Position
    var direction: Position
    var share: Double
    var lag: Double
  }

  /// The frames of `pattern`.
  /// - Precondition: `pattern.validate()` finds nothing.
  public init(_ pattern: BreathingPattern) {
    precondition((try? pattern.validate()) != nil, "validate a pattern before it breathes")
    self.pattern = pattern
    markers = markerNames(pattern.markers)
    chest = Chest(pattern)
    var random = Xoshiro256(seed: pattern.seed, stream: 10)
    places = markers.indices.map { m in
      let tilt = Position(random.gaussian(), random.gaussian(), 0) * 0.15
      let direction = Position(0.25, 0.1, 0.96) + tilt
      return Place(
        base: Position(60 * Double(m % 5) - 120, 80 * Double(m / 5) + 20, 60)
          + Position(repeating: 5 * random.gaussian()),
        direction: direction / (direction * direction).sum().squareRoot(),
        share: m == 0 ? 1 : pattern.leastShare + (0.95 - pattern.leastShare) * random.uniform(),
        lag: m == 0 ? 0 : pattern.longestLag * random.uniform())
    }
    // Each marker draws from streams of its own, so that one more changes none of the others.
    noise = markers.indices.map { Xoshiro256(seed: pattern.seed, stream: 100 + 2 * UInt64($0)) }
    losing = Xoshiro256(seed: pattern.seed, stream: 12)
    occluding = markers.indices.map { Xoshiro256(seed: pattern.seed, stream: 101 + 2 * UInt64($0)) }
    freezing = Xoshiro256(seed: pattern.seed, stream: 14)
    timing = Xoshiro256(seed: pattern.seed, stream: 15)
    hiddenFrames = [Int](repeating: 0, count: markers.count)
  }

  /// The next frame that is not lost.
  public mutating func next() -> Frame? {
    // A run of lost frames begins so often that frames of all runs are the share that is asked for.
    let share = pattern.dropOuts
    let begins = share / (pattern.dropOutLength * (1 - share) + share)
    while true {
      let frame = sample()
      if lostFrames > 0 {
        lostFrames -= 1
      } else if losing.uniform() < begins {
        lostFrames = Self.length(mean: pattern.dropOutLength, &losing) - 1
      } else {
        return frame
      }
    }
  }

  private mutating func sample() -> Frame {
    var t = Double(count) / pattern.rate + pattern.jitter * timing.gaussian()
    if let clock = pattern.clockRate { t = (t * clock).rounded(.up) / clock }
    t = Swift.max(t, lastStamp + 1e-6, 0)
    lastStamp = t
    let frame = Frame(
      sequence: UInt64(count), stamp: Stamp(seconds: t)!,
      markers: zip(markers, positions(at: t)).enumerated().map { m, pair in
        Marker(name: pair.0, position: isHidden(m) ? nil : pair.1)
      })
    count += 1
    return frame
  }

  private mutating func positions(at t: Double) -> [Position] {
    let jerk = chest.jerk(at: t)
    var positions = places.map { place in
      let lift = chest.lift(at: t, lag: place.lag)
      return place.base + place.direction * ((lift + jerk) * place.share)
    }
    for m in positions.indices {
      for c in 0..<3 {
        let value = positions[m][c] + pattern.noise * noise[m].gaussian()
        positions[m][c] = rounded(value, to: pattern.quantum)
      }
    }
    if freezing.uniform() < pattern.freezes / 60 / pattern.rate, frozen == nil {
      frozen = last.isEmpty ? positions : last
      frozenUntil = t + 3
    }
    if t >= frozenUntil { frozen = nil }
    last = frozen ?? positions
    return last
  }

  private mutating func isHidden(_ m: Int) -> Bool {
    if hiddenFrames[m] > 0 {
      hiddenFrames[m] -= 1
      return true
    }
    guard occluding[m].uniform() < pattern.occlusions else { return false }
    hiddenFrames[m] = Self.length(mean: pattern.occlusionLength, &occluding[m]) - 1
    return true
  }

  /// A geometrically distributed length of at least 1.
  private static func length(mean: Double, _ random: inout Xoshiro256) -> Int {
    guard mean > 1 else { return 1 }
    return 1 + Int(log(1 - random.uniform()) / log(1 - 1 / mean))
  }

  /// The frames of the first `seconds`, one at a time.
  public func first(seconds: Double) -> some Sequence<Frame> {
    let count = UInt64(Swift.max(1, (seconds * pattern.rate).rounded()))
    return lazy.prefix { $0.sequence! < count }
  }

  /// A recording of the first `seconds`.
  public static func recording(_ pattern: BreathingPattern, seconds: Double) -> Recording {
    let breather = SyntheticBreather(pattern)
    return Recording(
      name: "synthetic-\(pattern.seed)", markers: breather.markers,
      frames: Array(breather.first(seconds: seconds)))
  }
}
