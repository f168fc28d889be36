/// How a cell of the screen looks.
package struct Style: Hashable, Sendable {
  /// What is meant; where there are colours each has one.
  package enum Ink: Hashable, Sendable {
    case plain, quiet, good, fair, bad, past, ahead
  }

  /// What is meant.
  package var ink = Ink.plain
  /// Whether it stands out.
  package var isBold = false

  /// As the terminal writes by itself.
  package static let plain = Style()

  /// A style.
  package init(_ ink: Ink = .plain, isBold: Bool = false) {
    self.ink = ink
    self.isBold = isBold
  }

  /// The sequence of ECMA-48 that sets the style, whichever was set before.
  func sequence(inColour: Bool) -> String {
    var codes = ["0"]
    if isBold { codes.append("1") }
    switch ink {
    case .plain: break
    case .quiet: codes.append("2")
    case .good: if inColour { codes.append("32") }
    case .fair: if inColour { codes.append("33") }
    case .bad: if inColour { codes.append("31") }
    case .past: if inColour { codes.append("36") }
    case .ahead: if inColour { codes.append("35") }
    }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }
}
