import Foundation
import MarkerMotion
import Recordings
import Testing

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
    ("0;0;1e999;2;3\n", ":2: expected"), ("-6;0;1;2;3\n", ":2: expected"), ("0;0;1.5;2;3\n", ":2: expected"),
    ("0;0;1;2;3;4\n", ":2: expected"), ("99999999999;0;1;2;3\n", ":2: expected"),
  ])
  func spoiledFilesSayWhereAndWhat(rows: String, sentence: String) throws {
    let folder = try folder(["1-a.csv": rows])
    let error = try #require(throws: RecordingError.self) { try Recording(path: folder.path("1-a.csv")) }
    #expect(error.description.contains(sentence))
  }

  @Test func aLastRowCutShortIsLeftOutAndReported() throws {
    let folder = try folder(["1-a.csv": "0;0;1;2;3\r\n6;100;1;2"])
    let r = try Recording(path: folder.path("1-a.csv"))
    #expect(r.frames.count == 1)
    #expect(r.anomalies.map(\.line) == [3])
  }

  @Test func anExactZeroAtTheBeginningIsAPosition() throws {
    let folder = try folder(["1-a.csv": "0;0;0;0;0\r\n6;100;0;0;1\r\n"])
    let r = try Recording(path: folder.path("1-a.csv"))
    #expect(r.frames.map { $0.markers[0].position } == [.zero, Position(0, 0, 1)])
    #expect(r.anomalies.isEmpty)
  }

  @Test func filesOfOtherKindsAreNamed() throws {
    let folder = try folder([
      "1-a-N.csv": "0;0;1;2;3\n", "1-a-LT.csv": "0;0;1;2;3\n", "3-a.txt": "0;0;1;2;3\n",
    ])
    _ = try folder.write("2-a.csv", "\"Frame\";\"Timestamp\";\"x\";\"y\";\"z\"\n0;0;1;2;3\n")
    _ = try folder.write("2-notes.csv", "what,when\n")
    #expect(try Recording(path: folder.path("3-a.txt")).frames.count == 1)
    for (path, sentence) in [("1", "marker a has another file"), ("2", "2-notes.csv:1: expected the header")]
    {
      let error = try #require(throws: RecordingError.self) { try Recording(path: folder.path(path)) }
      #expect(error.description.contains(sentence), "\(error)")
    }
  }

  @Test func theBeginningOfAWideFilesNameWillDo() throws {
    let folder = try Folder()
    _ = try folder.write("calm.csv", "time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,2,3\n")
    #expect(try Recording(path: folder.path("calm")).name == "calm")
  }
}
