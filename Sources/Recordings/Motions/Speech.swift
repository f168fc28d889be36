import Glibc
import MarkerMotion

/// Talk without end: quick inhalations of 0.6 s, long exhalations of 1 s to 6 s that come in pushes, 3 mm to 12 mm high.
struct Speech: Motion {
  private var breaths: [(start: Double, period: Double, height: Double)] = []

  /// Talk drawn from stream `stream` of `seed`.
  init(seed: UInt64, stream: UInt64) {
    var random = Xoshiro256(seed: seed, stream: stream)
    var start = -Scene.lead
    while start < Scene.longest {
      let period = 1.6 + 5 * pow(random.uniform(), 1.5)
      breaths.append((start, period, 3 + 9 * random.uniform()))
      start += period
    }
  }

  func displacement(at t: Double) -> Double {
    guard let breath = breaths.last(where: { $0.start <= t }) else { return 0 }
    let pushes = 0.4 * sin(2 * .pi * 1.7 * t) * sin(0.31 * t)
    return breath.height * breathWave((t - breath.start) / breath.period, inhaling: 0.6 / breath.period)
      + pushes
  }
}
