import MarkerMotion

/// SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2714064.2660195): a test prints its seed where it fails.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A value, or nil as often as not.
  mutating func maybe<Value>(_ value: (inout Seeded) -> Value) -> Value? {
    Bool.random(using: &self) ? value(&self) : nil
  }

  mutating func name() -> String {
    let letters: [Character] = [
      "a", "Z", "0", " ", "\"", "\\", "/", "é", "😀", "\u{A0}", "{", "'", "\u{200D}",
    ]
    return String((0..<Int.random(in: 1...9, using: &self)).map { _ in letters.randomElement(using: &self)! })
  }

  mutating func coordinate() -> Double {
    switch Int.random(in: 0..<5, using: &self) {
    case 0: 0
    case 1: -0.0
    case 2: Double.random(in: -1e-300...1e-300, using: &self)
    case 3: Double.random(in: -1e7...1e7, using: &self)
    default: Double.random(in: -300...300, using: &self)
    }
  }

  mutating func position() -> Position { Position(coordinate(), coordinate(), coordinate()) }

  mutating func frame() -> Frame {
    let names = Set((0..<Int.random(in: 1...8, using: &self)).map { _ in name() })
    return Frame(
      sequence: maybe { UInt64.random(in: 0...(.max), using: &$0) },
      stamp: Stamp(nanoseconds: Int64.random(in: Int64.min...(.max), using: &self)),
      session: maybe { $0.name() }, startsSession: Bool.random(using: &self),
      markers: names.sorted().map { Marker(name: $0, position: maybe { $0.position() }) })
  }

  mutating func forecast() -> Forecast {
    let names = Set((0..<Int.random(in: 1...5, using: &self)).map { _ in name() }).sorted()
    let state = ForecastState.allCases.randomElement(using: &self)!
    let count = state == .lost ? 0 : Int.random(in: 0...5, using: &self)
    let coverages = Array([0.5, 0.9, 0.95].prefix(Int.random(in: 0...3, using: &self)))
    return Forecast(
      sequence: maybe { UInt64.random(in: 0...(.max), using: &$0) },
      stamp: Stamp(nanoseconds: Int64.random(in: Int64.min...(.max), using: &self)),
      tick: Int.random(in: 0...(.max), using: &self), model: name(), state: state,
      conditions: TickConditions(rawValue: UInt16.random(in: 0...255, using: &self)),
      learnedThrough: maybe { Int.random(in: 0...(.max), using: &$0) },
      horizons: (0..<count).map { index in
        HorizonForecast(
          seconds: Double(index) * 0.1 + Double.random(in: 0...0.1, using: &self),
          stamp: Stamp(nanoseconds: Int64.random(in: Int64.min...(.max), using: &self)),
          markers: names.map {
            MarkerForecast(
              name: $0, position: maybe { $0.position() },
              radii: maybe { random in coverages.map { _ in abs(random.coordinate()) } } ?? [])
          },
          experts: (0..<Int.random(in: 0...3, using: &self)).map { _ in
            ExpertWeight(model: name(), weight: abs(coordinate()))
          })
      }, coverages: coverages)
  }
}
