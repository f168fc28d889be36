/// A rectangle of cells.
struct Area {
  var x: Int
  var y: Int
  var width: Int
  var height: Int
}

/// A picture of cells, each a character in a style.
package struct Screen: Hashable, Sendable {
  struct Cell: Hashable {
    var scalar: Unicode.Scalar = " "
    var style = Style.plain
  }

  /// Columns.
  package let width: Int
  /// Rows.
  package let height: Int
  private(set) var rows: [[Cell]]

  /// A blank picture.
  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
    rows = Array(repeating: Array(repeating: Cell(), count: width), count: height)
  }

  /// Writes `text` into row `row` of `area` from column `column` on. What lies beyond the area is left out; a character
  /// that may not be one column wide becomes a question mark.
  mutating func put(_ text: String, in area: Area, row: Int, column: Int = 0, _ style: Style = .plain) {
    guard (0..<area.height).contains(row), rows.indices.contains(area.y + row) else { return }
    for (offset, character) in text.prefix(max(0, area.width - column)).enumerated() {
      let x = area.x + column + offset
      guard (0..<width).contains(x) else { continue }
      rows[area.y + row][x] = Cell(scalar: narrow(character), style: style)
    }
  }

  /// Writes `text` so that it ends with the area's row.
  mutating func putRight(_ text: String, in area: Area, row: Int, _ style: Style = .plain) {
    put(text, in: area, row: row, column: max(0, area.width - text.count), style)
  }

  /// Writes the first row of a pane.
  mutating func title(_ text: String, in area: Area, note: String = "") {
    put(String(repeating: "─", count: area.width), in: area, row: 0, Style(.quiet))
    let shown = fitted(text, area.width - 4)
    put(" \(shown) ", in: area, row: 0, column: 1, Style(isBold: true))
    if !note.isEmpty, shown.count + note.count + 8 <= area.width {
      putRight(" \(note) ─", in: area, row: 0, Style(.quiet))
    }
  }

  /// The rows without their styles and the blanks at their ends, for people to compare.
  package var text: String {
    rows.map { row in
      let end = (row.lastIndex { $0.scalar != " " } ?? -1) + 1
      return String(String.UnicodeScalarView(row[..<end].map(\.scalar)))
    }.joined(separator: "\n")
  }
}

/// `text`, or its beginning and an ellipsis where it is longer than `width`.
func fitted(_ text: String, _ width: Int) -> String {
  text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
}

/// The character where every terminal gives it one column, else a question mark: no combining marks, no wide scripts.
private func narrow(_ character: Character) -> Unicode.Scalar {
  guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else { return "?" }
  switch scalar.value {
  case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300, 0x370..<0x483, 0x48A..<0x530, 0x2010..<0x2028, 0x2190..<0x2200,
    0x2500..<0x2600, 0x2800..<0x2900:
    return scalar
  default: return "?"
  }
}
