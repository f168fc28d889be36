/// What a terminal shows that is sent the sequences of the dashboard; styles are passed over.
struct TerminalPicture {
  private enum State { case text, escape, parameters(String) }

  private let width: Int
  private var rows: [[Unicode.Scalar]]
  private var (x, y) = (0, 0)
  private var state = State.text

  init(width: Int, height: Int) {
    self.width = width
    rows = Array(repeating: Array(repeating: " ", count: width), count: height)
  }

  mutating func write(_ text: String) {
    for scalar in text.unicodeScalars {
      switch state {
      case .text where scalar == "\u{1B}": state = .escape
      case .text:
        if rows.indices.contains(y), x < width { rows[y][x] = scalar }
        x += 1
      case .escape: state = .parameters("")
      case .parameters(let parameters) where ("0"..."?").contains(scalar):
        state = .parameters(parameters + String(scalar))
      case .parameters(let parameters):
        act(scalar, parameters.split(separator: ";").compactMap { Int($0) })
        state = .text
      }
    }
  }

  private mutating func act(_ command: Unicode.Scalar, _ numbers: [Int]) {
    switch command {
    case "H": (y, x) = (numbers[0] - 1, numbers[1] - 1)
    case "J": rows = rows.map { $0.map { _ in " " } }
    case "K": for x in x..<max(x, width) { rows[y][x] = " " }
    default: break
    }
  }

  /// The rows without the blanks at their ends.
  var text: String {
    rows.map { row in
      let end = (row.lastIndex { $0 != " " } ?? -1) + 1
      return String(String.UnicodeScalarView(row[..<end]))
    }.joined(separator: "\n")
  }
}
