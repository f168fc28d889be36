import Foundation

/// A line on a terminal that is written over and over; nothing but its end elsewhere.
struct ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var last = ContinuousClock.now - .seconds(60)

  /// Shows `text`, at most ten times a second.
  mutating func show(_ text: @autoclosure () -> String) {
    guard isTerminal, last.duration(to: .now) > .milliseconds(100) else { return }
    last = .now
    FileHandle.standardError.write(Data("\r\u{1B}[K\(text())".utf8))
  }

  /// Shows `text` behind a bar of which `share` is full, 0 to 1; where there is no terminal, on a line every other
  /// second.
  mutating func show(_ share: Double, _ text: @autoclosure () -> String) {
    if isTerminal {
      let line = "\(bar(share)) \(text())".prefix(terminalWidth - 1)
      show(String(line))
    } else if last.duration(to: .now) > .seconds(2) {
      last = .now
      say(text())
    }
  }

  private func bar(_ share: Double) -> String {
    let full = Int((20 * min(max(share, 0), 1)).rounded(.down))
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: 20 - full) + "]"
  }

  private var terminalWidth: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1 ? Int(size.ws_col) : 80
  }

  /// Leaves nothing behind.
  func clear() {
    if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }

  /// Leaves `text` as the last line.
  func end(_ text: String) {
    FileHandle.standardError.write(Data("\(isTerminal ? "\r\u{1B}[K" : "")\(text)\n".utf8))
  }
}
