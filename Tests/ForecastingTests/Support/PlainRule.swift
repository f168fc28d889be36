import Foundation

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

  /// How much the logarithm of the radius before scaling changes after each truth but the first.
  private func changes(_ misses: [Bool]) -> [Double] {
    let asked = 1 - coverage
    var share = asked
    return misses.map { isMissed in
      share = share * (1 - 1 / (60 * rate)) + (isMissed ? 1 / (60 * rate) : 0)
      let due = [0.2 * asked, asked + (asked - share), 3 * asked].sorted()[1]
      return 0.5 / rate * (isMissed ? 1 - due : -due)
    }
  }

  /// The radius at each tick; nil where there is none.
  var radii: [Double?] {
    var given: [Double?] = []
    var issued: [Int: (radius: Double, scale: Double)] = [:]
    var errors: [Double] = []
    var apart: [Double] = []
    var misses: [Bool] = []
    var least: [Double] = []
    for tick in distances.indices {
      if let own = issued[tick - upper], let b = distances[tick], let a = distances[tick - upper + lower] {
        let error = (1 - fraction) * a + fraction * b
        errors.append(error / own.scale)
        if errors.count > 1 {
          misses.append(error > own.radius)
          least.append(log(0.02 * mean(errors)))
        }
      }
      guard let disagreement = disagreements[tick] else {
        given.append(nil)
        continue
      }
      apart.append(disagreement)
      let scale = (disagreement / mean(apart)).squareRoot()
      let quantile = errors.first.map { first in
        exp(zip(changes(misses), least).reduce(log(2 * first)) { max($0 + $1.0, $1.1) })
      }
      let radius = max(0.001, (quantile ?? 0) * scale)
      issued[tick] = (radius, scale)
      let needed = (1 / (1 - coverage)).rounded() / pace
      given.append(Double(errors.count) >= needed ? radius : nil)
    }
    return given
  }
}
