import Foundation
import MarkerMotion
import Testing
import Wire
import ZeroMQ

/// Streams spread over daemons.
@Suite(.serialized, .timeLimit(.minutes(10))) struct SitesTests {
  private func shard(of stream: String, count: Int) -> Int? {
    (1...count).first { number in
      Array(stream.utf8).withUnsafeBytes { Shard(number: number, count: count).contains(stream: $0) }
    }
  }

  /// One publisher, two daemons, each with room for its own streams and no more: every frame is forecast once.
  @Test func twoShardsServeEveryStreamOnce() throws {
    let folder = try Workplace()
    let context = try Context()
    let tracker = try Served.tracker(in: folder, context)
    let reader = try Served.reader(of: [Topic.forecast.prefix], in: context)
    let streams = (0..<20).map { "couch-\($0)" }
    let shares = Dictionary(grouping: streams) { shard(of: $0, count: 2)! }
    let daemons = try (1...2).map { number in
      try reader.connect(folder.endpoint("out-\(number)"))
      return try Program(
        [
          "serve", "--shard", "\(number)/2", "--subscribe", folder.endpoint("tracker"), "--publish",
          folder.endpoint("out-\(number)"), "--summary", "\(number).json", "--lossless", "--model", "rls",
          "--rate", "10", "--max-streams", "\(shares[number]!.count)",
        ], in: folder)
    }
    var counts: [String: [UInt64: Int]] = [:]
    func take() throws {
      while let parts = try reader.receiveParts(wait: false) {
        let forecast = try parts[1].withUnsafeBytes { try decodeForecast($0).forecast }
        guard forecast.state != .lost, let sequence = forecast.sequence else { continue }
        let stream = String(decoding: parts[0].dropFirst(Topic.forecast.prefix.utf8.count), as: UTF8.self)
        counts[stream, default: [:]][sequence, default: 0] += 1
      }
    }
    func send(_ sequence: UInt64) throws {
      for stream in streams {
        let place = #""markers":{"a":[1,2,\#(sequence)]}"#
        let text = #"{"t":\#(Double(sequence) / 10),"sequence":\#(sequence),\#(place)}"#
        try tracker.send(Array(Topic.markers.of(stream).utf8), Array(text.utf8))
      }
    }
    var items = [reader.pollItem()]
    var first: UInt64 = 0
    while counts.count < streams.count, daemons.allSatisfy({ $0.isRunning }), first < 2000 {
      try send(first)
      first += 1
      try poll(&items, timeout: .milliseconds(20))
      try take()
    }
    let sequences = first..<first + 50
    for sequence in sequences { try send(sequence) }
    // What is begun is finished before they end.
    for daemon in daemons { daemon.interrupt() }
    for daemon in daemons { #expect(daemon.wait() == 0, "\(daemon.errors)") }
    while try poll(&items, timeout: .milliseconds(500)) > 0 { try take() }
    #expect(counts.keys.sorted() == streams.sorted())
    for (stream, count) in counts {
      #expect(sequences.allSatisfy { count[$0] == 1 }, "\(stream)")
      #expect(count.values.allSatisfy { $0 == 1 }, "\(stream)")
    }
    for number in 1...2 {
      let summary = try folder.object("\(number).json")
      #expect((summary["streams"] as? [String: Any])?.keys.sorted() == shares[number]!.sorted())
      #expect((summary["refused"] as? [String: Int]) == [:])
      #expect((summary["elsewhere"] as? Int ?? 0) >= 50 * shares[3 - number]!.count)
    }
  }

  /// What a pattern's beginning excludes never comes; what the rest of it excludes is passed over, and is no error.
  @Test func streamsAreChosenByPatterns() throws {
    let served = try Served.start([
      "--lossless", "--max-streams", "3", "--streams", "probe,ward-a-*", "--streams", "icu-?",
    ])
    var subscriptions: Set<String> = []
    while let parts = try served.tracker.receiveParts(wait: false) {
      subscriptions.insert(String(decoding: parts[0].dropFirst(), as: UTF8.self))
    }
    #expect(subscriptions == ["markers/probe", "markers/ward-a-", "markers/icu-"])
    for stream in ["ward-b-1", "probe2", "icu-77", "icu-7", "ward-a-1"] {
      for n in 0..<4 { try served.send(#"{"t":\#(n),"markers":{"a":[1,2,\#(n)]}}"#, to: stream) }
    }
    for _ in 0..<4 { #expect(try served.forecast(of: "ward-a-1") != nil) }
    let summary = try served.end()
    #expect((summary["streams"] as? [String: Any])?.keys.sorted() == ["icu-7", "probe", "ward-a-1"])
    #expect(summary["elsewhere"] as? Int == 8)
    #expect(summary["rejected"] as? Int == 0)
    #expect(served.daemon.output.contains("8 messages of streams that others serve were passed over."))
  }
}
