import ArgumentParser
import Forecasting
import Wire

extension Model: ExpressibleByArgument {}
extension Preset: ExpressibleByArgument {}
extension Encoding: ExpressibleByArgument {}

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
