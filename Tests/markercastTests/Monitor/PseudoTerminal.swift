import Foundation
import Testing

/// A terminal of 200 columns and 60 rows at the most, for a program that wants one.
final class PseudoTerminal {
  /// The end that the program has.
  let program: FileHandle
  private let slave: Int32
  private var master: Int32
  private var picture = TerminalPicture(width: 200, height: 60)
  private var undecoded: [UInt8] = []
  /// All that was written.
  private(set) var written = ""

  init(width: UInt16, height: UInt16) throws {
    var (master, slave): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&master, &slave, nil, nil, &size) == 0)
    // Or the program would have it too, and the terminal would outlive this end.
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    self.master = master
    self.slave = slave
    program = FileHandle(fileDescriptor: slave)
  }

  deinit {
    hangUp()
    close(slave)
  }

  /// What is shown.
  var text: String { picture.text }

  /// The modes and characters that programs set.
  var settings: [UInt32] {
    var settings = termios()
    tcgetattr(slave, &settings)
    return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
      + withUnsafeBytes(of: settings.c_cc) { $0.map(UInt32.init) }
  }

  func press(_ keys: String) {
    Array(keys.utf8).withUnsafeBytes { _ = write(master, $0.baseAddress, $0.count) }
  }

  /// Gives it another size and tells `program`, which is not its session's leader, so.
  func resize(width: UInt16, height: UInt16, for program: Program) {
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    kill(program.number, SIGWINCH)
  }

  func hangUp() {
    if master >= 0 { close(master) }
    master = -1
  }

  /// Takes what the program has written, waiting for it up to 20 ms.
  func look() {
    var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard master >= 0, poll(&entry, 1, 20) > 0, entry.revents & Int16(POLLIN) != 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = read(master, &bytes, bytes.count)
    guard count > 0 else { return }
    undecoded += bytes[..<count]
    // The last character may be there in part.
    for surplus in 0...min(3, undecoded.count) {
      guard let text = String(validating: undecoded.dropLast(surplus), as: UTF8.self) else { continue }
      undecoded.removeFirst(undecoded.count - surplus)
      picture.write(text)
      written += text
      return
    }
  }

  /// Takes all that a program has written that has ended.
  func lookToTheEnd() {
    var length = -1
    while written.utf8.count > length {
      length = written.utf8.count
      look()
    }
  }
}
