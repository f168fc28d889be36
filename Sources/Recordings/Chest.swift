import Glibc
import MarkerMotion

/// The motion of a pattern in continuous time: the same whatever the rate it is sampled at.
///
/// Times must be asked for in order. A breath is one period of `breathWave`, inhalation shorter than exhalation; periods
/// and amplitudes vary from breath to breath as a first-order autoregression.
struct Chest {
  /// How a breath runs.
  private enum Kind {
    case calm, talking
    case holding(seconds: Double)
  }

  private struct Breath {
    var start: Double
    var period: Double
    var amplitude: Double
    var kind: Kind
  }

  private let pattern: BreathingPattern
  private var breathing: Xoshiro256
  private var sighing: Xoshiro256
  private var holding: Xoshiro256
  private var talking: Xoshiro256
  private var coughing: Xoshiro256
  private var periodDeviation = 0.0
  private var amplitudeDeviation = 0.0
  private var breaths: [Breath] = []
  private var talkEnd = -1.0
  private var cough: (start: Double, size: Double)
  private let wanderPhases: (Double, Double)

  init(_ pattern: BreathingPattern) {
    self.pattern = pattern
    breathing = Xoshiro256(seed: pattern.seed, stream: 0)
    sighing = Xoshiro256(seed: pattern.seed, stream: 1)
    holding = Xoshiro256(seed: pattern.seed, stream: 2)
    talking = Xoshiro256(seed: pattern.seed, stream: 3)
    coughing = Xoshiro256(seed: pattern.seed, stream: 4)
    var wander = Xoshiro256(seed: pattern.seed, stream: 5)
    wanderPhases = (2 * .pi * wander.uniform(), 2 * .pi * wander.uniform())
    cough = (.infinity, 0)
    cough = nextCough(after: 0)
  }

  /// How far the chest is lifted at `t`, of a marker that follows `lag` seconds behind; mm.
  mutating func lift(at t: Double, lag: Double) -> Double {
    breathe(until: t)
    return shape(at: t - lag) + baseline(at: t)
  }

  /// The jerk of a cough at `t`, the same for all markers; mm.
  mutating func jerk(at t: Double) -> Double {
    while t > cough.start + 2 { cough = nextCough(after: cough.start + 2) }
    let s = t - cough.start
    guard s >= 0 else { return 0 }
    return cough.size * coughWave(s)
  }

  private func baseline(at t: Double) -> Double {
    let slow = sin(2 * .pi * t / 97 + wanderPhases.0) + sin(2 * .pi * t / 41 + wanderPhases.1) / 2
    return pattern.baselineDrift * (t / 60 + slow / 2)
  }

  private mutating func breathe(until t: Double) {
    while (breaths.last.map { $0.start + $0.period } ?? -1) <= t {
      breaths.append(nextBreath())
      // Markers lag by less than a second: two breaths reach back far enough.
      if breaths.count > 4 { breaths.removeFirst() }
    }
  }

  private mutating func nextBreath() -> Breath {
    let start = breaths.last.map { $0.start + $0.period } ?? 0
    let minutes = start / 60
    periodDeviation = 0.5 * periodDeviation + 0.75.squareRoot() * breathing.gaussian()
    amplitudeDeviation = 0.5 * amplitudeDeviation + 0.75.squareRoot() * breathing.gaussian()
    var period =
      pattern.period * max(0.2, 1 + pattern.periodChange * minutes)
      * max(0.4, 1 + pattern.periodVariation * periodDeviation)
    var amplitude =
      pattern.amplitude * max(0.1, 1 + pattern.amplitudeChange * minutes)
      * max(0.2, 1 + pattern.amplitudeVariation * amplitudeDeviation)
    if sighing.uniform() < pattern.sighs * period / 60 {
      amplitude *= 2
      period *= 1.4
    }
    var kind = Kind.calm
    // Asked of every breath, so that the talk is the same with holds and without.
    let talks = isTalking(at: start)
    let holds = holding.uniform() < pattern.breathHolds * period / 60
    let holdLength = pattern.holdDuration * (0.6 + 0.8 * holding.uniform())
    if holds {
      kind = .holding(seconds: holdLength)
      period += holdLength
    } else if talks {
      kind = .talking
      period *= 0.9 + 0.8 * talking.uniform()
      amplitude *= 0.5 + 0.7 * talking.uniform()
    }
    return Breath(start: start, period: period, amplitude: amplitude, kind: kind)
  }

  /// Spells of talk of eight seconds on average, as often as their share of time asks.
  private mutating func isTalking(at t: Double) -> Bool {
    guard pattern.speech > 0 else { return false }
    if pattern.speech >= 1 || t < talkEnd { return true }
    let silence = 8 * (1 - pattern.speech) / pattern.speech
    guard talking.uniform() < pattern.period / max(silence, pattern.period) else { return false }
    talkEnd = t - 8 * log(1 - talking.uniform())
    return true
  }

  private mutating func nextCough(after t: Double) -> (start: Double, size: Double) {
    guard pattern.coughs > 0 else { return (.infinity, 0) }
    let wait = -log(1 - coughing.uniform()) * 60 / pattern.coughs
    return (t + wait, pattern.amplitude * (0.4 + 0.6 * coughing.uniform()))
  }

  private func shape(at t: Double) -> Double {
    guard let breath = breaths.last(where: { $0.start <= t }) ?? breaths.first else { return 0 }
    let s = max(0, t - breath.start)
    switch breath.kind {
    case .calm:
      return breath.amplitude * breathWave(s / breath.period, inhaling: 0.42)
    case .talking:
      let phase = breathPhase(s / breath.period, inhaling: 0.2)
      // An exhalation that is spoken comes in pushes.
      let pushes = 0.12 * sin(2 * .pi * 1.7 * s) * sin(2 * .pi * 0.6 * s)
      return breath.amplitude
        * (breathWave(phase: phase) + (phase > 0.5 ? pushes * 4 * (1 - phase) * (phase - 0.5) : 0))
    case .holding(let seconds):
      let moving = breath.period - seconds
      let inhaled = 0.42 * moving
      let phase =
        s < inhaled
        ? breathPhase(s / moving, inhaling: 0.42)
        : breathPhase(max(inhaled, s - seconds) / moving, inhaling: 0.42)
      return breath.amplitude * breathWave(phase: phase)
    }
  }
}
