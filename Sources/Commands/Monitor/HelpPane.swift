/// What the keys do.
struct HelpPane {
  private static let keys = [
    ("↑ ↓, k j, Tab", "choose the stream"), ("← →, h l, [ ]", "choose the horizon"),
    ("m", "the next marker"), ("x y z", "the coordinate"),
    ("s", "sort by name, state, latency, error"), ("space", "stand still; what comes is kept"),
    ("^L", "draw all anew"), ("?", "these lines, and away again"), ("q, ^C", "quit"),
  ]

  func draw(on screen: inout Screen, in area: Area) {
    screen.title("keys", in: area)
    for (row, (key, meaning)) in Self.keys.enumerated() {
      screen.put(key, in: area, row: row + 2, column: 2, Style(isBold: true))
      screen.put(meaning, in: area, row: row + 2, column: 18)
    }
  }
}
