import Forecasting
import MarkerMotion
import Service
import Testing
import Wire

@Suite struct EndpointTests {
  @Test(arguments: [
    ("tcp://127.0.0.1:1", false, "tcp://127.0.0.1:1", false),
    ("tcp://127.0.0.1:1", true, "tcp://127.0.0.1:1", true),
    ("@ipc:///a", false, "ipc:///a", true), (">ipc:///a", true, "ipc:///a", false),
  ])
  func thePrefixTurnsItRound(text: String, binds: Bool, address: String, isBound: Bool) {
    let endpoint = Endpoint(text, bindsByDefault: binds)
    #expect(endpoint.address == address && endpoint.isBound == isBound)
  }

  @Test(arguments: [
    ("tcp://*:1", true), ("tcp://0.0.0.0:1", true), ("tcp://eth0:1", true), ("tcp://192.168.1.5:1", true),
    ("tcp://[::]:1", true), ("tcp://127.0.0.1:1", false), ("tcp://localhost:1", false),
    ("tcp://[::1]:1", false),
    ("ipc:///a", false), ("inproc://a", false),
  ])
  func publicAddressesAreKnown(address: String, isPublic: Bool) {
    #expect(Endpoint(address, bindsByDefault: true).isPublic == isPublic)
    #expect(!Endpoint(address, bindsByDefault: false).isPublic)
  }
}

@Suite struct StreamChoiceTests {
  private func takes(_ configuration: ServiceConfiguration, _ topic: String) -> Bool {
    Array(topic.utf8).withUnsafeBytes { StreamChoice(configuration).takes($0) }
  }

  @Test(
    arguments: [
      ([], ["markers/"], ["a", "b"], []),
      (["a"], ["markers/a"], ["a"], ["ab", "b", "A"]),
      (
        ["ward-a-*", "icu-?"], ["markers/icu-", "markers/ward-a-"], ["ward-a-", "ward-a-12", "icu-7"],
        ["icu-77", "ward-b-1"]
      ),
      (["*-left"], ["markers/"], ["couch-left"], ["left", "couch-left2"]),
      (["bed[0-4]*"], ["markers/bed"], ["bed0", "bed49"], ["bed5", "bed"]),
      (["a*", "a?"], ["markers/a"], ["a", "ab", "abc"], ["b"]),
    ] as [([String], [String], [String], [String])])
  func patternsChooseStreams(patterns: [String], subscriptions: [String], taken: [String], left: [String]) {
    var configuration = ServiceConfiguration()
    configuration.streams = patterns
    #expect(StreamChoice(configuration).subscriptions == subscriptions)
    for name in taken { #expect(takes(configuration, "markers/\(name)"), "\(name)") }
    for name in left { #expect(!takes(configuration, "markers/\(name)"), "\(name)") }
  }

  @Test func eachStreamIsOfOneShardAndAlsoOfAPattern() {
    for n in 0..<200 {
      let takers = (1...3).filter { number in
        var configuration = ServiceConfiguration()
        configuration.shard = Shard(number: number, count: 3)
        configuration.streams = ["bed-*"]
        #expect(!takes(configuration, "markers/room-\(n)"))
        return takes(configuration, "markers/bed-\(n)")
      }
      #expect(takers.count == 1)
    }
  }

  /// What is no topic of a stream is everybody's: to be refused and counted.
  @Test(arguments: ["markers/", "markers/a b", "forecast/a", ""]) func badTopicsAreTaken(topic: String) {
    var configuration = ServiceConfiguration()
    configuration.shard = Shard(number: 1, count: 100)
    configuration.streams = ["b*"]
    #expect(takes(configuration, topic))
  }
}

@Suite struct SequenceWatchTests {
  @Test func missingNumbersAreCounted() {
    var watch = SequenceWatch()
    let missing = [5, 6, 9, 10, 0, 1, 1, 3].map { watch.add($0) }
    #expect(missing == [0, 0, 2, 0, 0, 0, 0, 1])
    #expect(watch.gaps == 2 && watch.missing == 3)
  }
}

@Suite struct SampleAgeTests {
  private func wall(_ seconds: Double) -> Int64 { Int64(seconds * 1e9) }

  @Test func sharedClocksGiveTheDifference() {
    var age = SampleAge(isShared: true)
    age.receive(stamp: Stamp(seconds: 100)!, wall: wall(100.25))
    #expect(abs(age.atReceipt - 0.25) < 1e-9)
  }

  @Test func ownClocksGiveTheDelayAboveTheSmallest() {
    var age = SampleAge(isShared: false)
    for (n, delay) in [0.02, 0.05, 0.01, 0.03].enumerated() {
      age.receive(stamp: Stamp(seconds: Double(n))!, wall: wall(1e6 + Double(n) + delay))
    }
    #expect(abs(age.atReceipt - 0.02) < 1e-6)
  }

  @Test func aDriftIsFoundAndTakenAlong() throws {
    var age = SampleAge(isShared: false)
    for n in 0..<6000 {
      let t = Double(n) / 10
      age.receive(stamp: Stamp(seconds: t)!, wall: wall(1e6 + t * 1.0001 + 0.005 * Double(n % 7)))
    }
    #expect(abs(try #require(age.driftPPM) - 100) < 2)
    #expect(age.atReceipt < 0.05)
  }

  @Test func aClockThatIsSetBeginsAnew() {
    var age = SampleAge(isShared: false)
    age.receive(stamp: Stamp(seconds: 0)!, wall: wall(10))
    age.receive(stamp: Stamp(seconds: 1)!, wall: wall(4000))
    #expect(age.atReceipt == 0)
  }
}

@Suite struct StreamTableTests {
  private func entry(_ table: inout StreamTable, _ topic: String) throws -> (UInt32, Int) {
    let bytes = Array(topic.utf8)
    let entry = try bytes.withUnsafeBytes { try table.entry(of: $0) }
    return (entry.number, entry.worker)
  }

  @Test func streamsAreFoundAgainAndSpread() throws {
    var table = StreamTable(limit: 3, workers: 2)
    #expect(try entry(&table, "markers/a") == (0, 0))
    #expect(try entry(&table, "markers/b") == (1, 1))
    #expect(try entry(&table, "markers/a") == (0, 0))
    #expect(try entry(&table, "markers/c") == (2, 0))
    #expect(throws: Rejection.tooManyStreams(limit: 3)) { try entry(&table, "markers/d") }
    #expect(throws: Rejection.badTopic) { try entry(&table, "markers/") }
    #expect(throws: Rejection.badTopic) { try entry(&table, "forecast/a") }
    let name = String(repeating: "d", count: Topic.longestName)
    #expect(throws: Rejection.tooManyStreams(limit: 3)) { try entry(&table, "markers/\(name)") }
    #expect(throws: Rejection.badTopic) { try entry(&table, "markers/\(name)d") }
    #expect(throws: Rejection.badTopic) {
      try entry(&table, "markers/" + String(repeating: "d", count: 1_000_000))
    }
  }

  @Test func aLatencyIsToldOnce() throws {
    var table = StreamTable(limit: 3, workers: 1)
    _ = try entry(&table, "markers/a")
    let first = table.put(latency: 5, of: 0)
    let second = table.put(latency: 6, of: 0)
    let taken = table.takeLatency(of: 0)
    let again = table.takeLatency(of: 0)
    #expect(first == nil && second == 5 && taken == 6 && again == 0)
    #expect(table.latencies().isEmpty)
  }
}

@Suite struct DurationMeterTests {
  @Test func percentilesAreThoseOfTheValues() {
    var meter = DurationMeter()
    for n in 1...1000 { meter.record(nanoseconds: UInt64(n) * 1000) }
    let p = meter.percentiles
    #expect(p.count == 1000)
    for (value, expected) in [
      (p.p50, 500e-6), (p.p90, 900e-6), (p.p99, 990e-6), (p.p999, 999e-6), (p.max, 1e-3),
    ] {
      #expect(abs(value / expected - 1) < 0.01)
    }
    #expect(DurationMeter().percentiles.count == 0)
  }
}

@Suite struct StreamServerTests {
  private func frame(_ n: Int, _ z: Double) -> [UInt8] {
    Array(#"{"t":\#(Double(n) / 10),"sequence":\#(n),"markers":{"a":[1,2,\#(z)]}}"#.utf8)
  }

  private func receive(_ server: StreamServer, _ bytes: [UInt8]) throws -> Bool {
    try bytes.withUnsafeBytes { try server.receive($0, at: .now()) }
  }

  private func server() -> StreamServer {
    var configuration = ServiceConfiguration()
    configuration.session.rate = 10
    return StreamServer(name: "s", configuration: configuration)
  }

  @Test func everyFrameIsForecastOnce() throws {
    let server = server()
    for n in 0..<5 {
      #expect(try receive(server, frame(n, Double(n))))
      let (forecast, envelope) = try server.forecast().withUnsafeBytes { try decodeForecast($0) }
      #expect(forecast.sequence == UInt64(n) && envelope.stream == "s" && envelope.isWithinBudget)
    }
    #expect(server.summary.frames == 5 && server.summary.forecasts == 5 && server.summary.skipped == 0)
  }

  /// When frames wait, the newest is forecast from and the others are history all the same.
  @Test func waitingFramesAreSkippedAndReachTheHistory() throws {
    let server = server()
    for n in 0..<4 { #expect(try receive(server, frame(n, Double(n)))) }
    let (forecast, _) = try server.forecast().withUnsafeBytes { try decodeForecast($0) }
    #expect(forecast.sequence == 3 && forecast.tick == 3)
    #expect(server.summary.frames == 4 && server.summary.forecasts == 1 && server.summary.skipped == 3)
  }

  @Test func aDuplicateIsCountedAndNotForecast() throws {
    let server = server()
    _ = try receive(server, frame(0, 0))
    _ = server.forecast()
    #expect(try !receive(server, frame(0, 0)))
    #expect(server.finalSummary().events["duplicate_frame"] == 1)
    _ = try receive(server, frame(1, 1))
    #expect(try receive(server, frame(1, 1)), "the frame before it still waits for its forecast")
    #expect(server.summary.skipped == 0)
  }

  @Test func aBadMessageIsCountedByReasonAndReachesNoModel() throws {
    let server = server()
    _ = try receive(server, frame(0, 0))
    for text in ["", "{", #"{"t":1,"markers":{"a":[NaN,0,0]}}"#] {
      #expect(throws: Rejection.self) { try receive(server, Array(text.utf8)) }
    }
    let stats = try server.statistics().withUnsafeBytes { try decodeStats($0) }
    #expect(stats.rejected == ["empty": 1, "malformed": 1, "non_finite": 1])
    #expect(stats.frames == 1 && server.summary.rejected == 3)
  }

  @Test func theRecentSampleAgeIsOfWhatWasForecastSinceTheLastStatistics() throws {
    let server = server()
    func recent() throws -> Double? {
      let stats = try server.statistics().withUnsafeBytes { try decodeStats($0) }
      return stats.hasRecentSampleAgeS ? stats.recentSampleAgeS : nil
    }
    #expect(try recent() == nil)
    _ = try receive(server, frame(0, 0))
    _ = server.forecast()
    #expect(try recent().map { $0 >= 0 } == true)
    #expect(try recent() == nil)
  }

  @Test func aLateForecastIsCounted() throws {
    let server = server()
    server.countLatency(nanoseconds: 9_000_000)
    server.countLatency(nanoseconds: 11_000_000)
    #expect(server.summary.budgetMisses == 1)
  }

  @Test func framesThatStopAreLostWithoutHorizons() throws {
    let server = server()
    #expect(server.lostDeadline == nil)
    _ = try receive(server, frame(0, 0))
    #expect(server.lostDeadline != nil)
    let (forecast, _) = try server.lost().withUnsafeBytes { try decodeForecast($0) }
    #expect(forecast.state == .lost && forecast.horizons.isEmpty && forecast.sequence == 0)
    #expect(server.lostDeadline == nil && server.state == .lost)
    _ = try receive(server, frame(1, 1))
    #expect(server.state == .warmingUp)
  }
}

@Suite struct MarkerAllowanceTests {
  @Test func streamsShareTheMarkersAndKeepWhatTheyHave() throws {
    let allowance = MarkerAllowance(limit: 10)
    var (a, b) = (0, 0)
    try allowance.hold(6, instead: &a)
    #expect(throws: Rejection.tooManyMarkersInAll(limit: 10)) { try allowance.hold(5, instead: &b) }
    #expect(b == 0)
    try allowance.hold(2, instead: &a)
    #expect(a == 6)
    try allowance.hold(4, instead: &b)
    try allowance.hold(4, instead: &b)
    #expect(throws: Rejection.self) { try allowance.hold(7, instead: &a) }
  }
}

@Suite struct PublicEndpointTests {
  @Test(arguments: [
    ("tcp://*:5555", true), ("tcp://0.0.0.0:1", true), ("tcp://[::]:1", true), ("tcp://10.0.0.1:1", true),
    ("tcp://eth0:1", true), ("tcp://127.0.0.1:1", false), ("tcp://[::1]:1", false), ("tcp://lo:1", false),
    ("ipc:///tmp/a", false), ("inproc://a", false), ("epgm://eth0;239.0.0.1:5555", true),
    ("tipc://{1,2}", true),
    ("nowhere", false),
  ])
  func whatOthersReachIsPublicWhereItIsBound(address: String, isPublic: Bool) {
    #expect(Endpoint("@\(address)", bindsByDefault: false).isPublic == isPublic)
    #expect(!Endpoint(">\(address)", bindsByDefault: true).isPublic)
  }
}
