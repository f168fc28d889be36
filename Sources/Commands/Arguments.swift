import ArgumentParser
import Forecasting
import MarkerMotion
import Wire

extension Model: ExpressibleByArgument {}
extension Preset: ExpressibleByArgument {}
extension Encoding: ExpressibleByArgument {}

extension Shard: ExpressibleByArgument {
  /// A shard such as 3/16.
  public init?(argument: String) { self.init(argument) }
}

/// Values parted by commas.
struct List<Element: ExpressibleByArgument>: ExpressibleByArgument {
  var elements: [Element]

  init(_ elements: [Element]) { self.elements = elements }

  init?(argument: String) {
    elements = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let text = part.drop { $0 == " " }
      guard let element = Element(argument: String(text)) else { return nil }
      elements.append(element)
    }
  }

  var defaultValueDescription: String { elements.map(\.defaultValueDescription).joined(separator: ",") }
  static var allValueStrings: [String] { Element.allValueStrings }
}

/// Throws `sentence` as a usage error where something does not hold.
func check(_ holds: Bool, _ sentence: String) throws {
  if !holds { throw ValidationError(sentence) }
}

/// Throws where radii can't hold such shares.
func check(coverages: List<Double>) throws {
  let shares = coverages.elements
  try check(
    (1...3).contains(shares.count) && Set(shares).count == shares.count
      && shares.allSatisfy { $0 > 0 && $0 < 1 },
    "--coverage takes one to three different numbers above 0 and below 1")
}

/// Throws where horizons, in seconds or in ticks, can't be used.
func check(horizons seconds: List<Double>?, ticks: List<Int>?) throws {
  try check(seconds == nil || ticks == nil, "give --horizons or --horizon-ticks, not both")
  try check(
    seconds.map { $0.elements.allSatisfy { $0 > 0 && $0 <= 10 } } ?? true,
    "--horizons takes numbers above 0 and up to 10 seconds")
  try check(
    ticks.map { $0.elements.allSatisfy { (1...1200).contains($0) } } ?? true,
    "--horizon-ticks takes whole numbers from 1 to 1200")
}
