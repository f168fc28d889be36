/// Breathing that is not regular, and breathing that is.
extension NamedMotion {
  static func irregularBreathing(_ seed: UInt64) -> [NamedMotion] {
    holds(seed) + [
      NamedMotion("holds-10s-coarse", "every 5th breath held for 10 s, rounded to 1 mm", seed) {
        $0.breathing = Breaths(seed: seed, stream: 89) { $0.hold = 10 }
        $0.quantum = 1
      },
      NamedMotion("speech", "quick inhalations, long exhalations in pushes", seed) {
        $0.breathing = Speech(seed: seed, stream: 91)
      },
      NamedMotion("speech-coughs", "such speech, and coughs in it", seed) {
        $0.breathing = Speech(seed: seed, stream: 95)
        $0.shift = Coughs(seed: seed, stream: 96)
      },
      NamedMotion("chirp", "breaths that swing from 3 s to 6 s and from 5 mm to 15 mm", seed) {
        $0.breathing = Chirp()
      },
      NamedMotion("irregular", "breaths whose length varies by 15 % and height by 20 %", seed) {
        $0.breathing = Breaths(seed: seed, stream: 101)
      },
      NamedMotion("irregular-strong", "breaths whose length varies by 30 % and height by 50 %", seed) {
        $0.breathing = Breaths(seed: seed, stream: 105) {
          $0.periodVariation = 0.3
          $0.heightVariation = 0.5
          $0.levelVariation = 1.5
        }
      },
      NamedMotion("irregular-slow", "breaths of 7 s whose length varies by 20 %", seed) {
        $0.breathing = Breaths(seed: seed, stream: 109) {
          $0.period = 7
          $0.periodVariation = 0.2
        }
      },
      NamedMotion("regular", "breaths that are all the same", seed) {
        $0.breathing = Breaths(seed: seed, stream: 113) {
          ($0.periodVariation, $0.heightVariation, $0.levelVariation) = (0, 0, 0)
        }
      },
      NamedMotion("small-0.3mm", "irregular breaths of 0.3 mm", seed) {
        $0.breathing = Breaths(seed: seed, stream: 125) {
          $0.height = 0.3
          $0.levelVariation = 0.02
        }
      },
    ]
  }

  private static func holds(_ seed: UInt64) -> [NamedMotion] {
    [(5, 4), (10, 5), (20, 6), (40, 8)].map { (seconds: Double, every: Int) in
      NamedMotion(
        "holds-\(seconds.short)s",
        "every \(every)th breath held for \(seconds.short) s, full and empty by turns", seed
      ) {
        $0.breathing = Breaths(seed: seed, stream: 71 + UInt64(seconds)) {
          $0.hold = seconds
          $0.holdsEvery = every
        }
      }
    }
  }
}
