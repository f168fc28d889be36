import Foundation
import MarkerMotion
import Recordings
import Wire
import ZeroMQ

/// Writes what passes on the wire to files: all messages as they come; and of one stream frames as a recording, forecasts as
/// lines of JSON.
///
/// All is handed to the disk each second, so that a crash loses no more.
public struct Recorder: ~Copyable {
  /// What a recorder is told.
  public struct Configuration: Sendable {
    /// Endpoints, connected unless they begin with `@`.
    public var subscribe: [String] = []
    /// The stream; nil takes the first that comes, and keeps the messages of all.
    public var stream: String?
    /// The file for all messages; nil keeps none.
    public var messagesFile: String?
    /// The wide CSV file for frames; nil keeps none.
    public var markersFile: String?
    /// The file for forecasts, one JSON object a line; nil keeps none.
    public var forecastsFile: String?
    /// Which keys are shown and asked for.
    public var security = Security()

    /// Nothing to record.
    public init() {}

    /// The endpoints of `subscribe`.
    public var endpoints: [Endpoint] { subscribe.map { Endpoint($0, bindsByDefault: false) } }
  }

  /// What was recorded.
  public struct Outcome: Sendable {
    /// The stream's name; nil where nothing came.
    public var stream: String?
    /// Messages kept as they came.
    public var messages = 0
    /// Frames written.
    public var frames = 0
    /// Forecasts written.
    public var forecasts = 0
    /// Messages that could not be read.
    public var rejected = 0
    /// Gaps in the frames' sequence numbers.
    public var frameGaps = SequenceWatch()
    /// Gaps in the sequence numbers of the forecasts' source frames.
    public var forecastGaps = SequenceWatch()
  }

  private let configuration: Configuration
  private let stop: StopSignal
  private let socket: Socket
  private let say: (String) -> Void
  private var outcome = Outcome()
  private var frames: FrameFiles?
  private var forecasts: FileHandle?
  private var messages: MessageFileBox?
  private var lines: [UInt8] = []
  // Behind the socket, which they outlive.
  private let reconnector: Reconnector?
  private let doorkeeper: Doorkeeper?

  /// A recorder whose socket is open.
  /// - Throws: `ZeroMQError`, or `RecordingError` where a file can't be written.
  public init(_ configuration: Configuration, stop: StopSignal, say: @escaping (String) -> Void) throws {
    let context = try Context()
    let socket = try Socket(.sub, in: context)
    try socket.setReceiveHighWaterMark(10_000)
    try socket.setMaxMessageSize(bytes: Sockets.longestMessage)
    try Sockets.common(socket)
    let keepsAll = configuration.messagesFile != nil
    if keepsAll || configuration.markersFile != nil { try socket.subscribe(Topic.markers.prefix) }
    if keepsAll || configuration.forecastsFile != nil { try socket.subscribe(Topic.forecast.prefix) }
    if keepsAll { try socket.subscribe(Topic.stats.prefix) }
    let reconnector = try Reconnector(
      configuration.endpoints, of: socket, in: context, configuration.security)
    let doorkeeper = try configuration.security.open(configuration.endpoints, on: socket, in: context)
    let frames = try configuration.markersFile.map(FrameFiles.init)
    let forecasts = try configuration.forecastsFile.map(Self.open)
    let messages = try configuration.messagesFile.map { MessageFileBox(try MessageWriter(path: $0)) }
    self.configuration = configuration
    self.stop = stop
    self.socket = socket
    self.say = say
    self.forecasts = forecasts
    self.frames = frames
    self.messages = messages
    self.reconnector = reconnector
    self.doorkeeper = doorkeeper
  }

  /// Records until the stop signal is given.
  public mutating func run() throws -> Outcome {
    var items = [PollItem(descriptor: stop.descriptor), socket.pollItem()]
    var flushed = Clock.monotonic
    while !items[0].isReadable {
      try poll(&items, timeout: .milliseconds(200))
      // A few at a time: senders that never pause keep neither the disk nor the end waiting.
      for _ in 0..<1000 {
        guard let parts = try socket.receiveParts(wait: false) else { break }
        try take(parts)
      }
      for endpoint in try reconnector?.mend(socket) ?? [] {
        say("connecting anew to \(endpoint.address), which broke the protocol")
      }
      if Clock.monotonic - flushed > 800_000_000 {
        try flush()
        flushed = Clock.monotonic
      }
    }
    try flush()
    return outcome
  }

  private mutating func take(_ parts: [[UInt8]]) throws {
    guard parts.count == 2, parts[0].count <= MessageFile.longestTopic else {
      outcome.rejected += 1
      return
    }
    try keep(parts[0], parts[1])
    if configuration.markersFile != nil,
      let name = parts[0].withUnsafeBytes({ Topic.markers.stream(in: $0) }), isWanted(name)
    {
      do {
        try takeFrame(parts[1].withUnsafeBytes { try decodeFrame($0, stream: name) })
      } catch let reason as Rejection { reject(reason) }
    } else if configuration.forecastsFile != nil,
      let name = parts[0].withUnsafeBytes({ Topic.forecast.stream(in: $0) }), isWanted(name)
    {
      do {
        let (forecast, envelope) = try parts[1].withUnsafeBytes { try decodeForecast($0) }
        take(forecast, envelope)
      } catch let reason as Rejection { reject(reason) }
    }
  }

  private mutating func keep(_ topic: [UInt8], _ payload: [UInt8]) throws {
    guard let messages else { return }
    if let wanted = configuration.stream {
      let stream = topic.withUnsafeBytes { try? Topic.parse($0).stream }
      guard stream == wanted else { return }
    }
    try messages.writer.write(topic, payload, received: Clock.wall)
    outcome.messages += 1
  }

  private mutating func isWanted(_ name: String) -> Bool {
    if outcome.stream == nil { outcome.stream = configuration.stream ?? name }
    return outcome.stream == name
  }

  private mutating func reject(_ reason: Rejection) {
    outcome.rejected += 1
    if outcome.rejected == 1 { say("left out a message: \(reason)") }
  }

  private mutating func takeFrame(_ frame: Frame) throws {
    if let sequence = frame.sequence {
      let missing = outcome.frameGaps.add(sequence)
      if missing > 0 { say("\(missing) frames are missing before sequence \(sequence)") }
    }
    if let path = try frames?.write(frame) { say("a marker is new: going on in \(path)") }
    outcome.frames += 1
  }

  private mutating func take(_ forecast: Forecast, _ envelope: ForecastEnvelope) {
    if let sequence = forecast.sequence, forecast.state != .lost {
      let missing = outcome.forecastGaps.add(sequence)
      if missing > 0 { say("forecasts of \(missing) frames are missing before sequence \(sequence)") }
    }
    lines += encodeForecast(forecast, envelope: envelope, as: .json)
    lines.append(UInt8(ascii: "\n"))
    outcome.forecasts += 1
  }

  private mutating func flush() throws {
    try frames?.flush()
    try messages?.writer.flush()
    guard let forecasts, !lines.isEmpty else { return }
    do {
      try forecasts.write(contentsOf: lines)
    } catch { throw RecordingError.unwritable(configuration.forecastsFile ?? "") }
    lines.removeAll(keepingCapacity: true)
    try? forecasts.synchronize()
  }

  private static func open(_ path: String) throws -> FileHandle {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw RecordingError.unwritable(path) }
    return handle
  }
}

/// A writer in a box: optionals of noncopyable values can't be written to in place.
private final class MessageFileBox {
  var writer: MessageWriter
  init(_ writer: consuming MessageWriter) { self.writer = writer }
}

/// The wide CSV files of one stream: another one wherever a marker appears that has no column.
private struct FrameFiles {
  private final class File {
    var writer: RecordingWriter
    init(_ writer: consuming RecordingWriter) { self.writer = writer }
  }

  private let path: String
  private var count = 0
  private var file: File?

  /// Fails now, not at the first frame, where the file can't be written.
  init(path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil) else {
      throw RecordingError.unwritable(path)
    }
    self.path = path
  }

  /// Writes a frame; returns the new file's path where it went on in another one.
  mutating func write(_ frame: Frame) throws -> String? {
    let known = file?.writer.markers ?? []
    let isNew = frame.markers.contains { !known.contains($0.name) }
    var next: String?
    if file == nil || isNew {
      try file?.writer.flush()
      count += 1
      let path = count == 1 ? path : numbered
      if count > 1 { next = path }
      let names = Set(known).union(frame.markers.map(\.name)).sorted()
      file = File(try RecordingWriter(path: path, markers: names))
    }
    try file?.writer.write(frame)
    return next
  }

  func flush() throws { try file?.writer.flush() }

  private var numbered: String {
    let text = path as NSString
    let stem = "\(text.deletingPathExtension)-\(count)"
    return text.pathExtension.isEmpty ? stem : "\(stem).\(text.pathExtension)"
  }
}
