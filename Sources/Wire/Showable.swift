/// Whether a character can stand in a line of text without changing what is around it: no control character, no mark that
/// turns the direction of writing or hides, no line's or paragraph's end, and none of private use.
func isShown(_ scalar: Unicode.Scalar) -> Bool {
  // Of the marks that are not seen themselves, Indic scripts and Persian are spelt with the joiners.
  if (0x20..<0x7F).contains(scalar.value) || scalar == "\u{200C}" || scalar == "\u{200D}" { return true }
  return switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: false
  default: true
  }
}

/// What came from the network, fit for a terminal, a log and a page: at most about a hundred bytes, and characters that are
/// not shown, quotation marks and backslashes are escaped.
package func showable(_ text: String) -> String {
  var out = ""
  for scalar in text.unicodeScalars {
    guard out.utf8.count < 100 else { return out + "..." }
    if scalar == "\"" || scalar == "\\" || !isShown(scalar) {
      out += scalar.escaped(asASCII: true)
    } else {
      out.unicodeScalars.append(scalar)
    }
  }
  return out
}
