import Foundation
import MarkerMotion
import Testing
import Wire
import ZeroMQ

/// A running daemon that asks for keys: it takes frames at an ipc endpoint and publishes at a tcp one, both bound.
struct Guarded {
  let folder: Workplace
  let daemon: Program
  let context: Context
  /// The daemon's public key.
  let serverKey: String
  let input: String
  let output: String

  /// Starts `serve` with the public keys of `friends` in its list.
  static func start(friends: [String], host: String = "127.0.0.1", _ flags: [String] = []) throws -> Guarded {
    let folder = try Workplace()
    try FileManager.default.createDirectory(
      atPath: folder.path("clients"), withIntermediateDirectories: false)
    for name in ["daemon"] + friends { try generate(name, in: folder) }
    for name in friends { try admit(name, in: folder) }
    let daemon = try Program(
      [
        "serve", "--subscribe", "@\(folder.endpoint("in"))", "--publish", "tcp://\(host):*", "--key",
        "daemon.secret", "--clients", "clients", "--summary", "summary.json", "--lossless",
      ] + flags, in: folder)
    var output: String?
    while output == nil, daemon.isRunning {
      output = daemon.errors.firstMatch(of: /publishing on tcp:\/\/[0-9.]+:(\d+)/).map { String($0.1) }
      usleep(10_000)
    }
    return Guarded(
      folder: folder, daemon: daemon, context: try Context(),
      serverKey: try keys("daemon", in: folder).publicKey,
      input: folder.endpoint("in"),
      output: "tcp://127.0.0.1:\(try #require(output, "\(daemon.errors)"))")
  }

  static func generate(_ name: String, in folder: Workplace) throws {
    let made = try Program.run("keys", "generate", name, in: folder)
    #expect(made.status == 0, "\(made.errors)")
  }

  /// Puts a public key into the list.
  static func admit(_ name: String, in folder: Workplace) throws {
    try FileManager.default.copyItem(
      atPath: folder.path("\(name).public"), toPath: folder.path("clients/\(name).public"))
  }

  static func keys(_ name: String, in folder: Workplace) throws -> CurveKeyPair {
    let lines = try String(contentsOfFile: folder.path("\(name).secret"), encoding: .utf8).split(
      separator: "\n")
    return try CurveKeyPair(secretKey: String(try #require(lines.last)))
  }

  func keys(_ name: String) throws -> CurveKeyPair { try Self.keys(name, in: folder) }

  /// A socket that sends frames, with these keys or none.
  func tracker(_ keys: CurveKeyPair?) throws -> Socket {
    let socket = try Socket(.pub, in: context)
    try socket.setLinger(.zero)
    if let keys { try socket.setCurveClient(keys, serverKey: serverKey) }
    try socket.connect(input)
    return socket
  }

  /// A socket that waits for forecasts, with these keys or none, of the daemon or of another one with `serverKey`.
  func reader(_ keys: CurveKeyPair?, serverKey: String? = nil) throws -> Socket {
    let socket = try Socket(.sub, in: context)
    try socket.subscribe("forecast/")
    if let keys { try socket.setCurveClient(keys, serverKey: serverKey ?? self.serverKey) }
    try socket.connect(output)
    return socket
  }

  func send(_ n: Int, to stream: String, by tracker: borrowing Socket) throws {
    let text = #"{"t":\#(Double(n) / 10),"sequence":\#(n),"markers":{"a":[1,2,3]}}"#
    try tracker.send(Array("markers/\(stream)".utf8), Array(text.utf8))
  }

  /// Sends frames from number `n` on until `holds`; false where the daemon ends first.
  @discardableResult
  func send(
    from n: inout Int, to stream: String, by tracker: borrowing Socket, until holds: () throws -> Bool
  ) throws
    -> Bool
  {
    while daemon.isRunning {
      try send(n, to: stream, by: tracker)
      n += 1
      if try holds() { return true }
      usleep(10_000)
    }
    Issue.record("the daemon ended: \(daemon.errors)")
    return false
  }

  /// How many forecasts have come to `reader`.
  func forecasts(at reader: borrowing Socket) throws -> Int {
    var count = 0
    while try reader.receiveParts(wait: false) != nil { count += 1 }
    return count
  }

  /// Ends the daemon and reads its summary.
  func end() throws -> [String: Any] {
    daemon.interrupt()
    #expect(daemon.wait() == 0, "\(daemon.errors)")
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.path("summary.json")))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }
}
