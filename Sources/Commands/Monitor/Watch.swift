import Service

/// The dashboard on a terminal, from its first picture to the last key.
struct Watch {
  /// Pictures are at least so many seconds apart,
  private static let shortest = 0.1
  /// and at most so many, as ages grow by themselves.
  private static let longest = 1.0
  /// The terminal's size is looked at so often: no signal's handler is needed.
  private static let look = 0.2
  /// An escape that nothing has followed for so long was the key.
  private static let escapeTime = 0.05

  private let place: String
  private let seconds: Double?
  private let start = ContinuousClock.now
  private var known = Knowledge()
  private var choices = Choices()
  private var decoder = KeyDecoder()
  private var lastKeys = 0.0
  /// What is shown while the picture stands still, and when that began.
  private var kept: (known: Knowledge, time: Double)?
  private var shown: Screen?
  private var drawn = -Watch.longest
  private var isNew = true

  /// A dashboard of what is published at `place`, that ends after `seconds` where they are given.
  init(place: String, seconds: Double?) {
    self.place = place
    self.seconds = seconds
  }

  private var now: Double { start.duration(to: .now) / .seconds(1) }

  /// Draws until it is enough, the stop signal is given or the terminal is gone.
  mutating func run(_ onlooker: inout Onlooker, on terminal: borrowing Terminal) throws {
    var size = terminal.size
    while !choices.isOver, now < seconds ?? .infinity {
      guard try onlooker.wait(seconds: pause, for: terminal.input) else { return }
      guard let bytes = terminal.read() else { return }
      press(bytes)
      let news = try onlooker.heard()
      isNew = isNew || !news.isEmpty
      for one in news { known.take(one, at: now) }
      if choices.stream == nil { choices.stream = known.streams.keys.min() }
      try onlooker.follow(choices.stream)
      known.follow(choices.stream)
      let newSize = terminal.size
      if newSize != size {
        size = newSize
        isNew = true
      }
      guard isDue else { continue }
      let screen = dashboard.screen(width: size.width, height: size.height)
      guard terminal.write(screen.changes(from: shown, inColour: terminal.hasColours)) else { return }
      shown = screen
      drawn = now
      isNew = false
    }
  }

  private var dashboard: Dashboard {
    Dashboard(kept?.known ?? known, choices, at: kept?.time ?? now, place: place)
  }

  private var due: Double { drawn + (isNew ? Self.shortest : Self.longest) }
  private var isDue: Bool { now >= due }

  private var pause: Double {
    let look = decoder.isWaiting ? Self.escapeTime : Self.look
    return min(max(due - now, 0), look)
  }

  private mutating func press(_ bytes: [UInt8]) {
    var keys = decoder.keys(bytes)
    if !bytes.isEmpty {
      lastKeys = now
    } else if decoder.isWaiting, now - lastKeys >= Self.escapeTime, let key = decoder.pause() {
      keys.append(key)
    }
    for key in keys {
      choices.take(key, before: dashboard)
      if key == .redraw { shown = nil }
      if choices.isPaused != (kept != nil) { kept = choices.isPaused ? (known, now) : nil }
      isNew = true
    }
  }
}
