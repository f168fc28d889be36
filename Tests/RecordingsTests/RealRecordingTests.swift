import Foundation
import MarkerMotion
import Recordings
import Testing

/// A development recording and what was counted in its files by hand.
struct RealRecording: CustomTestStringConvertible, Sendable {
  var name: String
  var markers = ["LAC", "UAC", "UCC"]
  /// Good rows.
  var rows: Int
  /// The papers' samples: they drop every file's last row, end mark or position.
  var papersSamples: Int
  var hasEndMark: Bool
  /// Lines whose Timestamp holds Frame / 30.
  var corruptLines: [Int] = []
  /// Intervals of 7 frames; all others are of 6.
  var longIntervals: Int

  var testDescription: String { name }
  var path: String { Shared.data.appending(path: name).path }

  static let all = [
    RealRecording(
      name: "201205101522", rows: 1383, papersSamples: 1383, hasEndMark: true, longIntervals: 7),
    RealRecording(
      name: "201205101536", rows: 1423, papersSamples: 1422, hasEndMark: false, corruptLines: [447],
      longIntervals: 1),
    RealRecording(
      name: "201205101541", rows: 1308, papersSamples: 1307, hasEndMark: false,
      corruptLines: [836, 1280, 1281], longIntervals: 1),
    RealRecording(
      name: "201205111057", markers: ["LAC", "LAR", "UAR"], rows: 727, papersSamples: 726, hasEndMark: false,
      longIntervals: 1),
    RealRecording(
      name: "201205181211", rows: 3199, papersSamples: 3199, hasEndMark: true, corruptLines: [3074],
      longIntervals: 11),
  ]
}

@Suite(.enabled(if: Shared.exists, "the recordings' folder is missing"))
struct RealRecordingTests {
  @Test(arguments: RealRecording.all) func rowsAndMarkersAreAllThere(real: RealRecording) throws {
    let r = try Recording(path: real.path)
    #expect(r.name == real.name)
    #expect(r.markers == real.markers)
    #expect(r.frames.count == real.rows)
    #expect(r.frames.map(\.sequence) == (0..<UInt64(real.rows)).map { $0 })
    #expect(real.rows + (real.hasEndMark ? 1 : 0) - 1 == real.papersSamples)
    #expect(r.rate == 10)
  }

  @Test(arguments: RealRecording.all) func trapsAreReportedByFileAndLine(real: RealRecording) throws {
    let r = try Recording(path: real.path)
    let files = Set(r.anomalies.map(\.file))
    let perFile = real.corruptLines + (real.hasEndMark ? [real.rows + 2] : [])
    #expect(files.count == (perFile.isEmpty ? 0 : 3))
    for file in files { #expect(r.anomalies.filter { $0.file == file }.map(\.line) == perFile) }
    for anomaly in r.anomalies {
      let isCorrupt = real.corruptLines.contains(anomaly.line)
      #expect(anomaly.description.contains(isCorrupt ? "Timestamp" : "row of zeros"))
    }
  }

  /// Five stamps are corrupt here; the public set's other four recordings hold the rest of its fourteen.
  @Test func fiveStampsAreCorrupt() {
    #expect(RealRecording.all.map(\.corruptLines.count).reduce(0, +) == 5)
  }

  @Test(arguments: RealRecording.all) func intervalsAreOfSixOrSevenFrames(real: RealRecording) throws {
    let r = try Recording(path: real.path)
    let steps = zip(r.frames, r.frames.dropFirst()).map { $1.stamp.nanoseconds - $0.stamp.nanoseconds }
    #expect(steps.allSatisfy { $0 == 100_000_000 || abs($0 - 116_666_667) <= 1 })
    #expect(steps.count { $0 > 110_000_000 } == real.longIntervals)
  }

  @Test(arguments: RealRecording.all) func anyOfTheFilesNamesTheRecording(real: RealRecording) throws {
    let byPrefix = try Recording(path: real.path)
    let names = try FileManager.default.contentsOfDirectory(atPath: Shared.data.path)
    let files = names.filter { $0.hasPrefix(real.name) }
    #expect(files.count == 3)
    for file in files {
      let r = try Recording(path: Shared.data.appending(path: file).path)
      #expect(r.frames == byPrefix.frames && r.markers == byPrefix.markers && r.name == real.name)
    }
  }

  @Test(arguments: RealRecording.all) func aWideCopyIsTheSame(real: RealRecording) throws {
    let r = try Recording(path: real.path)
    let folder = try Folder()
    try r.write(to: folder.path("copy.csv"))
    #expect(try Recording(path: folder.path("copy.csv")).frames == r.frames)
  }

  @Test func aPrefixOfTwoRecordingsIsRefused() throws {
    let error = try #require(throws: RecordingError.self) {
      try Recording(path: Shared.data.appending(path: "20120510").path)
    }
    #expect(error.description.contains("common beginning"))
  }
}
