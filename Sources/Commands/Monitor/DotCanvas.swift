/// A drawing of dots, two columns and four rows of them to a cell: the braille patterns of Unicode, from U+2800 on.
package struct DotCanvas: Hashable, Sendable {
  // The standard numbers the upper three rows first, column by column, then the lowest.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// Columns of dots.
  package let width: Int
  /// Rows of dots.
  package let height: Int
  private var dots: [UInt8]
  private var styles: [Style]

  /// A blank drawing of so many cells.
  package init(columns: Int, rows: Int) {
    width = 2 * columns
    height = 4 * rows
    dots = Array(repeating: 0, count: columns * rows)
    styles = Array(repeating: .plain, count: columns * rows)
  }

  /// Sets the dot in column `x` and row `y`, from the left and from the top; beyond the edge nothing. The cell takes the
  /// style.
  package mutating func set(_ x: Int, _ y: Int, _ style: Style = .plain) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    let cell = y / 4 * (width / 2) + x / 2
    dots[cell] |= Self.bits[y % 4][x % 2]
    styles[cell] = style
  }

  /// Draws lines from point to point (Bresenham); `every` other dot of two, or third of three.
  package mutating func lines(through points: [(x: Int, y: Int)], every: Int = 1, _ style: Style = .plain) {
    var count = 0
    if let first = points.first { set(first.x, first.y, style) }
    for (from, to) in zip(points, points.dropFirst()) {
      let (across, down) = (abs(to.x - from.x), -abs(to.y - from.y))
      var (x, y, error) = (from.x, from.y, across + down)
      while (x, y) != to {
        let twice = 2 * error
        if twice >= down { (x, error) = (x + (to.x - from.x).signum(), error + down) }
        if twice <= across { (y, error) = (y + (to.y - from.y).signum(), error + across) }
        count += 1
        if count % every == 0 { set(x, y, style) }
      }
    }
  }

  /// Puts the cells that have dots onto `screen`, the first of them at the area's corner.
  func draw(on screen: inout Screen, in area: Area) {
    let columns = width / 2
    for (cell, dots) in dots.enumerated() where dots != 0 {
      let pattern = String(Unicode.Scalar(UInt16(0x2800) | UInt16(dots))!)
      screen.put(pattern, in: area, row: cell / columns, column: cell % columns, styles[cell])
    }
  }

  /// The cells as rows of text.
  package var text: String {
    var screen = Screen(width: width / 2, height: height / 4)
    draw(on: &screen, in: Area(x: 0, y: 0, width: width / 2, height: height / 4))
    return screen.text
  }
}
