import MarkerMotion
import Recordings
import Testing

/// Every motion of the robustness suite is whole, and does what its name says.
@Suite struct MotionTests {
  private func recording(_ name: String, seed: UInt64 = 1) throws -> Recording {
    try #require(NamedMotion.named(name, seed: seed)).recording()
  }

  /// The places of a marker, as moved from the first of them.
  private func track(_ name: String, _ marker: Int = 0) throws -> [Position] {
    let places = try recording(name).frames.map { $0.markers[marker].position! }
    return places.map { $0 - places[0] }
  }

  private func lengths(_ moves: some Sequence<Position>) -> [Double] {
    moves.map { ($0 * $0).sum().squareRoot() }
  }

  private func steps(_ track: [Position]) -> [Double] {
    lengths(zip(track, track.dropFirst()).map { $1 - $0 })
  }

  private func root(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
  }

  /// The seconds from one rise of a 10 Hz motion through `level` (mm above its lowest place) to the next.
  private func periods(_ name: String, level: Double) throws -> [Double] {
    let z = try track(name).map(\.z)
    let floor = z.sorted()[z.count / 50]
    var rises: [Double] = []
    for n in z.indices.dropFirst() where z[n - 1] - floor < level && z[n] - floor >= level {
      if Double(n) / 10 - (rises.last ?? -9) > 1 { rises.append(Double(n) / 10) }
    }
    return zip(rises, rises.dropFirst()).map { $1 - $0 }
  }

  private func variation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return root(values.map { $0 - mean }) / mean
  }

  @Test func namesAreUnique() {
    let motions = NamedMotion.all()
    #expect(motions.count > 60 && Set(motions.map(\.name)).count == motions.count)
    #expect(
      motions.allSatisfy {
        !$0.phrase.isEmpty && $0.name.allSatisfy { "a"..."z" ~= $0 || "0"..."9" ~= $0 || "-.".contains($0) }
      })
  }

  @Test(arguments: NamedMotion.all().map(\.name))
  func everyMotionIsFiniteSeededAndAsLongAndFastAsItSays(name: String) throws {
    let motion = try #require(NamedMotion.named(name))
    let recording = motion.recording()
    #expect(recording.frames == motion.recording().frames)
    let other = try self.recording(name, seed: 2)
    #expect(recording.frames != other.frames)
    #expect(recording.name == name)
    #expect(recording.markers.count == motion.markers && recording.markers == recording.markers.sorted())
    #expect(recording.frames.count == Int((motion.seconds * motion.rate).rounded()))
    #expect(abs(try #require(recording.rate) / motion.rate - 1) < 1e-6)
    for frame in recording.frames {
      #expect(frame.markers.map(\.name) == recording.markers)
      for marker in frame.markers {
        #expect((0..<3).allSatisfy { abs(marker.position![$0]) < 1000 })
      }
    }
  }

  @Test(arguments: [
    ("still-0.01mm", 0.01), ("still-0.1mm", 0.1), ("still-1mm", 1), ("rate-60hz-still", 0.05),
  ])
  func whatIsStillOnlyShivers(name: String, noise: Double) throws {
    // From one frame to the next, the noise of two.
    let shiver = root(steps(try track(name))) / 6.0.squareRoot()
    #expect(abs(shiver / noise - 1) < 0.1)
    let places = try track(name)
    #expect(lengths(places).max()! < 10 * noise)
  }

  @Test(arguments: [("drift-slow", 0.05), ("drift-fast", 0.3)])
  func whatDriftsGoesOn(name: String, speed: Double) throws {
    let way = lengths(try track(name))
    for n in stride(from: 300, to: 1800, by: 300) {
      #expect(abs(way[n] - speed * Double(n) / 10) < 0.5, "at \(n)")
    }
  }

  @Test func aDriftTurnsAndAWalkStrays() throws {
    let drift = try track("drift-turning")
    let z = drift.map(\.z)
    #expect(z.max()! > 4 && z.min()! < -4 && steps(drift).max()! < 0.6)
    let (slow, fast) = (try track("walk-slow"), try track("walk-fast"))
    #expect(root(steps(slow)) < 0.25 && abs(root(steps(fast)) - 1) < 0.1)
  }

  @Test func stepsComeAtOnceAndExcursionsComeBack() throws {
    let jumps = steps(try track("steps"))
    #expect((7...22).contains(jumps.count { $0 > 0.6 }) && jumps.max()! > 5)
    let rare = steps(try track("steps-rare"))
    #expect((3...4).contains(rare.count { $0 > 0.6 }))
    let excursions = try track("excursions")
    let way = lengths(excursions)
    #expect(steps(excursions).max()! < 3)
    #expect(way.max()! > 5 && way.suffix(1200).contains { $0 < 0.3 })
  }

  @Test(arguments: [("holds-5s", 5.0), ("holds-10s", 10), ("holds-20s", 20), ("holds-40s", 40)])
  func aHoldHolds(name: String, seconds: Double) throws {
    let z = try track(name).map(\.z)
    var spells: [Double] = []
    var start = 0
    for n in z.indices where abs(z[n] - z[start]) > 0.6 || n == z.count - 1 {
      // A breath's own turn is over in two seconds.
      if Double(n - start) / 10 > max(2.5, seconds / 2) { spells.append(Double(n - start) / 10) }
      start = n
    }
    let whole = spells.filter { $0 >= seconds - 0.5 && $0 < seconds + 3 }
    #expect(whole.count >= 2, "\(spells)")
    #expect(spells.allSatisfy { $0 < seconds + 3 }, "\(spells)")
  }

  @Test func coughsAreShortAndSharp() throws {
    let way = lengths(try track("coughs"))
    #expect(way.max()! > 2)
    let share = Double(way.count { $0 > 0.5 }) / Double(way.count)
    #expect((0.01...0.2).contains(share))
  }

  @Test func speechRisesFasterThanItFalls() throws {
    let z = try track("speech").map(\.z)
    let steps = zip(z, z.dropFirst()).map { $1 - $0 }
    let (up, down) = (steps.filter { $0 > 0.4 }, steps.filter { $0 < -0.4 })
    #expect(root(up) > 1.5 * root(down) && up.count < down.count)
    let periods = try periods("speech", level: 1.5)
    #expect(variation(periods) > 0.25)
  }

  @Test func aChirpsPeriodSwings() throws {
    let periods = try periods("chirp", level: 2)
    #expect((2.8...3.6).contains(periods.min()!) && (5.4...6.4).contains(periods.max()!), "\(periods)")
  }

  @Test func breathsVaryAsTheirNamesSay() throws {
    let (regular, irregular) = (
      variation(try periods("regular", level: 3)), variation(try periods("irregular", level: 3))
    )
    #expect(regular < 0.03 && (0.08...0.25).contains(irregular))
    let slow = try periods("irregular-slow", level: 3)
    #expect(abs(slow.reduce(0, +) / Double(slow.count) - 7) < 1.2)
    let z = try track("small-0.3mm").map(\.z)
    #expect(z.max()! - z.min()! < 1)
  }

  @Test(arguments: [("frozen-one", [1]), ("frozen-two", [0, 2])])
  func aFrozenMarkerDoesNotMove(name: String, frozen: [Int]) throws {
    for marker in 0..<3 {
      let largest = steps(try track(name, marker)).max()
      #expect((largest == 0) == frozen.contains(marker))
    }
  }

  @Test(arguments: [0.1, 0.3, 1]) func noiseHasItsSize(noise: Double) throws {
    let clean = try track("noise-0mm")
    let noisy = try track("noise-\(noise == 1 ? "1" : "\(noise)")mm")
    let differences = steps(zip(clean, noisy).map { $1 - $0 })
    #expect(abs(root(differences) / 6.0.squareRoot() / noise - 1) < 0.1)
  }

  @Test(arguments: [
    ("quantised-0.01mm", 0.01), ("quantised-0.1mm", 0.1), ("quantised-0.3mm", 0.3), ("quantised-1mm", 1),
    ("still-quantised-1mm", 1),
  ])
  func whatIsQuantisedLiesOnAGrid(name: String, quantum: Double) throws {
    for frame in try recording(name).frames {
      for marker in frame.markers {
        for c in 0..<3 {
          let steps = marker.position![c] / quantum
          #expect(abs(steps - steps.rounded()) < 1e-6)
        }
      }
    }
  }

  @Test func oneMoreMarkerChangesNoOther() throws {
    let (two, ten) = (try recording("markers-2"), try recording("markers-10"))
    for (a, b) in zip(two.frames, ten.frames) {
      #expect(a.markers.map(\.position) == b.markers.prefix(2).map(\.position))
    }
  }

  @Test func anotherRateSamplesTheSameMotion() throws {
    let (slow, fast) = (try track("rate-5hz"), try track("rate-20hz"))
    for (n, place) in slow.enumerated() where 4 * n < fast.count {
      #expect(lengths([place - fast[4 * n]])[0] < 0.6)
    }
  }
}
