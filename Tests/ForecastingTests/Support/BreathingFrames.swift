import Foundation
import MarkerMotion

/// Frames of a plain breathing motion: sines with a little noise, the same for the same seed.
struct BreathingFrames {
  var rate = 10.0
  var markers = ["a", "b", "c"]
  var seed: UInt64 = 7

  /// `count` frames at uniform stamps.
  func frames(_ count: Int) -> [Frame] {
    var random = LinearCongruential(state: seed)
    return (0..<count).map { n in
      let t = Double(n) / rate
      return Frame(
        sequence: UInt64(n), stamp: Stamp(seconds: t)!,
        markers: markers.enumerated().map { m, name in
          let phase = 2 * Double.pi * t / 4.1 - 0.2 * Double(m)
          let breath = 5 * sin(phase) + 1.5 * sin(2 * phase) + 2 * sin(t / 9)
          let noise = Position(random.next(), random.next(), random.next()) * 0.1
          return Marker(
            name: name,
            position: Position(60 * Double(m), 100, -20) + Position(0.3, 1, 0.6) * breath + noise)
        })
    }
  }
}

/// Numbers in -0.5..<0.5 that depend on the seed alone (Knuth's MMIX constants).
struct LinearCongruential {
  var state: UInt64

  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / 9_007_199_254_740_992 - 0.5
  }
}
