/// A motion that is not regular breathing, or breathing seen in a way of its own: a row of the robustness suite.
package struct NamedMotion: Sendable {
  /// What it is called: small letters, digits, `-` and `.`.
  package let name: String
  /// What it is, in a phrase.
  package let phrase: String
  /// How far ahead it is to be forecast, s, where that is what it is about.
  package let horizons: [Double]?
  let scene: Scene

  /// Frames a second.
  package var rate: Double { scene.rate }
  /// How long it lasts, s.
  package var seconds: Double { scene.seconds }
  /// The number of markers.
  package var markers: Int { scene.markers }

  /// All of them, each drawn from streams of its own of `seed`.
  package static func all(seed: UInt64 = 1) -> [NamedMotion] {
    stillTargets(seed) + drifts(seed) + jumps(seed) + irregularBreathing(seed) + sensors(seed)
      + shapes(seed) + rates(seed)
  }

  /// The one of that name; nil where there is none.
  package static func named(_ name: String, seed: UInt64 = 1) -> NamedMotion? {
    all(seed: seed).first { $0.name == name }
  }

  /// Its recording. O(frames x markers x breaths).
  package func recording() -> Recording { scene.recording(name: name) }

  init(
    _ name: String, _ phrase: String, horizons: [Double]? = nil, _ seed: UInt64,
    _ change: (inout Scene) -> Void
  ) {
    var scene = Scene(seed: seed)
    change(&scene)
    (self.name, self.phrase, self.horizons, self.scene) = (name, phrase, horizons, scene)
  }
}
