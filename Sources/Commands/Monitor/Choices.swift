/// What the one before the dashboard has chosen to see.
package struct Choices: Hashable, Sendable {
  /// How streams are sorted.
  enum Order: String, CaseIterable {
    /// By name.
    case name
    /// Those that are worst off first.
    case state
    /// The highest 99th percentile of latency first.
    case latency
    /// The highest error at the chosen horizon first.
    case error
  }

  /// A coordinate of a place.
  enum Coordinate: Int, CaseIterable {
    case x, y, z

    /// The coordinate's name.
    var name: String { String(describing: self) }
  }

  /// The stream.
  package var stream: String?
  /// The horizon in seconds; the nearest that a stream has is shown.
  var horizon = 0.5
  /// The order of streams.
  var order = Order.name
  /// The marker; nil is the first.
  var marker: String?
  /// The coordinate; nil is the one that moves most.
  var coordinate: Coordinate?
  /// Whether the picture stands still.
  var isPaused = false
  /// Whether the keys are explained.
  var showsHelp = false
  /// Whether it is enough.
  package private(set) var isOver = false

  /// The first choices.
  package init() {}

  /// Chooses as `key` asks, among what `dashboard` shows.
  package mutating func take(_ key: Key, before dashboard: Dashboard) {
    switch key {
    case .interrupt: isOver = true
    case .escape: showsHelp = false
    case .up, .backTab: stream = neighbour(of: dashboard.stream?.name, in: dashboard.streamNames, by: -1)
    case .down, .tab: stream = neighbour(of: dashboard.stream?.name, in: dashboard.streamNames, by: 1)
    case .left: horizon = neighbour(of: dashboard.horizon, in: dashboard.horizons, by: -1) ?? horizon
    case .right: horizon = neighbour(of: dashboard.horizon, in: dashboard.horizons, by: 1) ?? horizon
    case .redraw: break
    case .letter(let letter): take(letter, before: dashboard)
    }
  }

  private mutating func take(_ letter: Character, before dashboard: Dashboard) {
    switch letter {
    case "q": isOver = true
    case "k": take(.up, before: dashboard)
    case "j": take(.down, before: dashboard)
    case "h", "[": take(.left, before: dashboard)
    case "l", "]": take(.right, before: dashboard)
    case "s":
      let orders = Order.allCases
      order = orders[(orders.firstIndex(of: order)! + 1) % orders.count]
    case "m":
      let markers = dashboard.motion.markers
      let isLast = dashboard.marker == markers.last
      marker = isLast ? markers.first : neighbour(of: dashboard.marker, in: markers, by: 1)
    case "x": coordinate = .x
    case "y": coordinate = .y
    case "z": coordinate = .z
    case " ": isPaused.toggle()
    case "?": showsHelp.toggle()
    default: break
    }
  }
}

/// What is `step` behind `element`, held at the ends; the first where it is not there.
private func neighbour<Element: Equatable>(of element: Element?, in list: [Element], by step: Int) -> Element?
{
  guard let index = list.firstIndex(where: { $0 == element }) else { return list.first }
  return list[min(max(index + step, 0), list.count - 1)]
}
