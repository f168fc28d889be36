import Foundation
import Glibc
import Testing

/// The monitor beside a real daemon, and on a terminal that is none.
@Suite(.serialized, .timeLimit(.minutes(10))) struct MonitorTests {
  /// Sends frames of a stream `couch` until `holds`, or until the monitor ends.
  private func feed(
    _ served: borrowing Served, _ n: inout Int, to monitor: Program, _ terminal: PseudoTerminal? = nil,
    until holds: () -> Bool
  ) throws {
    while monitor.isRunning {
      try served.send(
        #"{"t":\#(Double(n) / 10),"markers":{"a":[1,2,\#(10 * sin(Double(n) / 7))],"b":[0,\#(n % 2),0]}}"#,
        to: "couch")
      _ = try served.forecast(of: "couch")
      n += 1
      terminal?.look()
      if holds() { return }
    }
    Issue.record("the monitor ended: \(monitor.errors), \(terminal?.text ?? monitor.output)")
  }

  @Test func theDashboardShowsADaemonHearsKeysAndGivesTheTerminalBack() throws {
    let served = try Served.start()
    let terminal = try PseudoTerminal(width: 110, height: 44)
    let settings = terminal.settings
    let monitor = try Program(
      [
        "monitor", "--subscribe", served.folder.endpoint("out"), "--frames",
        served.folder.endpoint("tracker"),
      ], in: served.folder, on: terminal)
    var n = 0
    func until(_ shown: [String], not hidden: [String] = []) throws {
      try feed(served, &n, to: monitor, terminal) {
        let text = terminal.text
        return shown.allSatisfy { text.contains($0) } && !hidden.contains { text.contains($0) }
      }
    }
    func press(_ keys: String, until shown: String..., not hidden: String...) throws {
      terminal.press(keys)
      try until(shown, not: hidden)
    }
    try until([
      "streams, by name", "  probe ", "motion of ", "error of the last minute", "latency, second by second",
      "events",
    ])
    #expect(terminal.settings != settings)
    // Whichever was chosen first, above it is couch.
    try press("\u{1B}[A", until: "▸ couch", "motion of couch: a, z (moves most), mm, measured", "[0.5 s]")
    try press("j", until: "▸ probe", "motion of probe")
    try press("k", until: "▸ couch", "couch: a, z")
    try press("m", until: "couch: b, y (moves most)")
    try press("x", until: "couch: b, x, mm")
    try press("]", until: "[0.6 s]")
    try press("s", until: "streams, by state")
    try press("?", until: "choose the stream")
    try press("\u{1B}", until: "streams, by state", not: "choose the stream")
    try press(" ", until: "PAUSED")
    try press(" ", until: "streams", not: "PAUSED")
    terminal.resize(width: 60, height: 16, for: monitor)
    try until(
      ["streams, by state", "motion of couch", "error of the last"], not: ["events", "latency, second"])
    terminal.resize(width: 40, height: 10, for: monitor)
    try until(["40 columns, 10 rows: make it 60 and 16"], not: ["streams"])
    terminal.resize(width: 110, height: 44, for: monitor)
    try until(["events", "motion of couch: b, x"], not: ["make it"])
    terminal.press("q")
    #expect(monitor.wait() == 0)
    terminal.lookToTheEnd()
    #expect(terminal.written.hasSuffix("\u{1B}[?25h\u{1B}[?1049l"))
    #expect(terminal.settings == settings)
    _ = try served.end()
  }

  enum Ending: CaseIterable { case key, controlC, interrupt, terminate, hangUp, count }

  @Test(arguments: Ending.allCases) func theTerminalIsGivenBackHoweverItEnds(ending: Ending) throws {
    let folder = try Workplace()
    let terminal = try PseudoTerminal(width: 80, height: 24)
    let settings = terminal.settings
    let monitor = try Program(
      ["monitor", "--subscribe", folder.endpoint("none")] + (ending == .count ? ["--count", "1"] : []),
      in: folder,
      on: terminal)
    while monitor.isRunning, !terminal.text.contains("no statistics yet") { terminal.look() }
    switch ending {
    case .key: terminal.press("q")
    case .controlC: terminal.press("\u{3}")
    case .interrupt: monitor.interrupt()
    case .terminate: monitor.terminate()
    case .hangUp: terminal.hangUp()
    case .count: break
    }
    #expect(monitor.wait() == 0, "\(monitor.errors)")
    guard ending != .hangUp else { return }
    terminal.lookToTheEnd()
    #expect(terminal.written.hasSuffix("\u{1B}[?25h\u{1B}[?1049l"))
    #expect(terminal.settings == settings)
  }

  @Test func jsonIsALineForEachRefresh() throws {
    let served = try Served.start()
    let monitor = try Program(
      ["monitor", "--subscribe", served.folder.endpoint("out"), "--json", "--count", "3"], in: served.folder)
    var n = 0
    try feed(served, &n, to: monitor) { monitor.output.split(separator: "\n").count == 3 }
    #expect(monitor.wait() == 0)
    let lines = try monitor.output.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(lines.count == 3)
    let times = lines.compactMap { $0["time"] as? Double }
    #expect(times.count == 3 && times == times.sorted() && times[0] > 1.7e9)
    let streams = try #require(lines[2]["streams"] as? [[String: Any]])
    #expect(streams.map { $0["stream"] as? String } == ["couch", "probe"])
    #expect(streams[0]["frames"] as? Int ?? 0 > 0 && streams[0]["markers"] as? [String] == ["a", "b"])
    #expect(streams[0]["age_s"] as? Double ?? -1 >= 0)
    _ = try served.end()
  }

  @Test func aDumbTerminalGetsThePlainTable() throws {
    let folder = try Workplace()
    let terminal = try PseudoTerminal(width: 200, height: 24)
    let monitor = try Program(
      ["TERM=dumb", Program.path, "monitor", "--subscribe", folder.endpoint("none"), "--count", "1"],
      in: folder,
      executable: "/usr/bin/env", on: terminal)
    #expect(monitor.wait() == 0)
    terminal.lookToTheEnd()
    #expect(terminal.written.hasPrefix("no statistics yet") && !terminal.written.contains("\u{1B}"))
  }
}
