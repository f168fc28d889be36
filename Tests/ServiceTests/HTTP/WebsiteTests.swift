import Foundation
import Logging
import MarkerMotion
import NIOCore
import Service
import Testing
import WebClient
import Wire
import ZeroMQ

/// The server over real sockets, fed as the daemon feeds it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct WebsiteTests {
  /// A website, and the place of the daemon that it belongs to.
  private final class Site {
    let website: Website
    private let context: Context

    init(_ change: (inout HTTPLimits) -> Void = { _ in }) throws {
      var limits = HTTPLimits()
      change(&limits)
      var configuration = ServiceConfiguration()
      configuration.http = HTTPAddress("127.0.0.1:0")
      configuration.checkpoints = "/nowhere"
      configuration.checkpointInterval = 20
      context = try Context()
      website = try #require(
        try Website(
          configuration, limits: limits, in: context, doorkeeper: nil, workers: [],
          logger: Logger(label: "test")))
      website.start()
    }

    deinit { website.stop() }

    var port: Int { website.address.port }

    func pass(_ kind: Topic, _ stream: String, _ bytes: [UInt8]) throws {
      var topic = try Message(kind.of(stream))
      var payload = try Message(bytes)
      try website.feed.keep(&topic, &payload)
      try website.feed.pass()
    }

    func pass(_ stats: Markercast_V1_Stats) throws {
      try pass(.stats, stats.stream, encodeStats(stats, as: .protobuf))
    }

    /// Asks until the answer is so, and gives it; passes statistics until then, as nobody hears the first.
    func get(
      _ path: String, passing stats: [Markercast_V1_Stats] = [], until isSo: (String) -> Bool
    ) throws -> String {
      while true {
        for stats in stats { try pass(stats) }
        let text = try WebClient.get(path, port: port).text
        if isSo(text) { return text }
      }
    }
  }

  private static func stats(_ stream: String, frames: UInt64 = 10) -> Markercast_V1_Stats {
    .with {
      $0.stream = stream
      $0.publishedNs = 1_700_000_000_000_000_000
      $0.state = .tracking
      $0.model = "mixture"
      $0.rateHz = 10
      $0.markers = ["a"]
      $0.frames = frames
      $0.forecasts = frames
      $0.outcomes = ["gap_bridged": frames]
      $0.rejected = ["malformed": 3]
      $0.recentSampleAgeS = 0.25
      $0.budgetS = 0.01
      $0.latencyHistogram = .with {
        $0.valueNs = [100_000, 5_000_000, 20_000_000]
        $0.count = [7, 2, 1]
      }
      $0.latencyS = .with {
        $0.count = 10
        $0.p50 = 0.0001
      }
      $0.accuracy = [
        .with {
          $0.model = "mixture"
          $0.horizons = (1...20).map { tenth in
            .with {
              $0.horizonS = Double(tenth) / 10
              $0.rmseMm = 2
              $0.recentRmseMm = 1.5
            }
          }
        }
      ]
      $0.radii = [
        .with {
          $0.horizonS = 0.1
          $0.coverages = [
            .with {
              $0.asked = 0.9
              $0.count = 100
              $0.held = 91
            }
          ]
        }
      ]
    }
  }

  @Test(arguments: [
    ("/metrics", 200, "text/plain; version=0.0.4"), ("/health", 200, "{\"status\":\"ok\"}"),
    ("/ready", 200, "{\"status\":\"ok\"}"), ("/api/v1/streams", 200, "\"streams\":[]"),
    ("/api/v1/events", 200, "{\"events\":[]}"), ("/api/v1/streams/none", 404, "no such stream"),
    ("/api/v1/streams/../../etc/passwd", 404, "nothing here"), ("/none", 404, "nothing here"),
    ("*", 404, "nothing here"),
    ("/api/v1/live?stream=a/b", 400, "a stream's name"), ("/api/v1/live?speed=1", 400, "a stream's name"),
    ("/", 200, "text/html"), ("/live.css", 200, "text/css"),
  ])
  func whatIsAsked(path: String, status: Int, text: String) throws {
    let site = try Site()
    let answer = try WebClient.get(path, port: site.port)
    #expect(answer.status == status)
    #expect(answer.text.contains(text), "\(answer.text)")
    #expect(answer.text.contains("content-security-policy: default-src 'none'; script-src 'self'"))
    #expect(answer.text.contains("x-content-type-options: nosniff"))
  }

  @Test(arguments: [
    ("POST /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
    ("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
    ("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1.evil.example:9870\r\n\r\n", 421),
    ("GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 421),
    ("GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nhere", 413),
    ("GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "x", count: 9000))\r\n\r\n", 400),
    ("GET /\(String(repeating: "x", count: 20_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\n"
        + (0..<100).map { "X-\($0): 1\r\n" }.joined() + "\r\n", 400
    ),
    ("\u{16}\u{3}\u{1}\r\n\r\n", 400), ("hello\r\n\r\n", 400),
  ])
  func whatIsRefused(request: String, status: Int) throws {
    let site = try Site()
    let client = try WebClient(port: site.port)
    client.send(request)
    #expect(client.read { $0.contains("\r\n\r\n") })
    #expect(client.received.hasPrefix("HTTP/1.1 \(status) "), "\(client.received)")
    #expect(try WebClient.get("/health", port: site.port).status == 200)
  }

  @Test(arguments: ["localhost:9870", "127.0.0.1", "192.168.1.7:80", "[::1]:9870", "ward7:9870", "WARD7"])
  func itsOwnNames(host: String) {
    #expect(HostCheck(serving: "ward7").allows(host))
  }

  @Test(arguments: ["", "ward8", "ward7.evil.example", "[evil]", "[::1", "127.0.0.1.nip.io:80", "0x7f.1:80"])
  func noNamesOfItsOwn(host: String) {
    #expect(!HostCheck(serving: "ward7").allows(host))
  }

  @Test func aConnectionIsUsedAgain() throws {
    let site = try Site()
    let client = try WebClient(port: site.port)
    client.get("/health")
    client.get("/ready")
    #expect(client.read { $0.matches(of: /200 OK/).count == 2 })
    client.send("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    #expect(client.readToEnd())
    #expect(client.received.matches(of: /200 OK/).count == 3 && !client.received.contains("# HELP"))
  }

  /// A byte now and then does not keep a request alive.
  @Test func aSlowRequestIsCutOff() throws {
    let site = try Site { $0.first = .milliseconds(100) }
    let client = try WebClient(port: site.port)
    client.send("GET /metrics HTTP/1.1\r\nHost: ")
    #expect(client.readToEnd() && client.received.isEmpty)
  }

  @Test func whoAsksNothingMoreIsLetGo() throws {
    let site = try Site { $0.next = .milliseconds(100) }
    let client = try WebClient(port: site.port)
    client.get("/health")
    #expect(client.readToEnd() && client.received.contains("200 OK"))
  }

  @Test func connectionsHaveALimit() throws {
    let site = try Site { $0.connections = 2 }
    let first = try WebClient(port: site.port)
    let second = try WebClient(port: site.port)
    for client in [first, second] {
      client.get("/health")
      #expect(client.read { $0.contains("ok") })
    }
    let third = try WebClient(port: site.port)
    #expect(third.readToEnd() && third.received.isEmpty)
    first.get("/metrics")
    #expect(first.read { $0.contains("markercast_http_connections_refused_total 1\n") })
    #expect(first.received.contains("markercast_http_connections 2\n"))
  }

  @Test func metricsOfAStream() throws {
    let site = try Site()
    let text = try site.get("/metrics", passing: [Self.stats("couch-1")]) {
      $0.contains("markercast_streams 1\n")
    }
    for line in [
      "markercast_stream_info{stream=\"couch-1\",model=\"mixture\"} 1",
      "markercast_stream_state{stream=\"couch-1\",state=\"tracking\"} 1",
      "markercast_stream_state{stream=\"couch-1\",state=\"warming_up\"} 0",
      "markercast_frames_total{stream=\"couch-1\"} 10",
      "markercast_events_total{stream=\"couch-1\",event=\"gap_bridged\"} 10",
      "markercast_events_total{stream=\"couch-1\",event=\"stream_lost\"} 0",
      "markercast_latency_seconds_bucket{stream=\"couch-1\",le=\"0.0001\"} 7",
      "markercast_latency_seconds_bucket{stream=\"couch-1\",le=\"0.005\"} 9",
      "markercast_latency_seconds_bucket{stream=\"couch-1\",le=\"0.01\"} 9",
      "markercast_latency_seconds_bucket{stream=\"couch-1\",le=\"0.02\"} 10",
      "markercast_latency_seconds_bucket{stream=\"couch-1\",le=\"+Inf\"} 10",
      "markercast_latency_seconds_count{stream=\"couch-1\"} 10",
      "markercast_error_meters{stream=\"couch-1\",model=\"mixture\",horizon=\"0.1\"} 0.0015",
      "markercast_error_meters{stream=\"couch-1\",model=\"mixture\",horizon=\"2.0\"} 0.0015",
      "markercast_radius_held_total{stream=\"couch-1\",horizon=\"0.1\",coverage=\"0.9\"} 91",
      "markercast_messages_rejected_total{stream=\"couch-1\",reason=\"malformed\"} 3",
      "markercast_messages_rejected_total{stream=\"couch-1\",reason=\"no_stamp\"} 0",
      "markercast_messages_rejected_total{stream=\"couch-1\",reason=\"too_large\"} 0",
      "markercast_messages_refused_total{reason=\"bad_topic\"} 0",
      "markercast_messages_refused_total{reason=\"broken_connection\"} 0",
      "markercast_recent_sample_age_seconds{stream=\"couch-1\"} 0.25",
      "markercast_checkpoint_interval_seconds 20",
    ] {
      #expect(text.contains("\n\(line)\n"), "\(line)")
    }
    #expect(text.matches(of: /markercast_error_meters\{/).count == 8)
  }

  /// Every series of a family stands below its head, and nowhere else.
  @Test func familiesAreWhole() throws {
    let site = try Site()
    let stats = (0..<70).map { Self.stats("couch-\($0)") }
    let text = try site.get("/metrics", passing: stats) { $0.contains("markercast_streams 70\n") }
    #expect(text.contains("markercast_streams_without_detail 6\n"))
    var seen: Set<String> = []
    var family = ""
    for line in text.split(separator: "\n").drop(while: { !$0.hasPrefix("#") })
    where !line.hasPrefix("# TYPE") {
      if line.hasPrefix("# HELP") {
        family = String(line.split(separator: " ")[2])
        #expect(seen.insert(family).inserted, "\(family)")
      } else if !line.trimmingCharacters(in: .whitespaces).isEmpty, line.hasPrefix("markercast") {
        #expect(line.hasPrefix(family), "\(line)")
      }
    }
    #expect(seen.count > 40)
  }

  @Test func whatWasRefusedIsTold() throws {
    let site = try Site()
    var counts = ObservationTally.Counts()
    counts.refuse("bad_topic")
    counts.refuse("bad_topic")
    counts.passOver()
    site.website.tally(counts)
    let text = try site.get("/metrics") {
      $0.contains("markercast_messages_refused_total{reason=\"bad_topic\"} 2\n")
    }
    #expect(text.contains("markercast_messages_elsewhere_total 1\n"))
    #expect(
      try WebClient.get("/api/v1/events", port: site.port).text.contains("\"event\":\"refused_bad_topic\""))
  }

  // MARK: - Events

  @Test func whoLooksSeesMotion() throws {
    let site = try Site()
    _ = try site.get("/metrics", passing: [Self.stats("s")]) { $0.contains("markercast_streams 1\n") }
    let client = try WebClient(port: site.port)
    client.get("/api/v1/live?stream=s")
    #expect(client.read { $0.contains("event: stats\n") })
    #expect(client.received.contains("content-type: text/event-stream"))
    #expect(client.received.contains("event: streams\ndata: {\"clients\":{\"connected\":1,\"dropped\":0},"))
    #expect(client.received.contains("\"event\":\"state_tracking\""))
    let frame = Frame(
      stamp: Stamp(nanoseconds: 1_700_000_000_123_400_000),
      markers: [
        Marker(name: "b", position: Position(-0.0004, 12.3456, -7)), Marker(name: "a", position: nil),
      ])
    let forecast = Forecast(
      stamp: frame.stamp, tick: 9, model: "mixture", state: .tracking, conditions: [.markerOccluded],
      horizons: [
        HorizonForecast(
          seconds: 0.1, stamp: frame.stamp,
          markers: [
            MarkerForecast(name: "a", position: nil),
            MarkerForecast(name: "b", position: Position(1, 2, 3), radii: [0.5]),
          ])
      ], coverages: [0.9])
    let envelope = ForecastEnvelope(
      stream: "s", receivedNanoseconds: 1, publishedNanoseconds: 2, latency: 0.0005, sampleAge: nil,
      isWithinBudget: true)
    // The subscription takes a moment: until then nobody hears.
    while !client.received.contains("event: motion") {
      try site.pass(.markers, "s", encodeFrame(frame, stream: "s", as: .json))
      try site.pass(.forecast, "s", encodeForecast(forecast, envelope: envelope, as: .protobuf))
      try site.pass(.markers, "another", encodeFrame(frame, stream: "another", as: .json))
      let length = client.received.utf8.count
      client.read { $0.utf8.count > length }
    }
    #expect(client.read { $0.contains("\"horizons\"") })
    #expect(client.received.contains("\"markers\":[\"a\",\"b\"]"))
    #expect(client.received.contains("[1700000000.1234,null,null,null,0,12.346,-7]"))
    #expect(client.received.contains("\"horizons\":[[0.1,null,null,null,null,1,2,3,0.500]]"))
    #expect(client.received.contains("\"conditions\":[\"marker_occluded\"]"))
  }

  @Test func newsComeOnce() throws {
    let site = try Site()
    _ = try site.get("/metrics", passing: [Self.stats("s")]) { $0.contains("markercast_streams 1\n") }
    let client = try WebClient(port: site.port)
    client.get("/api/v1/live")
    #expect(client.read { $0.contains("event: news\n") })
    try site.pass(Self.stats("s", frames: 14))
    #expect(client.read { $0.contains("\"gap_bridged\"") })
    #expect(client.received.contains("\"count\":4"))
    let streams = client.received.matches(of: /event: streams/).count
    #expect(client.read { $0.matches(of: /event: streams/).count == streams + 2 })
    #expect(client.received.matches(of: /gap_bridged/).count == 1)
  }

  /// Who does not read misses events, which are counted, and is let go; the others miss nothing.
  @Test func aReaderThatStallsHoldsUpNobody() throws {
    let site = try Site {
      $0.stalled = .milliseconds(500)
      $0.buffer = (low: 1000, high: 8000)
    }
    let stalled = try WebClient(port: site.port, buffer: 2048)
    stalled.get("/api/v1/live?stream=s")
    _ = try site.get("/metrics") { $0.contains("markercast_live_clients 1\n") }
    let reader = try WebClient(port: site.port)
    reader.get("/api/v1/live?stream=s")
    _ = try site.get("/metrics") { $0.contains("markercast_live_clients 2\n") }
    let markers = (0..<60).map { Marker(name: "m\($0)", position: Position(1.234, 5.678, Double($0))) }
    var n: Int64 = 0
    var isLetGo = false
    while !isLetGo {
      for _ in 0..<100 {
        n += 1
        try site.pass(
          .markers, "s",
          encodeFrame(
            Frame(stamp: Stamp(nanoseconds: n * 1_000_000), markers: markers), stream: "s", as: .protobuf))
      }
      reader.forget()
      reader.read { !$0.isEmpty }
      let text = try WebClient.get("/metrics", port: site.port).text
      isLetGo = text.contains("markercast_live_clients 1\n")
      if isLetGo { #expect(!text.contains("markercast_live_updates_dropped_total 0\n")) }
    }
  }

  @Test func thoseWhoAreSentEventsHaveALimit() throws {
    let site = try Site { $0.live = 1 }
    let first = try WebClient(port: site.port)
    first.get("/api/v1/live")
    #expect(first.read { $0.contains("event: streams") })
    #expect(try WebClient.get("/api/v1/live", port: site.port).status == 503)
  }

  @Test func anAddressThatIsTaken() throws {
    let site = try Site()
    var configuration = ServiceConfiguration()
    configuration.http = site.website.address
    let context = try Context()
    func open() throws -> Website? {
      try Website(configuration, in: context, doorkeeper: nil, workers: [], logger: Logger(label: "test"))
    }
    #expect(throws: HTTPBindError.self) { _ = try open() }
    configuration.needsHTTP = false
    #expect(try open() == nil)
  }

  // MARK: - Parts

  @Test(arguments: [
    ("127.0.0.1:9870", "127.0.0.1", 9870, false), ("[::1]:1", "::1", 1, false),
    ("ward7:80", "ward7", 80, true),
    ("0.0.0.0:9870", "0.0.0.0", 9870, true), ("localhost:0", "localhost", 0, false),
    ("[::]:7", "::", 7, true),
  ])
  func addresses(text: String, host: String, port: Int, isPublic: Bool) throws {
    let address = try #require(HTTPAddress(text))
    #expect(address.host == host && address.port == port && address.isPublic == isPublic)
    #expect(address.description == text)
  }

  @Test(arguments: [
    "", "9870", ":9870", "localhost", "localhost:", "localhost:99999", "::1:9870", "localhost:http",
  ])
  func noAddresses(text: String) { #expect(HTTPAddress(text) == nil) }

  @Test func aWorkerThatIsStuckIsFelt() {
    let workers = [Progress(), Progress()]
    let second: UInt64 = 1_000_000_000
    var pulse = Pulse(workers, at: 0)
    for now in 1...20 as ClosedRange<UInt64> {
      workers[0].advance()
      if now < 5 { workers[1].advance() }
      let isFelt = pulse.isFelt(at: now * second)
      #expect(isFelt == (now < 14))
    }
    workers[1].advance()
    let isFelt = pulse.isFelt(at: 21 * second)
    #expect(isFelt)
  }
}
