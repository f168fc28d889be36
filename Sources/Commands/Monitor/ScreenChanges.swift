extension Screen {
  /// What a terminal that shows `old` is to be sent so that it shows this: the rows that differ; all of them where there
  /// is none or it has another size.
  package func changes(from old: Screen?, inColour: Bool) -> String {
    let old = old?.width == width && old?.height == height ? old : nil
    var out = old == nil ? "\u{1B}[0m\u{1B}[2J" : ""
    for (y, row) in rows.enumerated()
    where old.map({ $0.rows[y] != row }) ?? !row.allSatisfy({ $0 == Cell() }) {
      out += "\u{1B}[\(y + 1);1H" + line(row, inColour)
    }
    return out
  }

  private func line(_ row: [Cell], _ inColour: Bool) -> String {
    var out = ""
    var style = Style.plain
    let end = (row.lastIndex { $0 != Cell() } ?? -1) + 1
    for cell in row[..<end] {
      if cell.style != style {
        out += cell.style.sequence(inColour: inColour)
        style = cell.style
      }
      out.unicodeScalars.append(cell.scalar)
    }
    if style != .plain { out += Style.plain.sequence(inColour: inColour) }
    // At the last column it would erase the character there.
    return end < width ? out + "\u{1B}[K" : out
  }
}
