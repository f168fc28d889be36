import Foundation
import Testing

/// The README's clients, run by the system's Python with Debian's python3-zmq.
@Suite(.timeLimit(.minutes(10))) struct PythonTests {
  private static let python = "/usr/bin/python3"
  private static let hasZeroMQ: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", "import zmq"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  @Test(.enabled(if: hasZeroMQ, "python3-zmq is not installed"))
  func tenLinesOfPythonSendAndReceive() throws {
    let folder = try Workplace()
    let daemon = try Program(
      [
        "serve", "--subscribe", folder.endpoint("in"), "--publish", folder.endpoint("out"), "--encoding",
        "json",
        "--rate", "10",
      ], in: folder)
    let examples = Program.root.appending(path: "Examples").path
    let receiver = try Program(
      ["\(examples)/receive.py", folder.endpoint("out"), "5"], in: folder, executable: Self.python)
    let sender = try Program(
      ["\(examples)/send.py", folder.endpoint("in"), "100"], in: folder, executable: Self.python)
    #expect(receiver.wait() == 0, "\(receiver.errors)")
    let lines = receiver.output.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(
      lines.allSatisfy {
        $0.hasPrefix("persistence STATE_WARMING_UP {'chest': {'x': 12.0, 'y': -80.0, 'z': ")
      })
    sender.terminate()
    daemon.interrupt()
    #expect(daemon.wait() == 0)
  }
}
