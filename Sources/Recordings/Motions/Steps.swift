import MarkerMotion

/// A place that changes all at once, and stays.
struct Steps: Motion {
  private var levels: [(start: Double, level: Double)] = []

  /// Levels of standard deviation `size` (mm) that last for some of `seconds`, drawn from stream `stream` of `seed`.
  init(seed: UInt64, stream: UInt64, size: Double, seconds: ClosedRange<Double>) {
    var random = Xoshiro256(seed: seed, stream: stream)
    var start = 0.0
    while start < Scene.longest {
      start += seconds.lowerBound + (seconds.upperBound - seconds.lowerBound) * random.uniform()
      levels.append((start, size * random.gaussian()))
    }
  }

  func displacement(at t: Double) -> Double { levels.last { $0.start <= t }?.level ?? 0 }
}
