import Foundation
import Testing
import Wire
import ZeroMQ

/// Text from the network reaches terminals and logs, and must do nothing there.
@Suite(.serialized, .timeLimit(.minutes(10))) struct HostileTextTests {
  static let evil = [
    "\u{1B}]0;owned\u{7}", "\u{1B}[2J", "\u{9B}31m", "a\nstream forged", "\u{202E}gpj.exe",
    "\u{200B}\u{2028}",
    String(repeating: "x", count: 100_000),
  ]

  private func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n"
        || ![.control, .format, .lineSeparator, .paragraphSeparator].contains(
          scalar.properties.generalCategory)
    }
  }

  /// A publisher of statistics that nobody should believe, among some that are good.
  @Test func theMonitorShowsNoSuchText() throws {
    let folder = try Workplace()
    let context = try Context()
    let publisher = try Socket(.xpub, in: context)
    try publisher.bind(folder.endpoint("stats"))
    let monitor = try Program(
      ["monitor", "--subscribe", folder.endpoint("stats"), "--count", "2"], in: folder)
    func send(_ stats: Markercast_V1_Stats, to topic: String) throws {
      try publisher.send(Array(topic.utf8), encodeStats(stats, as: .protobuf))
    }
    while monitor.isRunning {
      for (number, text) in Self.evil.enumerated() {
        var stats = Markercast_V1_Stats()
        stats.stream = text
        try send(stats, to: "stats/\(text)")
        try send(stats, to: "stats/honest")
        stats.stream = "s\(number)"
        stats.model = text
        stats.accuracy = (0..<100).map { _ in
          .with {
            $0.model = text
            $0.horizons = [.with { $0.horizonS = 1 }]
          }
        }
        stats.weights = [
          .with {
            $0.horizonS = 1
            $0.experts = [.with { $0.model = text }]
          }
        ]
        try send(stats, to: "stats/s\(number)")
      }
      usleep(20_000)
    }
    #expect(monitor.wait() == 0, "\(monitor.errors)")
    #expect(isHarmless(monitor.output))
    #expect(monitor.output.contains("RMSE, s0") && monitor.output.contains(#"\u{1B}]0;owned"#))
    #expect(!monitor.output.contains("honest") && !monitor.output.contains("\nstream forged"))
    #expect(monitor.output.utf8.count < 200_000)
  }

  /// Topics, streams, markers and sessions of a tracker that means harm: all refused, and the log is one of plain lines.
  @Test func theDaemonLogsNoSuchText() throws {
    let served = try Served.start()
    for text in Self.evil {
      try served.send("{}", to: text)
      try served.tracker.send(Array(text.utf8), [1])
      for member in ["stream", "session"] {
        let frame = try JSONSerialization.data(
          withJSONObject: ["stampNs": 1, member: text, "markers": [["name": "a"]]])
        try served.send(String(decoding: frame, as: UTF8.self), to: "s")
      }
      let frame = try JSONSerialization.data(withJSONObject: ["t": 1, "markers": [text: [1, 2, 3]]])
      try served.send(String(decoding: frame, as: UTF8.self), to: "s")
    }
    try served.send(#"{"t":0,"markers":{"a":[1,2,3]}}"#, to: "s")
    #expect(try served.forecast(of: "s") != nil)
    let summary = try served.end()
    #expect((summary["streams"] as? [String: Any])?.keys.sorted() == ["probe", "s"])
    #expect(served.daemon.errors.contains("refused a message"))
    #expect(isHarmless(served.daemon.errors) && isHarmless(served.daemon.output), "\(served.daemon.errors)")
    #expect(!served.daemon.errors.contains("\nstream forged"))
    #expect(served.daemon.errors.utf8.count < 20_000)
  }

  /// The markers of all streams together are limited; a stream keeps what it has.
  @Test func markersOfAllStreamsAreLimited() throws {
    let served = try Served.start(["--max-markers", "4", "--lossless"])
    for n in 0..<3 {
      try served.send(#"{"t":\#(n),"markers":{"a":[1,2,\#(n)],"b":null,"c":[1,2,3]}}"#, to: "three")
      try served.send(#"{"t":\#(n),"markers":{"a":[1,2,\#(n)]}}"#, to: "more")
      #expect(try served.forecast(of: "three") != nil)
    }
    let summary = try served.end()
    let streams = try #require(summary["streams"] as? [String: [String: Any]])
    #expect(streams["three"]?["forecasts"] as? Int == 3 && streams["more"]?["rejected"] as? Int == 3)
    #expect(served.daemon.errors.contains("the streams have 4 markers together already"))
  }
}
