/// Motions of a target that does not breathe, and the same beside breathing.
extension NamedMotion {
  static func stillTargets(_ seed: UInt64) -> [NamedMotion] {
    [0.01, 0.05, 0.1, 0.3, 1].map { noise in
      NamedMotion("still-\(noise.short)mm", "nothing moves; noise of \(noise.short) mm", seed) {
        $0.noise = noise
      }
    } + [
      NamedMotion("still-quantised-1mm", "nothing moves; noise of 0.3 mm, rounded to 1 mm", seed) {
        $0.noise = 0.3
        $0.quantum = 1
      }
    ]
  }

  static func drifts(_ seed: UInt64) -> [NamedMotion] {
    [
      NamedMotion("drift-slow", "a drift of 3 mm a minute", seed) { $0.shift = Drift(speed: 0.05) },
      NamedMotion("drift-fast", "a drift of 18 mm a minute", seed) { $0.shift = Drift(speed: 0.3) },
      NamedMotion("drift-turning", "a drift of some 10 mm that turns every minute or so", seed) {
        $0.shift = TurningDrift()
      },
      NamedMotion("walk-slow", "a random walk, 0.1 mm each 0.1 s", seed) {
        $0.shift = RandomWalk(seed: seed, stream: 31, step: 0.1)
      },
      NamedMotion("walk-fast", "a random walk, 1 mm each 0.1 s", seed) {
        $0.shift = RandomWalk(seed: seed, stream: 32, step: 1)
      },
      NamedMotion("drift-breathing", "irregular breathing and a drift of 6 mm a minute", seed) {
        $0.breathing = Breaths(seed: seed, stream: 41)
        $0.shift = Drift(speed: 0.1)
      },
      NamedMotion("drift-turning-breathing", "irregular breathing and the drift that turns", seed) {
        $0.breathing = Breaths(seed: seed, stream: 42)
        $0.shift = TurningDrift()
      },
      NamedMotion("walk-breathing", "irregular breathing and the slow random walk", seed) {
        $0.breathing = Breaths(seed: seed, stream: 43)
        $0.shift = RandomWalk(seed: seed, stream: 33, step: 0.1)
      },
    ]
  }

  static func jumps(_ seed: UInt64) -> [NamedMotion] {
    [
      NamedMotion("steps", "a place that changes by some 7 mm at once, every 8 s to 25 s", seed) {
        $0.shift = Steps(seed: seed, stream: 51, size: 5, seconds: 8...25)
      },
      NamedMotion("steps-rare", "a place that changes by some 14 mm at once, every 40 s to 60 s", seed) {
        $0.shift = Steps(seed: seed, stream: 53, size: 10, seconds: 40...60)
      },
      NamedMotion("steps-far", "a place that changes by some 50 mm at once, every 20 s to 40 s", seed) {
        $0.shift = Steps(seed: seed, stream: 59, size: 40, seconds: 20...40)
      },
      NamedMotion("steps-breathing", "irregular breathing and steps of some 7 mm, 20 s to 40 s apart", seed) {
        $0.breathing = Breaths(seed: seed, stream: 55)
        $0.shift = Steps(seed: seed, stream: 57, size: 5, seconds: 20...40)
      },
      NamedMotion("excursions", "ways of some 10 mm out and back, 10 s to 40 s long", seed) {
        $0.shift = Excursions(seed: seed, stream: 61)
      },
      NamedMotion("excursions-breathing", "irregular breathing and such excursions", seed) {
        $0.breathing = Breaths(seed: seed, stream: 65)
        $0.shift = Excursions(seed: seed, stream: 66)
      },
      NamedMotion("coughs", "coughs of 4 mm to 10 mm, 7 s to 19 s apart", seed) {
        $0.shift = Coughs(seed: seed, stream: 81)
      },
      NamedMotion("coughs-breathing", "irregular breathing and such coughs", seed) {
        $0.breathing = Breaths(seed: seed, stream: 85)
        $0.shift = Coughs(seed: seed, stream: 83)
      },
    ]
  }
}
