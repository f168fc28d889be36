import Glibc
import MarkerMotion

/// Breaths one after the other: lengths and heights are log-normal, the level between them a first-order autoregression.
struct Breaths: Motion {
  /// The mean length of a breath, s, and the deviation of its logarithm.
  var period = 4.0
  var periodVariation = 0.15
  /// The mean height of a breath, mm, and the deviation of its logarithm.
  var height = 10.0
  var heightVariation = 0.2
  /// The deviation of the step to the next level, mm.
  var levelVariation = 0.5
  /// Seconds for which a breath is held; of those that are, one with full lungs and one with empty ones by turns.
  var hold = 0.0
  /// Every so many breaths one is held.
  var holdsEvery = 5

  private var breaths: [Breath] = []

  private struct Breath {
    var start: Double
    var period: Double
    var height: Double
    var levels: (Double, Double)
    /// Seconds after the start at which it stops, and for how long.
    var held: (at: Double, seconds: Double)
  }

  /// The share of a breath that is inhalation.
  private static let inhaling = 0.42

  /// Breaths drawn from stream `stream` of `seed`.
  init(seed: UInt64, stream: UInt64, _ change: (inout Breaths) -> Void = { _ in }) {
    change(&self)
    var random = Xoshiro256(seed: seed, stream: stream)
    var (start, level) = (-Scene.lead, 0.0)
    while start < Scene.longest {
      let own = period * exp(periodVariation * random.gaussian())
      let next = 0.7 * level + levelVariation * random.gaussian()
      let count = breaths.count + 1
      let isHeld = hold > 0 && count.isMultiple(of: holdsEvery)
      let isFull = !(count / holdsEvery).isMultiple(of: 2)
      breaths.append(
        Breath(
          start: start, period: own, height: height * exp(heightVariation * random.gaussian()),
          levels: (level, next), held: (isFull ? Self.inhaling * own : 0, isHeld ? hold : 0)))
      start += own + (isHeld ? hold : 0)
      level = next
    }
  }

  func displacement(at t: Double) -> Double {
    guard let breath = breaths.last(where: { $0.start <= t }) else { return 0 }
    let s = t - breath.start
    let (at, seconds) = breath.held
    let share = (s < at ? s : max(at, s - seconds)) / breath.period
    let (from, to) = breath.levels
    return from + (to - from) * share + breath.height * breathWave(share, inhaling: Self.inhaling)
  }
}
