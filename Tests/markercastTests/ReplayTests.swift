import Foundation
import MarkerMotion
import Recordings
import Testing
import Wire
import ZeroMQ

/// What `markercast replay` puts on the wire.
@Suite(.timeLimit(.minutes(10))) struct ReplayTests {
  /// The first `count` frames of a looped replay.
  private func frames(_ count: Int, _ flags: [String], in folder: Workplace) throws -> [Frame] {
    let reader = try Socket(.sub, in: try Context())
    try reader.setReceiveHighWaterMark(0)
    try reader.subscribe("markers/")
    try reader.connect(folder.endpoint("loop"))
    let replay = try Program(
      ["replay", "a.csv", "--publish", folder.endpoint("loop"), "--speed", "max", "--loop"] + flags,
      in: folder)
    var result: [Frame] = []
    var items = [reader.pollItem()]
    while result.count < count, replay.isRunning {
      _ = try poll(&items, timeout: .milliseconds(100))
      while result.count < count, let parts = try reader.receiveParts(wait: false) {
        #expect(parts.count == 2 && parts[0].elementsEqual("markers/a".utf8))
        result.append(try parts[1].withUnsafeBytes { try decodeFrame($0, stream: "a") })
      }
    }
    replay.kill()
    return result
  }

  @Test(arguments: [Encoding.protobuf, .json])
  func aLoopGoesOnWhereTheRecordingEnds(encoding: Encoding) throws {
    let folder = try Workplace()
    #expect(try Program.run("synth", "--duration", "3s", "--out", "a.csv", in: folder).status == 0)
    let recorded = try Recording(path: folder.path("a.csv")).frames
    let sent = try frames(70, ["--encoding", encoding.rawValue], in: folder)
    #expect(sent.map(\.sequence) == (0..<70).map { UInt64($0) })
    for (n, frame) in sent.enumerated() {
      #expect(frame.markers == recorded[n % 30].markers)
      let seconds = frame.stamp.seconds(since: sent[0].stamp)
      #expect(abs(seconds - Double(n) * 0.1) < 1e-6)
    }
  }

  @Test func freshStampsAreTheTimesOfSending() throws {
    let folder = try Workplace()
    #expect(try Program.run("synth", "--duration", "3s", "--out", "a.csv", in: folder).status == 0)
    let start = Stamp(seconds: Date().timeIntervalSince1970)!
    let sent = try frames(70, ["--stamps", "fresh"], in: folder)
    let stamps = [start] + sent.map(\.stamp) + [Stamp(seconds: Date().timeIntervalSince1970)!]
    #expect(sent.count == 70)
    #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $0.nanoseconds <= $1.nanoseconds })
  }
}
