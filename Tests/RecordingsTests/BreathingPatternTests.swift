import Foundation
import MarkerMotion
import Recordings
import Testing

/// What each setting of the breathing does to the motion, measured without noise or rounding.
@Suite struct BreathingPatternTests {
  private struct Breath {
    var start: Double
    var period: Double
    var amplitude: Double
  }

  private static let rate = 60.0

  /// The first marker's way along its direction, in mm above its lowest place.
  private func lift(seconds: Double = 900, _ change: (inout BreathingPattern) -> Void = { _ in }) -> [Double]
  {
    var pattern = BreathingPattern()
    pattern.rate = Self.rate
    pattern.markers = 1
    pattern.noise = 0
    pattern.quantum = 0
    pattern.baselineDrift = 0
    change(&pattern)
    let z = SyntheticBreather(pattern).first(seconds: seconds).map { $0.markers[0].position! }
    let low = z.min { $0.z < $1.z }!
    return z.map { p in ((p - low) * (p - low)).sum().squareRoot() }
  }

  /// The breaths between the places where the chest is down.
  private func breaths(_ lift: [Double]) -> [Breath] {
    let lows = lift.indices.dropFirst().dropLast().filter {
      lift[$0] < 0.5 && lift[$0] <= lift[$0 - 1] && lift[$0] < lift[$0 + 1]
    }
    return zip(lows, lows.dropFirst()).map { a, b in
      Breath(
        start: Double(a) / Self.rate, period: Double(b - a) / Self.rate, amplitude: lift[a...b].max()!)
    }
  }

  private func meanAndDeviation(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return (mean, variance.squareRoot())
  }

  @Test(arguments: [2.5, 4, 6], [0.03, 0.15]) func periodsHaveTheirMeanAndVariation(
    period: Double, variation: Double
  ) {
    let periods = breaths(
      lift {
        $0.period = period
        $0.periodVariation = variation
      }
    ).map(\.period)
    let (mean, deviation) = meanAndDeviation(periods)
    #expect(abs(mean / period - 1) < 0.04)
    #expect(abs(deviation / period / variation - 1) < 0.25)
  }

  @Test(arguments: [3.0, 15], [0.03, 0.2]) func amplitudesHaveTheirMeanAndVariation(
    amplitude: Double, variation: Double
  ) {
    let amplitudes = breaths(
      lift {
        $0.amplitude = amplitude
        $0.amplitudeVariation = variation
      }
    ).map(\.amplitude)
    let (mean, deviation) = meanAndDeviation(amplitudes)
    #expect(abs(mean / amplitude - 1) < 0.05)
    #expect(abs(deviation / amplitude / variation - 1) < 0.25)
  }

  @Test func periodsAndAmplitudesChangeByTheMinute() {
    let all = breaths(
      lift(seconds: 600) {
        $0.periodVariation = 0.01
        $0.amplitudeVariation = 0.01
        $0.periodChange = 0.1
        $0.amplitudeChange = -0.05
      })
    for breath in all {
      let minutes = breath.start / 60
      #expect(abs(breath.period / (4 * (1 + 0.1 * minutes)) - 1) < 0.06)
      #expect(abs(breath.amplitude / (10 * (1 - 0.05 * minutes)) - 1) < 0.06)
    }
  }

  @Test func inhalingIsQuickerThanExhaling() {
    let z = lift()
    let rising = zip(z, z.dropFirst()).count { $1 > $0 }
    #expect(abs(Double(rising) / Double(z.count) - 0.42) < 0.01)
  }

  @Test func theBaselineDrifts() {
    let z = lift(seconds: 600) { $0.baselineDrift = 6 }
    let first = z.prefix(3600).reduce(0, +) / 3600
    let last = z.suffix(3600).reduce(0, +) / 3600
    // Nine minutes lie between the middles of the first and the last; the slow wander adds or takes a few mm.
    #expect(abs(last - first - 54) < 8)
  }

  @Test func sighsAreLargeAndAsOftenAsAsked() {
    let all = breaths(lift(seconds: 1800) { $0.sighs = 2 })
    let sighs = all.count { $0.amplitude > 15 }
    #expect(abs(Double(sighs) - 60) < 3 * 60.0.squareRoot())
    #expect(breaths(lift(seconds: 1800)).allSatisfy { $0.amplitude < 15 })
  }

  /// Stretches of at least two seconds in which the chest stays up.
  private func holds(_ z: [Double]) -> [Double] {
    var holds: [Double] = []
    var run = 0
    for (a, b) in zip(z, z.dropFirst()) {
      if abs(b - a) < 1e-9, b > 3 {
        run += 1
      } else {
        if run > 120 { holds.append(Double(run) / Self.rate) }
        run = 0
      }
    }
    return holds
  }

  @Test func breathsAreHeldUpAsOftenAndLongAsAsked() {
    let held = holds(
      lift(seconds: 1800) {
        $0.breathHolds = 0.5
        $0.holdDuration = 8
      })
    #expect(abs(Double(held.count) - 15) < 3 * 15.0.squareRoot())
    #expect(held.allSatisfy { $0 > 0.55 * 8 && $0 < 1.45 * 8 })
    #expect(holds(lift(seconds: 1800)).isEmpty)
  }

  @Test func coughsJerkAsOftenAsAsked() {
    let calm = lift(seconds: 1800)
    let coughing = lift(seconds: 1800) { $0.coughs = 1 }
    // Steps that breathing does not make, a bout apart.
    let steepest = zip(calm, calm.dropFirst()).map { abs($1 - $0) }.max()!
    let jerks = zip(coughing, coughing.dropFirst()).map { abs($1 - $0) }.enumerated()
      .filter { $0.element > 1.2 * steepest }.map { Double($0.offset) / Self.rate }
    let bouts = 1 + zip(jerks, jerks.dropFirst()).count { $1 - $0 > 1.5 }
    #expect(abs(Double(bouts) - 29) < 3 * 29.0.squareRoot())
  }

  @Test func talkMakesBreathsUneven() {
    func deviation(_ speech: Double) -> Double {
      meanAndDeviation(breaths(lift { $0.speech = speech }).map(\.amplitude)).deviation
    }
    let (calm, half, all) = (deviation(0), deviation(0.5), deviation(1))
    #expect(half > 1.3 * calm && all > 1.3 * calm)
    let z = lift { $0.speech = 1 }
    let rising = Double(zip(z, z.dropFirst()).count { $1 > $0 }) / Double(z.count)
    #expect(rising < 0.4)
  }

  @Test(
    arguments: [
      ("rate", \BreathingPattern.rate, [2.9, 121]), ("period", \.period, [0.4, 61]),
      ("periodVariation", \.periodVariation, [-0.1, 1.1]), ("periodChange", \.periodChange, [-11, 11]),
      ("amplitude", \.amplitude, [-1, 1001]), ("amplitudeVariation", \.amplitudeVariation, [-0.1, 1.1]),
      ("amplitudeChange", \.amplitudeChange, [-11, 11]), ("baselineDrift", \.baselineDrift, [-1001, 1001]),
      ("sighs", \.sighs, [-1, 61]), ("breathHolds", \.breathHolds, [-1, 61]),
      ("holdDuration", \.holdDuration, [-1, 601]), ("coughs", \.coughs, [-1, 61]),
      ("speech", \.speech, [-0.1, 1.1]),
      ("noise", \.noise, [-1, 1001]), ("quantum", \.quantum, [-1, 1001]),
      ("dropOuts", \.dropOuts, [-0.1, 1]),
      ("dropOutLength", \.dropOutLength, [0.9, 1e7]), ("occlusions", \.occlusions, [-0.1, 1.1]),
      ("occlusionLength", \.occlusionLength, [0.9, 1e7]), ("freezes", \.freezes, [-1, 61]),
      ("jitter", \.jitter, [-1, 11]),
    ] as [(String, WritableKeyPath<BreathingPattern, Double> & Sendable, [Double])])
  func whatNoChestDoesIsRefused(
    property: String, path: WritableKeyPath<BreathingPattern, Double> & Sendable, values: [Double]
  ) throws {
    for value in values + [.nan, .infinity, -.infinity] {
      var pattern = BreathingPattern()
      pattern[keyPath: path] = value
      let problem = try #require(throws: BreathingPattern.Problem.self) { try pattern.validate() }
      #expect(problem.property == property)
      #expect(problem.rule.hasPrefix("must lie between"))
    }
  }

  @Test(arguments: [0, -1, 1001]) func markersAreAThousandAtMost(markers: Int) {
    var pattern = BreathingPattern()
    pattern.markers = markers
    #expect(throws: BreathingPattern.Problem.self) { try pattern.validate() }
  }

  @Test(arguments: [9.9, .nan, .infinity, 0]) func aClockTicksAtLeastOnceAFrame(clockRate: Double) {
    var pattern = BreathingPattern()
    pattern.clockRate = clockRate
    #expect(throws: BreathingPattern.Problem.self) { try pattern.validate() }
  }

  /// Every corner of what is allowed makes frames with stamps that rise and places that are numbers.
  @Test(arguments: 0..<40 as Range<UInt64>) func anyPatternBreathes(seed: UInt64) throws {
    var random = Xoshiro256(seed: seed, stream: 3)
    func pick(_ values: [Double]) -> Double { values.randomElement(using: &random)! }
    var pattern = BreathingPattern()
    pattern.seed = seed
    pattern.rate = pick([3, 10, 33.3, 120])
    pattern.period = pick([0.5, 4, 60])
    pattern.periodVariation = pick([0, 1])
    pattern.periodChange = pick([-10, 0, 10])
    pattern.amplitude = pick([0, 10, 1000])
    pattern.amplitudeVariation = pick([0, 1])
    pattern.amplitudeChange = pick([-10, 0, 10])
    pattern.baselineDrift = pick([-1000, 0, 1000])
    pattern.sighs = pick([0, 60])
    pattern.breathHolds = pick([0, 60])
    pattern.holdDuration = pick([0, 600])
    pattern.coughs = pick([0, 60])
    pattern.speech = pick([0, 0.5, 1])
    pattern.noise = pick([0, 1000])
    pattern.quantum = pick([0, .leastNonzeroMagnitude, 0.1, 1000])
    pattern.dropOuts = pick([0, 0.99])
    pattern.dropOutLength = pick([1, 100])
    pattern.occlusions = pick([0, 0.5, 1])
    pattern.occlusionLength = pick([1, 1e6])
    pattern.freezes = pick([0, 60])
    pattern.jitter = pick([0, 10])
    pattern.clockRate = random.uniform() < 0.5 ? nil : pattern.rate * pick([1, 60])
    try pattern.validate()
    let frames = SyntheticBreather.recording(pattern, seconds: 30).frames
    #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.stamp < $1.stamp }, "seed \(seed)")
    for marker in frames.flatMap(\.markers) {
      guard let p = marker.position else { continue }
      #expect(p.x.isFinite && p.y.isFinite && p.z.isFinite, "seed \(seed)")
    }
  }
}
