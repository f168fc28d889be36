import MarkerMotion

/// Coughs of 4 mm to 10 mm, 7 s to 19 s apart.
struct Coughs: Motion {
  private var coughs: [(start: Double, size: Double)] = []

  /// Coughs drawn from stream `stream` of `seed`.
  init(seed: UInt64, stream: UInt64) {
    var random = Xoshiro256(seed: seed, stream: stream)
    var start = 0.0
    while start < Scene.longest {
      start += 7 + 12 * random.uniform()
      coughs.append((start, 4 + 6 * random.uniform()))
    }
  }

  func displacement(at t: Double) -> Double {
    coughs.last { $0.start <= t }.map { $0.size * coughWave(t - $0.start) } ?? 0
  }
}
