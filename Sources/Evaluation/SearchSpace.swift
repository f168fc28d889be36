import Forecasting
import Foundation
import MarkerMotion

/// The values that a search tries of each hyper-parameter; what is not here stays as the preset has it.
package struct SearchSpace: Hashable, Sendable {
  /// What is tried of one hyper-parameter.
  package enum Values: Hashable, Sendable {
    case list([Double])
    /// Any number between the two, of equal chance in its logarithm where the upper is ten times the lower or more.
    case range(ClosedRange<Double>)
  }

  /// By the hyper-parameter.
  package var values: [HyperParameters.CodingKeys: Values]

  /// A space; by default of the preset's setting alone.
  package init(_ values: [HyperParameters.CodingKeys: Values] = [:]) { self.values = values }

  /// All combinations, the first hyper-parameters varying slowest and values ascending, so that the cheapest come first.
  ///
  /// - Throws: `EvaluationError` where there is a range, which can't be listed.
  package func grid() throws -> [HyperParameters] {
    var result = [HyperParameters()]
    for (key, values) in ordered {
      guard case .list(let list) = values else {
        throw EvaluationError(
          "\(key.rawValue) is a range, of which there is no grid: list its values, or use --search random")
      }
      result = result.flatMap { setting in
        Set(list).sorted().map { value in
          var setting = setting
          setting[key] = value
          return setting
        }
      }
    }
    return result
  }

  /// `count` settings drawn at random, the same for the same seed; a setting drawn twice is there once.
  ///
  /// J. Bergstra and Y. Bengio, "Random search for hyper-parameter optimization", J. Mach. Learn. Res. 13 (2012) 281-305:
  /// where few of the hyper-parameters matter, as many trials find more than a grid does.
  package func draws(_ count: Int, seed: UInt64) -> [HyperParameters] {
    var generator = Xoshiro256(seed: seed, stream: 0x74_756e_6573)
    var seen: Set<HyperParameters> = []
    return (0..<count).map { _ in
      var setting = HyperParameters()
      for (key, values) in ordered { setting[key] = values.draw(key.isWhole, &generator) }
      return setting
    }.filter { seen.insert($0).inserted }
  }

  private var ordered: [(HyperParameters.CodingKeys, Values)] {
    HyperParameters.CodingKeys.numbers.compactMap { key in values[key].map { (key, $0) } }
  }
}

extension HyperParameters.CodingKeys {
  /// Whether it counts something.
  package var isWhole: Bool { self == .hidden || self == .window }
}

extension SearchSpace.Values {
  fileprivate func draw(_ isWhole: Bool, _ generator: inout Xoshiro256) -> Double {
    let place = generator.uniform()
    switch self {
    case .list(let list): return list[Int(place * Double(list.count))]
    case .range(let range):
      let (lower, upper) = (range.lowerBound, range.upperBound)
      if lower > 0, upper >= 10 * lower {
        return (lower * pow(upper / lower, place)).tidied(isWhole, in: range)
      }
      return isWhole
        ? lower + (place * (upper - lower + 1)).rounded(.down)
        : (lower + place * (upper - lower)).tidied(false, in: range)
    }
  }
}

extension Double {
  /// A whole number, or three significant digits, within `range`.
  fileprivate func tidied(_ isWhole: Bool, in range: ClosedRange<Double>) -> Double {
    let tidy = isWhole ? rounded() : Double(String(format: "%.3g", self)) ?? self
    return Swift.min(Swift.max(tidy, range.lowerBound), range.upperBound)
  }
}
