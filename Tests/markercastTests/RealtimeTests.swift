import Foundation
import Testing

@Suite(.timeLimit(.minutes(10))) struct RealtimeTests {
  @Test(arguments: [
    ("2,3", [2, 3]), ("2-5", [2, 3, 4, 5]), ("0,2-3,2", [0, 2, 3]), ("7", [7]), ("1, 0", [1, 0]),
  ])
  func listsOfCPUsAreReadAndPrinted(text: String, cpus: [Int]) throws {
    let folder = try Workplace()
    let typed = try Program.run(
      "serve", "--realtime", "--awake", "--cpus", text, "--print-config", in: folder)
    #expect(typed.status == 0)
    #expect(
      typed.output.contains("realtime: true\ncpus:\n\(cpus.map { "- \($0)\n" }.joined())awake: true\n"),
      "\(typed.output)")
    try Data(typed.output.utf8).write(to: folder.url.appending(path: "a.yaml"))
    #expect(
      try Program.run("serve", "--config", "a.yaml", "--print-config", in: folder).output == typed.output)
  }

  @Test(arguments: ["", "x", "3-2", "1,,2", "-1", "1-", "1-2-3", "1024"])
  func whatIsNoListOfCPUsIsRefused(text: String) throws {
    let program = try Program.run("serve", "--cpus=\(text)", "--print-config", in: Workplace())
    #expect(program.status == 64)
    #expect(program.errors.contains("'--cpus <list>'"), "\(program.errors)")
  }

  /// Without the rights to it the daemon serves all the same, and says once for each thing what to do.
  @Test func whatIsRefusedIsAWarning() throws {
    let limits = ["/usr/bin/prlimit", "--rtprio=0:0", "--memlock=65536:65536"]
    let wrapper =
      getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-sys_nice,-ipc_lock"] + limits : limits
    let served = try Served.start(["--realtime", "--cpus", "1022,1023"], under: wrapper)
    let summary = try served.end()
    #expect(summary["frames"] as? Int ?? 0 > 0)
    let realtime = try #require(summary["realtime"] as? [String: Any])
    #expect(realtime["fifo_priority"] == nil)
    #expect(realtime["memory_locked"] as? Bool == false && realtime["cpus"] as? [Int] == [])
    for sentence in [
      "realtime scheduling is refused, ", "LimitRTPRIO=41", "locking memory is refused, ",
      "LimitMEMLOCK=infinity",
      "CPU 1022, 1023 of --cpus is not among those", "realtime: nothing granted",
    ] {
      #expect(
        served.daemon.errors.components(separatedBy: sentence).count == 2,
        "\(sentence): \(served.daemon.errors)")
    }
    #expect(served.daemon.output.contains("realtime: nothing granted"))
  }

  /// What the summary says that threads were granted is what the kernel says of them.
  @Test func whatIsGrantedIsWhatTheKernelTells() throws {
    let cpu = try #require(Self.allowedCPUs(of: "/proc/self").first)
    let served = try Served.start(["--realtime", "--cpus", "\(cpu)", "--workers", "2"])
    let folder = "/proc/\(served.daemon.number)"
    var priorities: [Int] = []
    var pinned = 0
    // The threads ask for themselves when they begin: first for a priority, then for a CPU.
    while served.daemon.isRunning, pinned < 5 || ![0, 5].contains(priorities.count) {
      let threads = try Self.threads(of: folder)
      priorities = threads.map(Self.scheduling).filter { $0.policy == 1 }.map(\.priority).sorted()
      pinned = threads.count { Self.allowedCPUs(of: $0) == [cpu] }
    }
    let locked = Self.status(of: folder, "VmLck")
    let summary = try served.end()
    let realtime = try #require(summary["realtime"] as? [String: Any])
    #expect(realtime["cpus"] as? [Int] == [cpu])
    if realtime["fifo_priority"] != nil {
      #expect(realtime["fifo_priority"] as? Int == 40)
      // The workers, the sockets' thread and libzmq's two.
      #expect(priorities == [40, 40, 41, 41, 41])
    } else {
      #expect(priorities == [] && served.daemon.errors.contains("realtime scheduling is refused"))
    }
    #expect((realtime["memory_locked"] as? Bool == true) == (locked.first != "0"))
  }

  /// Where the kernel has no driver that puts CPUs to sleep, a thread spins on each that is asked for, else on all, and
  /// gives way to any other; where it has one, the request to it is held open.
  @Test(arguments: [false, true], [[], ["--realtime"]])
  func theCPUsAreKeptAwake(onOne: Bool, flags: [String]) throws {
    let allowed = Self.allowedCPUs(of: "/proc/self")
    let cpus = onOne ? Array(allowed.suffix(1)) : allowed
    let list = cpus.map(String.init).joined(separator: ",")
    let served = try Served.start(["--awake"] + (onOne ? ["--cpus", list] : []) + flags)
    let folder = "/proc/\(served.daemon.number)"
    let spinners = try Self.threads(of: folder).filter { Self.scheduling(of: $0).policy == 5 }
    let spun = spinners.flatMap(Self.allowedCPUs).sorted()
    let requests = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd").count {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/fd/\($0)"))
        == "/dev/cpu_dma_latency"
    }
    let summary = try served.end()
    let realtime = try #require(summary["realtime"] as? [String: Any])
    switch realtime["awake"] as? String {
    case "spinning": #expect(spinners.count == cpus.count && spun == cpus && requests == 0)
    case "cpu_dma_latency": #expect(spinners == [] && requests == 1)
    default: #expect(served.daemon.errors.contains("keeping the CPUs awake is refused"))
    }
    if let awake = realtime["awake"] as? String {
      #expect(served.daemon.output.contains("awake by \(awake)"))
      #expect(served.daemon.errors.contains("awake by \(awake)"))
    }
  }

  private static func threads(of folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder)/task").map { "\(folder)/task/\($0)" }
  }

  private static func status(of folder: String, _ name: String) -> [Substring] {
    let text = (try? String(contentsOfFile: "\(folder)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().map { $0 } ?? []
  }

  private static func allowedCPUs(of folder: String) -> [Int] {
    (status(of: folder, "Cpus_allowed_list").first ?? "").split(separator: ",").flatMap { part -> [Int] in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      return ends.isEmpty ? [] : Array(ends[0]...ends[ends.count - 1])
    }
  }

  /// How a thread is scheduled: 0 as usual, 1 SCHED_FIFO, 5 SCHED_IDLE, and at what realtime priority.
  private static func scheduling(of folder: String) -> (policy: Int?, priority: Int) {
    let text = (try? String(contentsOfFile: "\(folder)/stat", encoding: .utf8)) ?? ""
    // Counted from behind the name, which ends with the last parenthesis: proc_pid_stat(5).
    let fields = text.components(separatedBy: ") ").last?.split(separator: " ") ?? []
    guard fields.count > 38 else { return (nil, 0) }
    return (Int(fields[38]), Int(fields[37]) ?? 0)
  }
}
