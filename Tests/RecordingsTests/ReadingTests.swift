import Foundation
import MarkerMotion
import Recordings
import Testing

/// A folder of its own for each test, gone afterwards.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "recordings-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ name: String, _ text: String) throws -> String {
    let path = url.appending(path: name).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  func path(_ name: String) -> String { url.appending(path: name).path }
}

/// The development recordings beside the project.
enum Shared {
  static let data = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data/external-markers")
  static let exists = FileManager.default.fileExists(atPath: data.path)
}

@Suite struct WideCSVTests {
  private func read(_ text: String) throws -> Recording {
    let folder = try Folder()
    return try Recording(path: folder.write("r.csv", text))
  }

  @Test func rowsBecomeFrames() throws {
    let r = try read("time_s,b_x_mm,b_y_mm,b_z_mm,a_x_mm,a_y_mm,a_z_mm\n0,1,2,3,,,\n0.1,1.5,2,3,-4,5e-1,6\n")
    #expect(r.markers == ["a", "b"])
    #expect(r.frames.count == 2)
    #expect(
      r.frames[0].markers == [
        Marker(name: "b", position: Position(1, 2, 3)), Marker(name: "a", position: nil),
      ])
    #expect(r.frames[1].stamp.nanoseconds == 100_000_000)
    #expect(r.frames[1].markers[1].position == Position(-4, 0.5, 6))
    #expect(r.anomalies.isEmpty)
  }

  @Test func carriageReturnsMarksAndMissingNewlinesAreTolerated() throws {
    let r = try read("\u{FEFF}time_s,a_x_mm,a_y_mm,a_z_mm\r\n0,1,2,3\r\n\r\n0.1,1,2,4")
    #expect(r.frames.map { $0.markers[0].position!.z } == [3, 4])
  }

  @Test(arguments: ["0.2,1", "0.2,1,2,", "0.2,1,2,3,4", "0.", "0.2,1,x,3"])
  func aLastRowCutShortIsLeftOutAndReported(row: String) throws {
    let r = try read("time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,2,3\n" + row)
    #expect(r.frames.count == 1)
    #expect(r.anomalies.map(\.line) == [3])
  }

  @Test(arguments: [
    ("", "the file is empty"), ("time_s\n0\n", "expected the header"),
    ("t,a_x_mm,a_y_mm,a_z_mm\n0,1,2,3\n", "expected the header"),
    ("time_s,a_x_mm,a_z_mm,a_y_mm\n0,1,2,3\n", "expected the header"),
    ("time_s,a_x_mm,a_y_mm,a_z_mm,a_x_mm,a_y_mm,a_z_mm\n", "two sets of columns"),
    ("time_s,a_x_mm,a_y_mm,a_z_mm\n", "no rows"),
    ("time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,2\n", ":2: the row has 3 fields"),
    ("time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,2,3\nx,1,2,3\n", ":3: 'x' is no time"),
    ("time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,,3\n", ":2: marker a needs three numbers"),
    ("time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,nan,3\n", ":2: marker a needs three numbers"),
    ("time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,0x2,3\n", ":2: marker a needs three numbers"),
    ("time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,1e999,3\n", ":2: marker a needs three numbers"),
  ])
  func spoiledFilesSayWhereAndWhat(text: String, sentence: String) throws {
    let error = try #require(throws: RecordingError.self) { try read(text) }
    #expect(error.description.contains(sentence))
    #expect(!error.isMissing)
  }

  @Test func whatIsNotThereIsMissing() throws {
    let folder = try Folder()
    for path in [folder.path("none.csv"), folder.url.path, "", "/no/such/prefix"] {
      let error = try #require(throws: RecordingError.self) { try Recording(path: path) }
      #expect(error.isMissing)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func whatIsWrittenIsReadBackExactly(seed: UInt64) throws {
    var random = Xoshiro256(seed: seed, stream: 0)
    let names = ["x", "chest 1", "ä"]
    let frames = (0..<50).map { n in
      Frame(
        sequence: UInt64(n),
        stamp: Stamp(
          nanoseconds: Int64(bitPattern: random.next()) >> Int64.random(in: 2...40, using: &random)),
        markers: names.map { name in
          Marker(
            name: name,
            position: random.uniform() < 0.2
              ? nil : Position(random.gaussian() * 1e3, random.gaussian() * 1e-9, Double(n) / 10))
        })
    }
    let folder = try Folder()
    try Recording(name: "r", markers: names, frames: frames).write(to: folder.path("r.csv"))
    #expect(try Recording(path: folder.path("r.csv")).frames == frames, "seed \(seed)")
  }
}

@Suite struct TrackerFileTests {
  private let header = "\"Frame\";\"Timestamp\";\"x\";\"y\";\"z\"\r\n"

  private func folder(_ files: [String: String]) throws -> Folder {
    let folder = try Folder()
    for (name, rows) in files { _ = try folder.write(name, header + rows) }
    return folder
  }

  @Test func theFilesOfARecordingAreOne() throws {
    let folder = try folder([
      "2012-b-1-N-1-6.csv": "0;0;1,5;2;3\r\n6;100;1;2;3,25\r\n13;217;1;2;3\r\n",
      "2012-a-1-N-1-6.csv": "0;0;-1;0;0\r\n13;217;-1;0;1\r\n",
      "2013-a-1-N-1-6.csv": "0;0;9;9;9\r\n",
    ])
    for path in ["2012", "2012-", "2012-a-1-N-1-6.csv", "2012-b-1-N-1-6.csv"] {
      let r = try Recording(path: folder.path(path))
      #expect(r.name == "2012")
      #expect(r.markers == ["a", "b"])
      #expect(r.frames.map(\.stamp.nanoseconds) == [0, 100_000_000, 216_666_667])
      #expect(r.frames[0].markers.map(\.position) == [Position(-1, 0, 0), Position(1.5, 2, 3)])
      #expect(r.frames[1].markers.map(\.position) == [nil, Position(1, 2, 3.25)])
      #expect(r.anomalies.isEmpty)
    }
    #expect(throws: RecordingError.self) { try Recording(path: folder.path("201")) }
  }

  @Test func theTrapsAreReportedAndPassed() throws {
    let folder = try folder(["1-a.csv": "0;0;0;0;1\n6;0,2;0;0;2\n12;200;0;0;3\n0;0;0;0;0\n"])
    let r = try Recording(path: folder.path("1-a.csv"))
    #expect(r.frames.map { $0.markers[0].position!.z } == [1, 2, 3])
    #expect(r.frames[1].stamp.nanoseconds == 100_000_000)
    #expect(r.anomalies.map(\.line) == [3, 5])
    #expect(r.anomalies[0].description.contains("Timestamp") && r.anomalies[1].description.contains("zeros"))
  }

  @Test(arguments: [
    ("0;0;1;2\n", ":2: expected Frame"), ("0;0;1;2;x\n", ":2: expected Frame"),
    ("0,5;0;1;2;3\n", ":2: expected"),
    ("6;100;1;2;3\n6;100;1;2;3\n", ":3: frame 6 does not follow"),
    ("6;100;1;2;3\n0;0;0;0;0\n12;200;1;2;3\n", ":3: a row of zeros"), ("", "no rows"),
  ])
  func spoiledFilesSayWhereAndWhat(rows: String, sentence: String) throws {
    let folder = try folder(["1-a.csv": rows])
    let error = try #require(throws: RecordingError.self) { try Recording(path: folder.path("1-a.csv")) }
    #expect(error.description.contains(sentence))
  }

  @Test(
    .enabled(if: Shared.exists, "the recordings' folder is missing"),
    arguments: [
      ("201205101522", 1383, ["LAC", "UAC", "UCC"]), ("201205101536", 1423, ["LAC", "UAC", "UCC"]),
      ("201205101541", 1308, ["LAC", "UAC", "UCC"]), ("201205111057", 727, ["LAC", "LAR", "UAR"]),
      ("201205181211", 3199, ["LAC", "UAC", "UCC"]),
    ])
  func realRecordingsAreWhole(name: String, count: Int, markers: [String]) throws {
    let r = try Recording(path: Shared.data.appending(path: name).path)
    #expect(r.frames.count == count)
    #expect(r.markers == markers)
    let hasEndMarks = ["201205101522", "201205181211"].contains(name)
    #expect(r.anomalies.count { $0.description.contains("zeros") } == (hasEndMarks ? 3 : 0))
    let steps = zip(r.frames, r.frames.dropFirst()).map { $1.stamp.seconds(since: $0.stamp) }
    #expect(steps.allSatisfy { $0 > 0.099 && $0 < 0.118 })
    let inspection = Inspection(r)
    #expect(inspection.rate == 10)
    #expect(inspection.gaps.isEmpty && inspection.duplicates == 0 && inspection.frozen == 0)
    #expect(inspection.markers.allSatisfy { $0.jumps == 0 && $0.samples == count })
  }
}
