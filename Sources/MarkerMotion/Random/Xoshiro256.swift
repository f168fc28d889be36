import Archiving

/// The generator xoshiro256** 1.0: fast, of period 2^256 - 1, and the same on every machine.
///
/// D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM Trans. Math. Softw. 47 (2021),
/// doi:10.1145/3460772. Its state is filled by SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014, doi:10.1145/2660193.2660195), as its authors advise.
package struct Xoshiro256: RandomNumberGenerator, Sendable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  /// The generator of stream number `stream` of `seed`; streams of one seed are unrelated.
  package init(seed: UInt64, stream: UInt64) {
    let place = SplitMix64(state: SplitMix64(state: seed).first &+ stream).first
    var filler = SplitMix64(state: place)
    (a, b, c, d) = (filler.next(), filler.next(), filler.next(), filler.next())
  }

  /// The generator in a given state, which is not all zero.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) { (a, b, c, d) = state }

  package mutating func next() -> UInt64 {
    let result = rotated(b &* 5, by: 7) &* 9
    let t = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotated(d, by: 45)
    return result
  }

  /// A number uniform in 0..<1.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  private func rotated(_ x: UInt64, by bits: UInt64) -> UInt64 { x << bits | x >> (64 - bits) }
}

extension Xoshiro256: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&a)
    archive.transfer(&b)
    archive.transfer(&c)
    archive.transfer(&d)
    if a | b | c | d == 0 { archive.refuse("it holds the one state that a generator does not leave") }
  }
}

private struct SplitMix64 {
  var state: UInt64

  var first: UInt64 {
    var copy = self
    return copy.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
