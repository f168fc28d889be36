/// A part of the dashboard.
protocol Pane {
  /// The rows that it wants at least, its title among them.
  var least: Int { get }
  /// The rows that it can make use of.
  var wanted: Int { get }
  /// Draws it into all of `area`.
  func draw(on screen: inout Screen, in area: Area)
}

/// How many of `room` rows each band of panes gets, the most needed first; 0 leaves it out. Those that fit get their least,
/// then what they want, in their order, and `elastic` takes what is over.
package func heights(least: [Int], wanted: [Int], room: Int, elastic: Int) -> [Int] {
  var room = room
  var heights = least.map { least in
    guard least <= room else { return 0 }
    room -= least
    return least
  }
  for i in heights.indices where heights[i] > 0 {
    let more = min(max(wanted[i] - heights[i], 0), room)
    heights[i] += more
    room -= more
  }
  if heights[elastic] > 0 { heights[elastic] += room }
  return heights
}
