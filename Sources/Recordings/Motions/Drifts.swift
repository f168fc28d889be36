import Glibc
import MarkerMotion

/// A drift that never turns, at `speed` mm/s.
struct Drift: Motion {
  var speed: Double

  func displacement(at t: Double) -> Double { speed * t }
}

/// A drift of some 10 mm that turns every minute or so.
struct TurningDrift: Motion {
  func displacement(at t: Double) -> Double {
    8 * sin(2 * .pi * t / 120) + 3 * sin(2 * .pi * t / 47)
  }
}

/// A random walk: a step each tenth of a second, and straight between.
struct RandomWalk: Motion {
  private var places = [0.0]

  /// A walk with steps of standard deviation `step` (mm), drawn from stream `stream` of `seed`.
  init(seed: UInt64, stream: UInt64, step: Double) {
    var random = Xoshiro256(seed: seed, stream: stream)
    for _ in 0..<Int((Scene.lead + Scene.longest) * 10) {
      places.append(places.last! + step * random.gaussian())
    }
  }

  func displacement(at t: Double) -> Double {
    let steps = min(max(0, (t + Scene.lead) * 10), Double(places.count - 1))
    let index = min(Int(steps), places.count - 2)
    return places[index] + (places[index + 1] - places[index]) * (steps - Double(index))
  }
}
