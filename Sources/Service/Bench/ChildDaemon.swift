import CLinux
import Foundation

/// A daemon in a process of its own, and what the kernel tells of it.
final class ChildDaemon {
  private let process = Process()

  /// Starts `program serve`; what it logs goes to our standard error.
  init(program: String, arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["serve"] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
  }

  deinit { kill() }

  var number: pid_t { process.processIdentifier }
  var isRunning: Bool { process.isRunning }

  /// Lets it finish what is begun; its exit status.
  func finish() -> Int32 {
    if process.isRunning { process.interrupt() }
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : 70
  }

  func kill() {
    if process.isRunning { _ = Glibc.kill(number, SIGKILL) }
  }

  /// The CPU time that it has taken, in seconds, but for threads that run only where no other wants the CPU: those keep
  /// it awake.
  var cpuSeconds: Double {
    let folder = "/proc/\(number)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let last = threads.map { use(of: "task/\($0)/stat") }.filter { $0.policy == linux_policy_last }
    return use(of: "stat").seconds - last.map(\.seconds).reduce(0, +)
  }

  /// The CPU time of a process or a thread, and how it is scheduled: proc_pid_stat(5).
  private func use(of file: String) -> (seconds: Double, policy: Int32) {
    // Counted from behind the name, which ends with the last parenthesis.
    let fields = text(of: file).components(separatedBy: ")").last?.split(separator: " ") ?? []
    guard fields.count > 38, let user = Double(fields[11]), let system = Double(fields[12]) else {
      return (0, 0)
    }
    return ((user + system) / Double(sysconf(Int32(_SC_CLK_TCK))), Int32(fields[38]) ?? 0)
  }

  /// Its memory at its largest, in bytes.
  var peakMemory: UInt64 {
    let line = text(of: "status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first).flatMap { UInt64($0) }.map {
      $0 * 1024
    } ?? 0
  }

  private func text(of file: String) -> String {
    (try? String(contentsOfFile: "/proc/\(number)/\(file)", encoding: .utf8)) ?? ""
  }
}
