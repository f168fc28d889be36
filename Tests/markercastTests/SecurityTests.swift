import Foundation
import Testing
import ZeroMQ

@Suite(.serialized, .timeLimit(.minutes(10))) struct SecurityTests {
  private func isDisconnection(_ event: SocketEvent) -> Bool {
    if case .disconnected = event { true } else { false }
  }

  /// A friend is served, over an address that others reach; who has no key, an unknown one, or takes the daemon for
  /// another is counted and hears nothing, and frames of his are none.
  @Test func friendsAreServedAndNobodyElse() throws {
    let guarded = try Guarded.start(friends: ["friend"], host: "0.0.0.0")
    let friend = try guarded.keys("friend")
    let stranger = try CurveKeyPair.generate()
    let tracker = try guarded.tracker(friend)
    let reader = try guarded.reader(friend)
    let plain = try guarded.reader(nil)
    let unknown = try guarded.reader(stranger)
    let mistaken = try guarded.reader(friend, serverKey: stranger.publicKey)
    let plainTracker = try guarded.tracker(nil)
    let unknownTracker = try guarded.tracker(stranger)
    // Who uses no keys may break off before the daemon does.
    let said = [
      /refused a connection from [^ ]+: its key .{8}\.\.\. is not in clients/,
      /refused a connection to [^ ]+: (?:it uses no keys|it broke off)/,
      /refused a connection to [^ ]+: it has another public key for this end/,
    ]
    var (n, served) = (0, 0)
    try guarded.send(from: &n, to: "s", by: tracker) {
      try guarded.send(1, to: "stranger", by: plainTracker)
      try guarded.send(1, to: "stranger", by: unknownTracker)
      served += try guarded.forecasts(at: reader)
      let errors = guarded.daemon.errors
      return served > 20 && said.allSatisfy { errors.contains($0) }
    }
    #expect(
      try guarded.forecasts(at: plain) + guarded.forecasts(at: unknown) + guarded.forecasts(at: mistaken) == 0
    )
    let summary = try guarded.end()
    #expect((summary["streams"] as? [String: Any])?.keys.sorted() == ["s"])
    #expect(summary["rejected"] as? Int == 0)
    let admissions = try #require(summary["admissions"] as? [String: Any])
    #expect(admissions["admitted"] as? Int == 2)
    let refused = try #require(admissions["refused"] as? [String: Int])
    #expect(
      refused["unknown_key", default: 0] > 0 && refused["wrong_server_key", default: 0] > 0, "\(refused)")
    #expect(refused["no_key", default: 0] + refused["broken_off", default: 0] > 0, "\(refused)")
    #expect(guarded.daemon.errors.contains("its key \(stranger.publicKey.prefix(8))..."))
    #expect(guarded.daemon.output.contains("2 let in"))
    // Once in ten seconds, however often they try.
    #expect(guarded.daemon.errors.components(separatedBy: "its key").count - 1 <= 2 + n / 500)
  }

  /// SIGHUP lets a new friend in, who has been trying, and ends the connections of one who is none any more; a list that
  /// can't be read changes nothing.
  @Test func theListIsReadAnew() throws {
    let guarded = try Guarded.start(friends: ["tracker", "old"])
    try Guarded.generate("new", in: guarded.folder)
    let tracker = try guarded.tracker(try guarded.keys("tracker"))
    let old = try guarded.reader(try guarded.keys("old"))
    let new = try guarded.reader(try guarded.keys("new"))
    var n = 0
    try guarded.send(from: &n, to: "s", by: tracker) {
      try guarded.forecasts(at: old) > 0 && guarded.daemon.errors.contains("refused a connection from")
    }
    #expect(try guarded.forecasts(at: new) == 0)

    try Guarded.admit("new", in: guarded.folder)
    kill(guarded.daemon.number, SIGHUP)
    try guarded.send(from: &n, to: "s", by: tracker) { try guarded.forecasts(at: new) > 0 }
    #expect(guarded.daemon.errors.contains("read the list of clients anew: 3 keys, 1 of them new, 0 gone"))

    try Data("nonsense\n".utf8).write(to: guarded.folder.url.appending(path: "clients/bad.public"))
    kill(guarded.daemon.number, SIGHUP)
    try guarded.send(from: &n, to: "s", by: tracker) {
      guarded.daemon.errors.contains(
        "the list of clients stays as it was: clients/bad.public:1: expected a key")
    }
    var stillServed = 0
    try guarded.send(from: &n, to: "s", by: tracker) {
      stillServed += try guarded.forecasts(at: new)
      return stillServed > 3
    }

    let watch = try SocketMonitor(of: old, in: guarded.context)
    for name in ["bad", "old"] {
      try FileManager.default.removeItem(atPath: guarded.folder.path("clients/\(name).public"))
    }
    kill(guarded.daemon.number, SIGHUP)
    var isOut = false
    try guarded.send(from: &n, to: "s", by: tracker) {
      while let (event, _) = try watch.next(timeout: .zero) { isOut = isOut || isDisconnection(event) }
      return isOut
    }
    _ = try guarded.forecasts(at: old)
    stillServed = 0
    try guarded.send(from: &n, to: "s", by: tracker) {
      stillServed += try guarded.forecasts(at: new)
      return stillServed > 20
    }
    #expect(try guarded.forecasts(at: old) == 0)
    _ = try guarded.end()
  }

  /// Connections that never say anything, or nothing of sense, cost the friend nothing.
  @Test(arguments: [UInt64.random(in: 0 ... .max)]) func aFloodOfConnectionsHurtsNobody(seed: UInt64) throws {
    let guarded = try Guarded.start(friends: ["friend"])
    let friend = try guarded.keys("friend")
    let tracker = try guarded.tracker(friend)
    let reader = try guarded.reader(friend)
    var (n, served) = (0, 0)
    try guarded.send(from: &n, to: "s", by: tracker) { try guarded.forecasts(at: reader) > 0 }
    let port = try #require(UInt16(guarded.output.split(separator: ":").last ?? ""))
    var state = seed
    var connections = (0..<300).map { number in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let noise = (0..<64).map { UInt8(truncatingIfNeeded: state >> ($0 % 8 * 8) &+ UInt64($0 * $0)) }
      let greeting: [UInt8] = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F]
      return RawConnection(
        port: port, saying: [[], Array("GET / HTTP/1.1\r\n\r\n".utf8), noise, greeting][number % 4])
    }
    #expect(connections.allSatisfy { $0.isOpen })
    try guarded.send(from: &n, to: "s", by: tracker) {
      served += try guarded.forecasts(at: reader)
      return served > 100
    }
    connections.removeAll()
    let admissions = try #require(try guarded.end()["admissions"] as? [String: Any])
    #expect(admissions["connections"] as? Int ?? 0 >= 302 && admissions["admitted"] as? Int == 2)
  }

  /// Every command speaks with every other by keys: a recording goes from replay through a proxy and a daemon that
  /// connects, to a recorder and a monitor.
  @Test func commandsSpeakByKeys() throws {
    let folder = try Workplace()
    try FileManager.default.createDirectory(
      atPath: folder.path("clients"), withIntermediateDirectories: false)
    for name in ["hub", "site"] { try Guarded.generate(name, in: folder) }
    for name in ["hub", "site"] { try Guarded.admit(name, in: folder) }
    #expect(try Program.run("synth", "--duration", "20s", "--out", "a.csv", in: folder).status == 0)
    let client = ["--key", "site.secret", "--server-key", "hub.public"]
    let hub = ["--key", "hub.secret", "--clients", "clients"]
    let proxy = try Program(
      ["proxy", "--frontend", folder.endpoint("front"), "--backend", folder.endpoint("back")] + hub,
      in: folder)
    let daemon = try Program(
      ["serve", "--subscribe", folder.endpoint("back"), "--publish", ">\(folder.endpoint("front"))"] + client,
      in: folder)
    let record = try Program(
      ["record", "--subscribe", folder.endpoint("back"), "--markers", "m.csv", "--forecasts", "f.jsonl"]
        + client,
      in: folder)
    let monitor = try Program(
      ["monitor", "--subscribe", folder.endpoint("back"), "--count", "1000"] + client, in: folder)
    let replay = try Program(
      ["replay", "a.csv", "--publish", ">\(folder.endpoint("front"))", "--speed", "10", "--loop"] + client,
      in: folder)
    func lines(_ name: String) -> Int {
      ((try? String(contentsOfFile: folder.path(name), encoding: .utf8)) ?? "").split(separator: "\n").count
    }
    while [proxy, daemon, record, monitor, replay].allSatisfy({ $0.isRunning }),
      lines("m.csv") < 20 || lines("f.jsonl") < 20 || !monitor.output.contains("RMSE, a")
    { usleep(20_000) }
    for program in [replay, monitor, record, daemon, proxy] { program.interrupt() }
    for program in [record, daemon, proxy] { #expect(program.wait() == 0, "\(program.errors)") }
    #expect(lines("f.jsonl") >= 20)
    #expect(proxy.errors.contains(" let in, 0 refused"), "\(proxy.errors)")
  }

  /// SIGHUP lets a subscriber of a proxy in, whose subscription then reaches the publisher.
  @Test func aProxyReadsItsListAnewToo() throws {
    let folder = try Workplace()
    try FileManager.default.createDirectory(
      atPath: folder.path("clients"), withIntermediateDirectories: false)
    for name in ["hub", "tracker", "late"] { try Guarded.generate(name, in: folder) }
    try Guarded.admit("tracker", in: folder)
    let proxy = try Program(
      [
        "proxy", "--frontend", folder.endpoint("front"), "--backend", folder.endpoint("back"), "--key",
        "hub.secret", "--clients", "clients",
      ], in: folder)
    let context = try Context()
    let serverKey = try Guarded.keys("hub", in: folder).publicKey
    let publisher = try Socket(.xpub, in: context)
    try publisher.setCurveClient(Guarded.keys("tracker", in: folder), serverKey: serverKey)
    try publisher.connect(folder.endpoint("front"))
    let subscriber = try Socket(.sub, in: context)
    try subscriber.setCurveClient(Guarded.keys("late", in: folder), serverKey: serverKey)
    try subscriber.subscribe("markers/a")
    try subscriber.connect(folder.endpoint("back"))
    while proxy.isRunning, !proxy.errors.contains("refused a connection from") { usleep(10_000) }
    #expect(try publisher.receiveParts(wait: false) == nil)
    try Guarded.admit("late", in: folder)
    kill(proxy.number, SIGHUP)
    var subscription: [[UInt8]]?
    while proxy.isRunning, subscription == nil {
      subscription = try publisher.receiveParts(wait: false)
      // libzmq subscribes anew, at a new connection, where its socket is used.
      #expect(try subscriber.receiveParts(wait: false) == nil)
      usleep(10_000)
    }
    #expect(subscription == [[1] + Array("markers/a".utf8)])
    proxy.interrupt()
    #expect(proxy.wait() == 0, "\(proxy.errors)")
    #expect(proxy.errors.contains("2 let in"), "\(proxy.errors)")
  }

  /// A recording is served to those with keys alone.
  @Test func replayAsksForKeysToo() throws {
    let folder = try Workplace()
    try FileManager.default.createDirectory(
      atPath: folder.path("clients"), withIntermediateDirectories: false)
    for name in ["tracker", "reader"] { try Guarded.generate(name, in: folder) }
    try Guarded.admit("reader", in: folder)
    #expect(try Program.run("synth", "--duration", "20s", "--out", "a.csv", in: folder).status == 0)
    let replay = try Program(
      [
        "replay", "a.csv", "--publish", folder.endpoint("frames"), "--speed", "max", "--key",
        "tracker.secret",
        "--clients", "clients",
      ], in: folder)
    let context = try Context()
    let plain = try Socket(.sub, in: context)
    try plain.subscribe("")
    try plain.connect(folder.endpoint("frames"))
    while replay.isRunning, !replay.errors.contains("refused a connection to") { usleep(10_000) }
    let reader = try Socket(.sub, in: context)
    try reader.setReceiveHighWaterMark(0)
    try reader.subscribe("")
    try reader.setCurveClient(
      Guarded.keys("reader", in: folder), serverKey: Guarded.keys("tracker", in: folder).publicKey)
    try reader.connect(folder.endpoint("frames"))
    #expect(replay.wait() == 0, "\(replay.errors)")
    try reader.setReceiveTimeout(.seconds(10))
    for _ in 0..<200 { #expect(try reader.receiveParts() != nil) }
    #expect(try plain.receiveParts(wait: false) == nil)
  }
}

/// A TCP connection to this machine that says something, and then nothing.
private final class RawConnection {
  private let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  let isOpen: Bool

  init(port: UInt16, saying bytes: [UInt8]) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let descriptor = descriptor
    isOpen = withUnsafeBytes(of: &address) { bytes in
      connect(
        descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress!,
        socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
    _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  deinit { close(descriptor) }
}
