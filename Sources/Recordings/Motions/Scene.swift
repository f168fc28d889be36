import MarkerMotion

/// Markers on a chest that moves, and how a sensor sees them.
struct Scene: Sendable {
  /// Frames a second.
  var rate = 10.0
  /// How long it lasts, s.
  var seconds = 180.0
  var markers = 3
  /// What each marker does in a measure, a direction and a lag of its own.
  var breathing: (any Motion)?
  /// What all markers do along one line at once.
  var shift: (any Motion)?
  /// The standard deviation of each coordinate's noise, mm.
  var noise = 0.05
  /// The step that coordinates are rounded to, mm; 0 does not round.
  var quantum = 0.0
  /// The markers that the sensor shows where it first saw them, counted from 0.
  var frozen: Set<Int> = []
  /// The seed of the noise.
  var seed: UInt64

  /// Motions are defined from so long before the start, as markers lag behind.
  static let lead = 10.0
  /// How long a motion goes on, s.
  static let longest = 600.0

  /// The number of frames.
  var count: Int { Int((seconds * rate).rounded()) }

  /// All frames, evenly spaced.
  func recording(name: String) -> Recording {
    let names = markerNames(markers)
    var tracks = (0..<markers).map(track)
    for m in frozen { tracks[m] = Array(repeating: tracks[m][0], count: count) }
    return Recording(
      name: name, markers: names,
      frames: (0..<count).map { n in
        Frame(
          sequence: UInt64(n), stamp: Stamp(seconds: Double(n) / rate)!,
          markers: names.indices.map { Marker(name: names[$0], position: tracks[$0][n]) })
      })
  }

  private func track(of m: Int) -> [Position] {
    let place = Place(m)
    // Streams of their own, so that one more marker changes none of the others.
    var random = Xoshiro256(seed: seed, stream: 1000 + UInt64(m))
    return (0..<count).map { n in
      let t = Double(n) / rate
      var position = place.base
      if let breathing {
        position += place.direction * (place.share * breathing.displacement(at: t - place.lag))
        position += place.across * (place.share * breathing.displacement(at: t - place.lag - 0.25))
      }
      if let shift { position += place.shift * shift.displacement(at: t) }
      for c in 0..<3 { position[c] = rounded(position[c] + noise * random.gaussian(), to: quantum) }
      return position
    }
  }
}
