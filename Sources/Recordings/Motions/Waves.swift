import Glibc

/// How far a chest is lifted, 0 to 1, at a share in 0...1 of a breath whose inhalation takes the share `inhaling`.
///
/// The waveform of Lujan et al. 1999 (Med. Phys. 26:715, doi:10.1118/1.598577), 1 - cos^2n(pi phase) with n = 2.
func breathWave(_ share: Double, inhaling: Double) -> Double {
  breathWave(phase: breathPhase(share, inhaling: inhaling))
}

/// The same at a phase in 0...1, which is 0.5 at the end of the inhalation.
func breathWave(phase: Double) -> Double {
  let c = cos(.pi * phase)
  return 1 - c * c * c * c
}

/// The phase at a share in 0...1 of a breath.
func breathPhase(_ share: Double, inhaling: Double) -> Double {
  share < inhaling ? 0.5 * share / inhaling : 0.5 + 0.5 * (min(share, 1) - inhaling) / (1 - inhaling)
}

/// The push of a cough `s` seconds after it began, as a share of its size: three of falling force, half a second apart.
func coughWave(_ s: Double) -> Double {
  (0..<3).reduce(0) { sum, n in
    let u = s - 0.5 * Double(n)
    return u < 0 ? sum : sum + pow(0.7, Double(n)) * exp(-u / 0.12) * sin(2 * .pi * 3.5 * u)
  }
}
