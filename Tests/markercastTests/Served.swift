import Foundation
import MarkerMotion
import Testing
import Wire
import ZeroMQ

/// A running daemon with a tracker's socket and a reader's socket, both known to be connected.
struct Served: ~Copyable {
  let folder: Workplace
  let daemon: Program
  let tracker: Socket
  let reader: Socket

  private init(folder: Workplace, daemon: Program, tracker: consuming Socket, reader: consuming Socket) {
    self.folder = folder
    self.daemon = daemon
    self.tracker = tracker
    self.reader = reader
  }

  /// Starts `serve` with `flags`, by the program and arguments of `wrapper` where there are any, and sends frames of a
  /// stream `probe` until a forecast of one comes back.
  ///
  /// - Parameter place: The folder of one that has ended, to go on in; a new one where nil.
  static func start(
    _ flags: [String] = [], topics: [String] = ["forecast/"], under wrapper: [String] = [],
    in place: Workplace? = nil
  ) throws -> Served {
    let folder = try place ?? Workplace()
    let context = try Context()
    let tracker = try tracker(in: folder, context)
    let reader = try reader(of: topics, in: context)
    var arguments = [
      "serve", "--subscribe", "\(folder.endpoint("tracker")),\(folder.endpoint("replay"))", "--publish",
      folder.endpoint("out"), "--summary", folder.path("summary.json"),
    ]
    if !flags.contains("--http") { arguments += ["--http", "none"] }
    arguments += flags
    let daemon = try Program(
      wrapper.isEmpty ? arguments : wrapper.dropFirst() + [Program.path] + arguments, in: folder,
      executable: wrapper.first)
    try reader.connect(folder.endpoint("out"))
    let served = Served(folder: folder, daemon: daemon, tracker: tracker, reader: reader)
    try served.probe()
    return served
  }

  /// A socket that sends frames, and drops none, from `tracker` in `folder`.
  static func tracker(in folder: Workplace, _ context: Context) throws -> Socket {
    let tracker = try Socket(.xpub, in: context)
    try tracker.setNoDrop(true)
    try tracker.bind(folder.endpoint("tracker"))
    return tracker
  }

  /// A socket for what is published on `topics`, connected to nothing yet; it drops nothing.
  static func reader(of topics: [String], in context: Context) throws -> Socket {
    let reader = try Socket(.sub, in: context)
    try reader.setReceiveHighWaterMark(0)
    for topic in topics { try reader.subscribe(topic) }
    return reader
  }

  private func probe() throws {
    var items = [reader.pollItem()]
    for n in 0..<1000 where daemon.isRunning {
      try send(
        Frame(stamp: Stamp(seconds: Double(n))!, markers: [Marker(name: "p", position: .zero)]), to: "probe")
      if try poll(&items, timeout: .milliseconds(20)) > 0 { return }
    }
    Issue.record("the daemon did not begin: \(daemon.errors)")
  }

  func send(_ frame: Frame, to stream: String) throws {
    try tracker.send(
      Array(Topic.markers.of(stream).utf8), encodeFrame(frame, stream: stream, as: .protobuf))
  }

  func send(_ text: String, to stream: String) throws {
    try tracker.send(Array(Topic.markers.of(stream).utf8), Array(text.utf8))
  }

  /// The next message on a topic, within ten seconds; others are passed over.
  func next(_ topic: String) throws -> [UInt8]? {
    var items = [reader.pollItem()]
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
      while let parts = try reader.receiveParts(wait: false) {
        #expect(parts.count == 2)
        if parts[0].elementsEqual(topic.utf8) { return parts[1] }
      }
      _ = try poll(&items, timeout: .milliseconds(100))
    }
    return nil
  }

  func forecast(of stream: String) throws -> Forecast? {
    try next("forecast/\(stream)")?.withUnsafeBytes { try decodeForecast($0).forecast }
  }

  /// Ends the daemon and reads its summary.
  func end() throws -> [String: Any] {
    daemon.interrupt()
    #expect(daemon.wait() == 0, "\(daemon.errors)")
    return try folder.object("summary.json")
  }
}
