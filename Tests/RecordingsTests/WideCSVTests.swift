import Foundation
import MarkerMotion
import Recordings
import Testing

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
    // A digit may be missing: the row is kept and the doubt is told.
    #expect(r.anomalies.map(\.line) == [4])
    #expect(r.anomalies[0].description.contains("no line end"))
  }

  @Test(arguments: [
    ("9223372036.854775807", Int64.max), ("-9223372036.854775808", .min), ("-0.000000001", -1),
    ("-.5", -500_000_000),
    ("5.", 5_000_000_000), ("007", 7_000_000_000), (" 1.5 ", 1_500_000_000), ("1e-3", 1_000_000),
    ("+2", 2_000_000_000),
    ("0.1234567894", 123_456_789), ("0.1234567895", 123_456_790), ("-0.99999999999", -1_000_000_000),
    ("1353758400.123456789", 1_353_758_400_123_456_789),
  ])
  func timesAreExactToTheNanosecond(text: String, nanoseconds: Int64) throws {
    let r = try read("time_s,a_x_mm,a_y_mm,a_z_mm\n\(text),1,2,3\n")
    #expect(r.frames[0].stamp.nanoseconds == nanoseconds)
  }

  @Test(arguments: [
    "", " ", "-", ".", "-.", "1-2", "--1", "1.2.3", "1,5", "nan", "inf", "0x10", "1e400",
    "9223372036.854775808",
    "-9223372036.854775809", "-9223372036854775808", "99999999999999999999999999", "1 2", "\u{0}",
  ])
  func whatIsNoTimeIsRefused(text: String) throws {
    #expect(throws: RecordingError.self) { try read("time_s,a_x_mm,a_y_mm,a_z_mm\n\(text),1,2,3\n") }
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func anyNumberIsReadAsTheStandardLibraryReadsIt(seed: UInt64)
    throws
  {
    var random = Xoshiro256(seed: seed, stream: 1)
    // Of places within reach: those beyond are refused.
    let texts = (0..<400).map { _ in
      let digits = (0..<Int.random(in: 1...25, using: &random)).map { _ in
        String(Int.random(in: 0...9, using: &random))
      }
      let cut = Int.random(in: 0...digits.count, using: &random)
      let sign = ["", "-", "+"].randomElement(using: &random)!
      let exponent = random.uniform() < 0.2 ? "e\(Int.random(in: -30...30, using: &random))" : ""
      return sign + digits[..<cut].joined() + (cut < digits.count ? "." : "") + digits[cut...].joined()
        + exponent
    }.filter { abs(Double($0)!) <= Marker.farthest }
    #expect(texts.count > 100)
    let rows = texts.map { "0,\($0),0,0\n" }.joined()
    let frames = try read("time_s,a_x_mm,a_y_mm,a_z_mm\n" + rows).frames
    for (text, frame) in zip(texts, frames) {
      #expect(frame.markers[0].position!.x.bitPattern == Double(text)!.bitPattern, "\(text), seed \(seed)")
    }
  }

  @Test func rowsOfAnyLengthPassTheReadersPieces() throws {
    // Longer than the pieces that a file is read in, with rows across their ends.
    let names = (0..<300).map { "marker\($0)" }
    let frames = (0..<400).map { n in
      Frame(
        sequence: UInt64(n), stamp: Stamp(nanoseconds: Int64(n) * 7_777_777),
        markers: names.enumerated().map { m, name in
          Marker(name: name, position: Position(Double(n), Double(m) / 3, Double(n * m)))
        })
    }
    let folder = try Folder()
    try Recording(name: "r", markers: names, frames: frames).write(to: folder.path("r.csv"))
    #expect(try Recording(path: folder.path("r.csv")).frames == frames)
  }

  /// Whatever is done to a file's bytes, reading ends with frames or with a sentence.
  @Test(arguments: 0..<200 as Range<UInt64>) func spoiledBytesNeverCrash(seed: UInt64) throws {
    var random = Xoshiro256(seed: seed, stream: 2)
    let whole = "time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,2,3\n0.1,-1.5,,\n0.2,,,\n0.3,1e-9,2.25,-0\n"
    let tracker = "\"Frame\";\"Timestamp\";\"x\";\"y\";\"z\"\r\n0;0;-1,5;2;3\r\n6;100;1;2;3\r\n0;0;0;0;0\r\n"
    var bytes = Array((seed % 2 == 0 ? whole : tracker).utf8)
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.insert(Array("0189.,;-e\n\r\"".utf8).randomElement(using: &random)!, at: place)
      default: bytes.removeSubrange(place..<min(bytes.count - 1, place + 3))
      }
    }
    let folder = try Folder()
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path("r.csv")))
    do {
      let r = try Recording(path: folder.path("r.csv"))
      #expect(!r.frames.isEmpty, "seed \(seed)")
      _ = Inspection(r)
    } catch let error as RecordingError {
      #expect(error.description.contains("r.csv"), "seed \(seed)")
    }
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
    ("time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,1.1e7,3\n", ":2: marker a is more than 10 km away"),
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
          nanoseconds: Int64(bitPattern: random.next()) >> Int64.random(in: 0...40, using: &random)),
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

  @Test func namesThatNoColumnCanHoldAreChangedOrRefused() throws {
    let folder = try Folder()
    func write(_ names: [String]) throws -> [String] {
      let frame = Frame(
        stamp: Stamp(nanoseconds: 0), markers: names.map { Marker(name: $0, position: Position(1, 2, 3)) })
      try Recording(name: "r", markers: names, frames: [frame]).write(to: folder.path("r.csv"))
      return try Recording(path: folder.path("r.csv")).markers
    }
    #expect(try write(["a,b", "c\nd", "\"e\""]) == ["_e_", "a_b", "c_d"])
    for names in [["a,b", "a_b"], ["a", "a "], [""], [" "]] {
      let error = try #require(throws: RecordingError.self) { try write(names) }
      #expect(error.description.contains("rename it"))
    }
  }

  @Test func noPlaceAndNoFinitePlaceAreEmpty() throws {
    let folder = try Folder()
    var writer = try RecordingWriter(path: folder.path("r.csv"), markers: ["a", "b"])
    let markers = [
      Marker(name: "c", position: Position(9, 9, 9)), Marker(name: "b", position: Position(1, .nan, 3)),
      Marker(name: "a", position: Position(-0.0, .leastNonzeroMagnitude, -1e7)),
    ]
    try writer.write(Frame(stamp: Stamp(nanoseconds: -1), markers: markers))
    try writer.write(
      Frame(stamp: Stamp(nanoseconds: 1), markers: [Marker(name: "b", position: Position(1, 2, 3))]))
    try writer.flush()
    let frames = try Recording(path: folder.path("r.csv")).frames
    #expect(
      frames.map { $0.markers.map(\.position) } == [[markers[2].position, nil], [nil, Position(1, 2, 3)]])
    #expect(frames[0].markers[0].position!.x.sign == .minus)
  }

  /// Cut anywhere, a file gives the rows that are whole before the cut, unchanged.
  @Test func aFileCutAnywhereIsReadUpToTheCut() throws {
    let text = "time_s,a_x_mm,a_y_mm,a_z_mm\n0,1,2,3\n0.125,-1.5,2.25,30\n0.25,,,\n"
    let whole = try read(text).frames
    let firstRow = text.utf8.count - "0.125,-1.5,2.25,30\n0.25,,,\n".utf8.count
    for length in firstRow..<text.utf8.count {
      let cut = String(decoding: Array(text.utf8.prefix(length)), as: UTF8.self)
      let r = try read(cut)
      let rows = cut.split(separator: "\n").count - 1
      let wholeRows = cut.count { $0 == "\n" } - 1
      #expect(Array(r.frames.prefix(wholeRows)) == Array(whole.prefix(wholeRows)))
      #expect(r.anomalies.count == rows - wholeRows, "\(cut)")
    }
  }
}
