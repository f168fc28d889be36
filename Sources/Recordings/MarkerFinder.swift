import MarkerMotion

/// Finds markers in frames by name: at once where they stand as in the frame before, else by looking.
struct MarkerFinder {
  let names: [String]
  private var places: [Int]

  init(_ names: [String]) {
    self.names = names
    places = Array(names.indices)
  }

  /// Where `frame` shows marker number `m`; nil where it does not.
  mutating func position(_ m: Int, in frame: Frame) -> Position? {
    let markers = frame.markers
    if !markers.indices.contains(places[m]) || markers[places[m]].name != names[m] {
      guard let place = markers.firstIndex(where: { $0.name == names[m] }) else { return nil }
      places[m] = place
    }
    return markers[places[m]].position
  }
}
