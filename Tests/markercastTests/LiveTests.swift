import Foundation
import MarkerMotion
import Recordings
import Testing
import WebClient

/// The real daemon, asked by HTTP.
@Suite(.timeLimit(.minutes(10))) struct LiveTests {
  private static let frames = SyntheticBreather.recording(BreathingPattern(), seconds: 300).frames

  /// The port that a daemon has said to be reached at.
  private func port(of daemon: Program) throws -> Int {
    while daemon.isRunning {
      if let port = daemon.errors.firstMatch(of: /live page at http:\/\/127\.0\.0\.1:(\d+),/)?.1 {
        return try #require(Int(port))
      }
    }
    throw CocoaError(.featureUnsupported, userInfo: [NSLocalizedDescriptionKey: daemon.errors])
  }

  @Test func aDaemonShowsItself() throws {
    let served = try Served.start(["--http", "127.0.0.1:0", "--rate", "10", "--model", "rls", "--lossless"])
    let port = try port(of: served.daemon)
    let page = try WebClient.get("/", port: port)
    #expect(page.status == 200 && page.text.contains("<title>"))
    let client = try WebClient(port: port)
    client.get("/api/v1/live?stream=s")
    #expect(client.read { $0.contains("event: streams") })
    // Motion comes once the observer has subscribed, so that the first frames are not in it.
    var sent = 0
    while !client.received.contains("\"tracking\",\"conditions\"") {
      try served.send(try #require(Self.frames.dropFirst(sent).first), to: "s")
      _ = try served.forecast(of: "s")
      sent += 1
      let length = client.received.utf8.count
      if sent % 50 == 0 { client.read { $0.utf8.count > length } }
    }
    var text = ""
    while !text.contains("markercast_forecasts_total{stream=\"s\"} \(sent)\n") {
      text = try WebClient.get("/metrics", port: port).text
    }
    #expect(text.contains("markercast_stream_info{stream=\"s\",model=\"rls\"} 1\n"))
    // The newest forecast's latency is told with the next frame.
    #expect(text.contains("markercast_latency_seconds_count{stream=\"s\"} \(sent - 1)\n"))
    // What the daemon counts without a stream.
    try served.tracker.send(Array("markers/".utf8), [1])
    while !text.contains("markercast_messages_refused_total{reason=\"bad_topic\"} 1\n") {
      text = try WebClient.get("/metrics", port: port).text
    }
    _ = try served.end()
    #expect(client.readToEnd())
  }

  @Test func anAddressThatIsTaken() throws {
    let first = try Served.start(["--http", "127.0.0.1:0"])
    let port = try port(of: first.daemon)
    let folder = try Workplace()
    let second = try Program.run(
      "serve", "--publish", folder.endpoint("out"), "--http", "127.0.0.1:\(port)", in: folder)
    #expect(second.status == 69)
    #expect(second.errors.contains("cannot serve the live page and the metrics at 127.0.0.1:\(port)"))
  }

  @Test func whatOthersCouldSeeIsRefused() throws {
    let folder = try Workplace()
    let result = try Program.run(
      "serve", "--publish", folder.endpoint("out"), "--http", "0.0.0.0:0", in: folder)
    #expect(result.status == 69)
    #expect(result.errors.contains("http://0.0.0.0:0 can be reached from other machines"))
    let typo = try Program.run("serve", "--http", "9870", in: folder)
    #expect(typo.status == 64)
  }
}
