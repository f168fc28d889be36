/// Irregular breathing, seen by other sensors, at other rates, with other markers and horizons.
extension NamedMotion {
  static func sensors(_ seed: UInt64) -> [NamedMotion] {
    [
      NamedMotion("frozen-one", "irregular breathing; one marker of three is shown where it first was", seed)
      {
        $0.breathing = Breaths(seed: seed, stream: 117)
        $0.frozen = [1]
      },
      NamedMotion("frozen-two", "irregular breathing; two markers of three are shown so", seed) {
        $0.breathing = Breaths(seed: seed, stream: 121)
        $0.frozen = [0, 2]
      },
    ]
      + [0, 0.1, 0.3, 1].map { noise in
        NamedMotion("noise-\(noise.short)mm", "irregular breathing; noise of \(noise.short) mm", seed) {
          $0.breathing = Breaths(seed: seed, stream: 131)
          $0.noise = noise
        }
      }
      + [0.01, 0.1, 0.3, 1].map { quantum in
        NamedMotion(
          "quantised-\(quantum.short)mm", "irregular breathing, rounded to \(quantum.short) mm", seed
        ) {
          $0.breathing = Breaths(seed: seed, stream: 135)
          $0.quantum = quantum
        }
      }
  }

  static func shapes(_ seed: UInt64) -> [NamedMotion] {
    [1, 2, 5, 10].map { count in
      NamedMotion("markers-\(count)", "irregular breathing of \(count) marker\(count == 1 ? "" : "s")", seed)
      {
        $0.breathing = Breaths(seed: seed, stream: 139)
        $0.markers = count
      }
    } + [
      horizons("horizons-1", "irregular breathing; one horizon, 0.1 s", [0.1], seed),
      horizons(
        "horizons-60", "irregular breathing; 60 horizons, 0.1 s to 6 s", (1...60).map { Double($0) / 10 },
        seed),
      horizons(
        "horizons-60-30hz", "irregular breathing at 30 Hz; 60 horizons, each tick to 2 s",
        (1...60).map { Double($0) / 30 }, seed, rate: 30),
    ]
  }

  private static func horizons(
    _ name: String, _ phrase: String, _ horizons: [Double], _ seed: UInt64, rate: Double = 10
  ) -> NamedMotion {
    NamedMotion(name, phrase, horizons: horizons, seed) {
      $0.breathing = Breaths(seed: seed, stream: 143)
      $0.rate = rate
      if rate > 10 { $0.seconds = 120 }
    }
  }

  /// Faster streams are shorter, as each second of them costs more.
  static func rates(_ seed: UInt64) -> [NamedMotion] {
    let rates: [(name: String, rate: Double, seconds: Double)] = [
      ("3.33", 10.0 / 3, 180), ("5", 5, 180), ("10", 10, 180), ("20", 20, 150), ("30", 30, 120),
      ("60", 60, 100),
      ("100", 100, 90),
    ]
    return rates.flatMap { name, rate, seconds in
      func motion(_ end: String, _ what: String, _ change: (inout Scene) -> Void) -> NamedMotion {
        NamedMotion("rate-\(name)hz\(end)", "\(what) at \(name) Hz", seed) {
          $0.rate = rate
          $0.seconds = seconds
          change(&$0)
        }
      }
      let breathing = motion("", "irregular breathing") { $0.breathing = Breaths(seed: seed, stream: 147) }
      // At 10 Hz the other two are rows of their own.
      guard rate != 10 else { return [breathing] }
      return [
        breathing, motion("-still", "noise of 0.05 mm about a place") { _ in },
        motion("-drift", "the drift that turns") { $0.shift = TurningDrift() },
      ]
    }
  }
}
