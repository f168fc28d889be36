import Foundation
import Glibc
import Logging
import Service
import Testing

@Suite struct JournalTests {
  private func event(_ message: String, _ level: Logger.Level, _ metadata: Logger.Metadata?) -> LogEvent {
    LogEvent(
      level: level, message: "\(message)", metadata: metadata, source: nil, file: "", function: "", line: 0)
  }

  @Test(
    arguments: [
      (.trace, 7), (.debug, 7), (.info, 6), (.notice, 5), (.warning, 4), (.error, 3), (.critical, 2),
    ] as [(Logger.Level, Int)])
  func aLineHasItsFields(level: Logger.Level, priority: Int) throws {
    let folder = try Workplace()
    let inbox = try Inbox(folder.path("journal"))
    let journal = try #require(Journal(identifier: "markercast", path: folder.path("journal")))
    #expect(journal.write(event("a sigh = a gap", level, ["stream": "bed-1", "event": "gap"])))
    let lines = try #require(inbox.nextLines())
    #expect(
      lines.sorted() == [
        "MARKERCAST_EVENT=gap", "MARKERCAST_STREAM=bed-1", "MESSAGE=a sigh = a gap", "PRIORITY=\(priority)",
        "SYSLOG_IDENTIFIER=markercast",
      ])
  }

  /// A value of several lines has its length before it, so that it can't be taken for other fields.
  @Test func aValueOfSeveralLinesIsOneField() throws {
    let folder = try Workplace()
    let inbox = try Inbox(folder.path("journal"))
    let journal = try #require(Journal(identifier: "m", path: folder.path("journal")))
    #expect(journal.write(event("a\nPRIORITY=0", .info, nil)))
    let expected =
      Array("MESSAGE\n".utf8) + [12, 0, 0, 0, 0, 0, 0, 0]
      + Array("a\nPRIORITY=0\nPRIORITY=6\nSYSLOG_IDENTIFIER=m\n".utf8)
    #expect(inbox.next() == expected)
  }

  @Test func whereNobodyListensItIsSaid() throws {
    let folder = try Workplace()
    let journal = try #require(Journal(identifier: "m", path: folder.path("journal")))
    #expect(!journal.write(event("a", .info, nil)))
  }

  @Test func theStreamOfStandardErrorIsKnown() {
    var status = stat()
    #expect(fstat(STDERR_FILENO, &status) == 0)
    #expect(Journal.hasStandardError("\(status.st_dev):\(status.st_ino)"))
    for stream in [nil, "", "1:1", "\(status.st_dev):", "\(status.st_dev):\(status.st_ino + 1)"] {
      #expect(!Journal.hasStandardError(stream), "\(stream ?? "")")
    }
  }
}
