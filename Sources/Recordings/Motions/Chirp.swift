import Glibc

/// Breathing whose length swings between 3 s and 6 s and whose height swings between 5 mm and 15 mm.
struct Chirp: Motion {
  func displacement(at t: Double) -> Double {
    // The frequency is 1/4 Hz + 1/12 Hz cos(pace t).
    let pace = 2 * Double.pi / 90
    let breaths = t / 4 + sin(pace * t) / (12 * pace)
    return (10 - 5 * cos(2 * .pi * t / 70)) * breathWave(breaths - breaths.rounded(.down), inhaling: 0.42)
  }
}
