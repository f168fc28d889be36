import Glibc
import MarkerMotion

/// Ways out and back of 10 s to 40 s, with rests of 5 s to 20 s between them.
struct Excursions: Motion {
  private var ways: [(start: Double, seconds: Double, size: Double)] = []

  /// Excursions whose sizes have a standard deviation of 10 mm, drawn from stream `stream` of `seed`.
  init(seed: UInt64, stream: UInt64) {
    var random = Xoshiro256(seed: seed, stream: stream)
    var start = 0.0
    while start < Scene.longest {
      let seconds = 10 + 30 * random.uniform()
      ways.append((start, seconds, 10 * random.gaussian()))
      start += seconds + 5 + 15 * random.uniform()
    }
  }

  func displacement(at t: Double) -> Double {
    guard let way = ways.last(where: { $0.start <= t }) else { return 0 }
    let s = sin(.pi * min(1, (t - way.start) / way.seconds))
    return way.size * s * s
  }
}
