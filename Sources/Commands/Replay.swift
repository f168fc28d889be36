import ArgumentParser
import Foundation
import MarkerMotion
import Recordings
import Service
import Wire
import ZeroMQ

/// `markercast replay`: a recording as a live stream.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Publish a recording as if a tracker were sending it.",
    discussion: """
      Waits for a subscriber, says so, and then publishes each frame when its stamp says. Nothing is lost on the \
      way: where a subscriber is slow, replay waits for it (the publisher's XPUB_NODROP), which is what --speed max \
      lives by.

      EXAMPLES
        At the original pace:
          markercast replay breathing.csv --publish tcp://127.0.0.1:5556

        As fast as the daemon takes it (serve --lossless):
          markercast replay data/201205101522 --speed max
      """)

  @Argument(help: "The recording.") var recording: String

  @Option(help: .init("Where to publish; bound unless it begins with '>'.", valueName: "endpoint"))
  var publish = "tcp://127.0.0.1:5556"

  @Option(
    help: .init("How many times the original pace, from 0.001 to 1000000, or max.", valueName: "number|max"))
  var speed = Speed.times(1)

  @Option(help: "The stream's name; the recording's where not given.") var stream: String?
  @Option(help: "How frames are written.") var encoding = Wire.Encoding.protobuf
  @Option(help: "original: the recording's stamps; fresh: the time of sending.") var stamps = Stamps.original
  @OptionGroup var security: SecurityOptions
  @Flag(help: "Begin again at the end, for ever; stamps and sequence numbers go on.") var loop = false
  @Flag(inversion: .prefixedNo, help: "Wait for a subscriber before the first frame.") var wait = true

  enum Stamps: String, CaseIterable, ExpressibleByArgument {
    case original, fresh
  }

  enum Speed: ExpressibleByArgument, CustomStringConvertible {
    case times(Double)
    case max

    init?(argument: String) {
      if argument == "max" {
        self = .max
      } else if let value = Double(argument), (0.001...1_000_000).contains(value) {
        self = .times(value)
      } else {
        return nil
      }
    }

    var description: String {
      switch self {
      case .times(let value): String(format: "%g", value)
      case .max: "max"
      }
    }
  }

  func validate() throws {
    if let stream, !Topic.isName(stream.utf8) {
      throw ValidationError("--stream takes 1 to 64 letters, digits, '.', '_' and '-'")
    }
  }

  func run() throws {
    try reportingFailures {
      let recording = try Recording(path: recording)
      let endpoints = [Endpoint(publish, bindsByDefault: true)]
      let security = try security.security(endpoints)
      let context = try Context()
      let socket = try Socket(.xpub, in: context)
      try socket.setNoDrop(true)
      try socket.setHandshakeLimit(.seconds(5))
      try socket.setMaxMessageSize(bytes: Topic.longestSubscription)
      try socket.setLinger(.seconds(10))
      let doorkeeper = try security.open(endpoints, on: socket, in: context)
      let name = stream ?? Self.streamName(recording.name)
      try withExtendedLifetime(doorkeeper) {
        if wait { try Self.awaitSubscriber(socket, topic: Topic.markers.of(name)) }
        try play(recording, as: name, on: socket)
      }
    }
  }

  /// The recording's name with what no stream's name may hold replaced.
  private static func streamName(_ name: String) -> String {
    let cleaned = name.unicodeScalars.map { scalar in
      scalar.isASCII && Topic.isName([UInt8(scalar.value)]) ? Character(scalar) : "_"
    }
    return cleaned.isEmpty ? "replay" : String(cleaned.prefix(Topic.longestName))
  }

  private static func awaitSubscriber(_ socket: borrowing Socket, topic: String) throws {
    say("waiting for a subscriber to \(topic)")
    while let parts = try socket.receiveParts() {
      guard let first = parts.first, first.first == 1 else { continue }
      if topic.utf8.starts(with: first.dropFirst()) { return }
    }
  }

  private func play(_ recording: Recording, as name: String, on socket: borrowing Socket) throws {
    let frames = recording.frames
    let span = frames.last!.stamp.seconds(since: frames.first!.stamp)
    let usual = span / Double(max(1, frames.count - 1))
    let start = ContinuousClock.now
    var progress = ProgressLine()
    var round = 0
    repeat {
      let offset = Double(round) * (span + usual)
      for (n, frame) in frames.enumerated() {
        let elapsed = frame.stamp.seconds(since: frames[0].stamp) + offset
        if case .times(let factor) = speed {
          Self.sleep(until: start + .seconds(elapsed / factor))
        }
        var frame = frame
        frame.sequence = UInt64(round * frames.count + n)
        frame.stamp =
          stamps == .fresh
          ? Stamp(seconds: Date().timeIntervalSince1970)! : frame.stamp.advanced(by: offset)
        try socket.send(
          Array(Topic.markers.of(name).utf8), encodeFrame(frame, stream: name, as: encoding))
        progress.show(
          "frame \(n + 1) of \(frames.count)\(loop ? ", round \(round + 1)" : ""), \(String(format: "%.1f", elapsed)) s"
        )
      }
      round += 1
    } while loop
    progress.end("sent \(frames.count) frames of \(recording.name) as markers/\(name)")
  }

  /// Sleeps to an instant, not for a time: delays do not add up.
  private static func sleep(until instant: ContinuousClock.Instant) {
    let left = ContinuousClock.now.duration(to: instant)
    if left > .zero { Thread.sleep(forTimeInterval: left / .seconds(1)) }
  }
}

/// Says something on standard error.
func say(_ text: String) {
  FileHandle.standardError.write(Data("\(text)\n".utf8))
}
