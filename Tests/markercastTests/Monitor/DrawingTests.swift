import Commands
import Testing

/// The small drawings that panes are made of.
@Suite struct DrawingTests {
  @Test(arguments: [
    ([(0, 0)], "⠁"), ([(1, 0)], "⠈"), ([(0, 3)], "⡀"), ([(1, 3)], "⢀"), ([(3, 0)], " ⠈"), ([(2, 5)], "\n ⠂"),
    ([(-1, 0), (0, -1), (4, 0), (0, 8)], ""), ((0..<8).map { ($0 % 2, $0 / 2) }, "⣿"),
  ])
  func dotsAreBraille(dots: [(Int, Int)], text: String) {
    var canvas = DotCanvas(columns: 2, rows: text.contains("\n") ? 2 : 1)
    for (x, y) in dots { canvas.set(x, y) }
    #expect(canvas.text == text)
  }

  @Test(arguments: [
    ([(0, 0), (3, 3)], 1, "⠑⢄"), ([(3, 3), (0, 0)], 1, "⠑⢄"), ([(0, 0), (3, 0)], 2, "⠁⠁"),
    ([(0, 0), (0, 3)], 1, "⡇"),
    ([(0, 3), (1, 0), (3, 0)], 1, "⡜⠉"), ([(2, 1)], 1, " ⠂"), ([], 1, ""),
  ])
  func linesJoinPoints(points: [(Int, Int)], every: Int, text: String) {
    var canvas = DotCanvas(columns: 2, rows: 1)
    canvas.lines(through: points.map { (x: $0.0, y: $0.1) }, every: every)
    #expect(canvas.text == text)
  }

  @Test(
    arguments: [
      ([0, 1, nil, 8], 5, " ▁▂ █"), ([1, 2, 4], 2, "▅█"), ([0, 0], 2, "▁▁"), ([], 3, "   "),
      ([.nan, 1], 2, " █"),
      ([.infinity, 1], 2, " █"), ([3], 0, ""),
    ] as [([Double?], Int, String)])
  func sparklinesReachTheHighest(values: [Double?], width: Int, text: String) {
    #expect(sparkline(values, width: width) == text)
  }

  @Test(arguments: [
    (14, [4, 6, 4, 0, 0]), (17, [4, 6, 4, 0, 3]), (18, [4, 6, 4, 4, 0]), (21, [4, 6, 4, 4, 3]),
    (22, [5, 6, 4, 4, 3]), (43, [5, 14, 8, 8, 8]), (50, [5, 21, 8, 8, 8]), (5, [5, 0, 0, 0, 0]),
    (0, [0, 0, 0, 0, 0]),
  ])
  func panesGiveWayAsRoomShrinks(room: Int, expected: [Int]) {
    #expect(
      heights(least: [4, 6, 4, 4, 3], wanted: [5, 14, 8, 8, 8], room: room, elastic: 1) == expected)
  }
}
