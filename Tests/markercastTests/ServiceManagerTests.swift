import Foundation
import Glibc
import Testing

/// The daemon and the proxy under a service manager: a socket that takes what they say.
@Suite(.timeLimit(.minutes(10))) struct ServiceManagerTests {
  private static let python = "/usr/bin/python3"
  private static let mayStopThreads: Bool = {
    let scope = try? String(contentsOfFile: "/proc/sys/kernel/yama/ptrace_scope", encoding: .utf8)
    return getuid() == 0 || scope == nil || scope == "0\n"
  }()

  private func environment(_ settings: [String: String]) -> [String] {
    ["/usr/bin/env"] + settings.map { "\($0)=\($1)" }
  }

  private func serve(
    _ settings: [String: String], in folder: Workplace, publish: String? = nil
  ) throws -> Program {
    try Program(
      environment(settings).dropFirst() + [
        Program.path, "serve", "--subscribe", folder.endpoint("in"), "--publish",
        publish ?? folder.endpoint("out"), "--http", "none",
      ], in: folder, executable: "/usr/bin/env")
  }

  /// Ready once clients can connect, stopping with the signal, nothing between where nobody watches.
  @Test(arguments: [SIGTERM, SIGINT], [false, true])
  func readyAndStoppingAreTold(signal: Int32, isAbstract: Bool) throws {
    let folder = try Workplace()
    let name = isAbstract ? "@markercast-\(UUID().uuidString)" : folder.path("notify")
    let inbox = try Inbox(name)
    let daemon = try serve(["NOTIFY_SOCKET": name], in: folder)
    let ready = try #require(inbox.nextLines(), "\(daemon.errors)")
    #expect(ready.first == "READY=1")
    #expect(
      ready.last == "STATUS=takes frames at \(folder.endpoint("in")), publishes at \(folder.endpoint("out"))")
    #expect(accepts(folder.path("out")))
    if signal == SIGTERM { daemon.terminate() } else { daemon.interrupt() }
    #expect(inbox.nextLines() == ["STOPPING=1", "STATUS=finishing what is begun"])
    #expect(daemon.wait() == 0)
    #expect(inbox.next(within: 0) == nil)
  }

  @Test func aProxyTellsItToo() throws {
    let folder = try Workplace()
    let inbox = try Inbox(folder.path("notify"))
    let proxy = try Program(
      environment(["NOTIFY_SOCKET": folder.path("notify")]).dropFirst() + [
        Program.path, "proxy", "--frontend", folder.endpoint("front"), "--backend", folder.endpoint("back"),
      ], in: folder, executable: "/usr/bin/env")
    #expect(inbox.nextLines()?.first == "READY=1", "\(proxy.errors)")
    #expect(accepts(folder.path("front")) && accepts(folder.path("back")))
    proxy.terminate()
    #expect(inbox.nextLines()?.first == "STOPPING=1")
    #expect(proxy.wait() == 0)
  }

  @Test func whatCannotBindIsNeverReady() throws {
    let folder = try Workplace()
    let inbox = try Inbox(folder.path("notify"))
    let daemon = try serve(
      ["NOTIFY_SOCKET": folder.path("notify")], in: folder, publish: folder.endpoint("missing/out"))
    #expect(daemon.wait() == 69)
    #expect(inbox.next(within: 0) == nil)
  }

  /// A manager that has gone, or one that is none, is no reason not to serve.
  @Test(arguments: ["/nobody/listens", "@nobody-listens", "nonsense", ""])
  func itServesWhereNobodyListens(name: String) throws {
    let settings = environment(["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "1000000"])
    let summary = try Served.start(under: settings).end()
    #expect(summary["frames"] as? Int ?? 0 > 0)
  }

  /// The watchdog is fed for as long as every worker gets on, also where its streams are idle. One worker is stopped, as a
  /// debugger stops a single thread, and set free again.
  @Test(.enabled(if: mayStopThreads, "the kernel forbids to stop a thread of another process"))
  func aWorkerThatHangsIsNoticed() throws {
    let folder = try Workplace()
    let inbox = try Inbox(folder.path("notify"))
    let served = try Served.start(
      ["--workers", "2"],
      under: environment(["NOTIFY_SOCKET": folder.path("notify"), "WATCHDOG_USEC": "2000000"]))
    #expect(inbox.nextLines()?.first == "READY=1")
    // The frames of the probe have ended: nothing but the watchdog is left to wake anybody for.
    for _ in 0..<6 { #expect(inbox.nextLines() == ["WATCHDOG=1"]) }
    let debugger = try Program(
      ["-c", Self.debugger, "\(served.daemon.number)", folder.path("go-on")], in: folder,
      executable: Self.python)
    while debugger.isRunning, !debugger.output.contains("stopped") { usleep(10_000) }
    try #require(debugger.isRunning, "\(debugger.errors)")
    // What was said before, and what the worker's last turns are still good for.
    while inbox.next(within: 2) != nil {}
    #expect(inbox.next(within: 4) == nil)
    #expect(served.daemon.isRunning)
    _ = FileManager.default.createFile(atPath: folder.path("go-on"), contents: nil)
    #expect(debugger.wait() == 0, "\(debugger.errors)")
    for _ in 0..<3 { #expect(inbox.nextLines() == ["WATCHDOG=1"]) }
    _ = try served.end()
  }

  /// Stops one worker of a process until a file is there.
  private static let debugger = """
    import ctypes, os, pathlib, sys, time

    process, go_on = sys.argv[1:]
    ptrace = ctypes.CDLL(None, use_errno=True).ptrace
    ptrace.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
    attach, detach = 16, 17
    threads = sorted(pathlib.Path(f"/proc/{process}/task").iterdir(), key=lambda thread: int(thread.name))
    # Dispatch and libzmq name theirs; of the program's own the workers are started last.
    workers = [int(t.name) for t in threads if (t / "comm").read_text() == "markercast\\n"]
    if ptrace(attach, workers[-1], None, None) != 0:
        sys.exit(os.strerror(ctypes.get_errno()))
    os.waitpid(workers[-1], 0x40000000)  # __WALL: a thread that is nobody's child
    print("stopped", flush=True)
    while not os.path.exists(go_on):
        time.sleep(0.01)
    ptrace(detach, workers[-1], None, None)
    """

  private func accepts(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    return withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }
}
