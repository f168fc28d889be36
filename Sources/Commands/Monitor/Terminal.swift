import Foundation

/// The terminal, taken over while this lives: its other screen is shown, without a cursor, and keys come as they are
/// pressed.
///
/// A few sequences that every terminal has had since the VT100 and xterm, and termios: a library for it would be larger
/// than all that is drawn.
struct Terminal: ~Copyable {
  /// Where keys come from; nil where they come from no terminal.
  let input: Int32?
  /// Whether it has colours, and they are wanted (no-color.org).
  let hasColours: Bool
  private let settings: termios?

  /// Takes over standard output's terminal; nil where there is none, or one that can't move its cursor.
  static func takeOver() -> Terminal? {
    let environment = ProcessInfo.processInfo.environment
    guard isatty(STDOUT_FILENO) == 1, let kind = environment["TERM"], !kind.isEmpty, kind != "dumb" else {
      return nil
    }
    let isMonochrome = kind.hasPrefix("vt") || kind.hasSuffix("-m") || kind.hasSuffix("-mono")
    return Terminal(hasColours: !isMonochrome && (environment["NO_COLOR"] ?? "").isEmpty)
  }

  private init(hasColours: Bool) {
    self.hasColours = hasColours
    var settings = termios()
    if tcgetattr(STDIN_FILENO, &settings) == 0 {
      self.settings = settings
      input = STDIN_FILENO
      cfmakeraw(&settings)
      tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    } else {
      self.settings = nil
      input = nil
    }
    _ = write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
  }

  deinit {
    _ = write("\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l")
    guard var settings else { return }
    // Keys that nobody has read are not meant for what comes next.
    tcflush(STDIN_FILENO, TCIFLUSH)
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
  }

  /// Columns and rows, as they are now; at the most 500 and 200.
  var size: (width: Int, height: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return (80, 24)
    }
    return (min(Int(size.ws_col), 500), min(Int(size.ws_row), 200))
  }

  /// The bytes that wait; nil where the terminal is gone.
  func read() -> [UInt8]? {
    guard let input else { return [] }
    var entry = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, 0) > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = Foundation.read(input, &bytes, bytes.count)
    if count < 0, errno == EINTR { return [] }
    return count > 0 ? Array(bytes[..<count]) : nil
  }

  /// Writes `text`; false where the terminal is gone.
  func write(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
