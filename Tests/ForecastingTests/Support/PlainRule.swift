/// The rule of radii once more, told apart from the session's: of one marker, horizon and coverage, from all that is known.
struct PlainRule {
  /// The horizon: between `lower` and `lower + 1` ticks, or at `lower`.
  var lower: Int
  var fraction: Double
  var coverage: Double
  var rate: Double
  /// How far the marker was at each tick; nil where that was not measured.
  var distances: [Double?]
  /// How far the experts were apart at each tick that was forecast from; nil where none was.
  var disagreements: [Double?]

  private var pace: Double { min(1, 10 / rate) }
  private var upper: Int { fraction > 0 ? lower + 1 : lower }

  /// The mean of the first values, which is as slow as it gets once there are many.
  private func mean(_ values: [Double]) -> Double {
    let plain = Int(500 / pace)
    let start = values.prefix(plain).reduce(0, +) / Double(min(plain, values.count))
    return values.dropFirst(plain).reduce(start) { $0 * (1 - 0.002 * pace) + 0.002 * pace * $1 }
  }

  /// The radius at each tick; nil where there is none.
  var radii: [Double?] {
    var given: [Double?] = []
    var issued: [Int: (radius: Double, scale: Double)] = [:]
    var errors: [Double] = []
    var apart: [Double] = []
    var growths: [Double] = []
    for tick in distances.indices {
      if let own = issued[tick - upper], let b = distances[tick], let a = distances[tick - upper + lower] {
        let error = (1 - fraction) * a + fraction * b
        errors.append(error / own.scale)
        let share = error > own.radius ? coverage : coverage - 1
        if errors.count > 1 { growths.append(0.1 * pace * mean(errors) * share) }
      }
      guard let disagreement = disagreements[tick] else {
        given.append(nil)
        continue
      }
      apart.append(disagreement)
      let scale = (disagreement / mean(apart)).squareRoot()
      let quantile = errors.first.map { growths.reduce(2 * $0) { max(0, $0 + $1) } } ?? 0
      issued[tick] = (quantile * scale, scale)
      let needed = (1 / (1 - coverage)).rounded() / pace
      given.append(Double(errors.count) >= needed ? quantile * scale : nil)
    }
    return given
  }
}
