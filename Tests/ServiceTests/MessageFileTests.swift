import Foundation
import Recordings
import Service
import Testing

/// Messages come back from their file as they were, whatever ended the program that wrote them.
@Suite struct MessageFileTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "mc-\(UUID().uuidString)").path
  private let messages = [
    RecordedMessage(received: 1_764_140_000_123_456_789, topic: Array("markers/a".utf8), payload: [1, 2, 3]),
    RecordedMessage(received: -5, topic: [120], payload: []),
    RecordedMessage(
      received: .max, topic: Array("stats/b".utf8), payload: (0..<300).map { UInt8($0 & 255) }),
  ]

  private func write(_ messages: [RecordedMessage]) throws {
    var writer = try MessageWriter(path: path)
    for message in messages {
      try writer.write(message.topic, message.payload, received: message.received)
    }
    try writer.flush()
  }

  private func read() throws -> (messages: [RecordedMessage], passedOver: Int) {
    var reader = try MessageReader(path: path)
    var result: [RecordedMessage] = []
    while let message = try reader.next() { result.append(message) }
    return (result, reader.passedOver)
  }

  private func with<Result>(_ body: () throws -> Result) rethrows -> Result {
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body()
  }

  @Test func messagesComeBackAlsoWhileTheFileIsWritten() throws {
    try with {
      var writer = try MessageWriter(path: path)
      for (n, message) in messages.enumerated() {
        try writer.write(message.topic, message.payload, received: message.received)
        try writer.flush()
        let found = try read()
        #expect(found.messages == Array(messages[...n]) && found.passedOver == 0)
      }
      // As long as it is open: nobody else writes to it.
      #expect(throws: RecordingError.self) { try write(messages) }
      try writer.flush()
    }
  }

  /// More than is read or written in one go.
  @Test func aLongFileIsReadPieceByPiece() throws {
    try with {
      let many = (0..<5000).map { n in
        RecordedMessage(
          received: Int64(n), topic: Array("markers/s".utf8),
          payload: Array(repeating: UInt8(n & 255), count: n))
      }
      try write(many)
      let found = try read()
      #expect(found.messages == many && found.passedOver == 0)
    }
  }

  /// A file that is cut anywhere has the messages before the cut, and goes on behind it.
  @Test func whatACrashCutsOffIsPassedOverAndGoneOnBehind() throws {
    try with {
      try write(messages)
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      let header = "markercast messages 1\n".utf8.count
      let ends = messages.reduce(into: [header]) { ends, message in
        ends.append(ends.last! + 18 + message.topic.count + message.payload.count)
      }
      #expect(ends.last == whole.count)
      for length in 1..<whole.count {
        try whole.prefix(length).write(to: URL(fileURLWithPath: path))
        let count = max(0, ends.count { $0 <= length } - 1)
        let found = try read()
        #expect(found.messages == Array(messages[..<count]), "cut at \(length)")
        #expect(found.passedOver == (length < header ? length : length - ends[count]), "cut at \(length)")
        try write([messages[0]])
        let again = try read()
        #expect(again.messages == messages[..<count] + [messages[0]], "cut at \(length)")
        #expect((again.passedOver == 0) == ends.contains(length) || length < header, "cut at \(length)")
      }
    }
  }

  @Test func aMessageThatIsDamagedIsPassedOverAlone() throws {
    try with {
      try write(messages)
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes[bytes.startIndex + 22 + 20] ^= 1
      try bytes.write(to: URL(fileURLWithPath: path))
      let found = try read()
      #expect(found.messages == Array(messages[1...]) && found.passedOver == 30)
    }
  }

  /// Zeros, which a file system may leave where data never came to the disk.
  @Test func zerosAreNoMessages() throws {
    try with {
      try write([messages[0]])
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(count: 4099))
      try handle.close()
      #expect(try read().messages == [messages[0]])
      try write([messages[1]])
      #expect(try read().messages == [messages[0], messages[1]])
    }
  }

  @Test(arguments: [
    ("", "is empty"), ("time_s,a_x_mm\n", "holds no messages"),
    ("markercast messages 2\nx", "upgrade markercast"),
    ("markercast checkpoint", "holds no messages"),
  ])
  func whatIsNoneIsSaid(content: String, sentence: String) throws {
    try with {
      try Data(content.utf8).write(to: URL(fileURLWithPath: path))
      #expect(performing: { try read() }, throws: { "\($0)".contains(sentence) })
      guard !content.isEmpty else { return }
      #expect(throws: RecordingError.self) { try write(messages) }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == content)
    }
  }

  @Test func whatFollowsTheMessagesAndIsNoneIsNotGoneOnBehind() throws {
    try with {
      try write([messages[0]])
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(repeating: 255, count: 100))
      try handle.close()
      let found = try read()
      #expect(found.messages == [messages[0]] && found.passedOver == 100)
      #expect(throws: RecordingError.self) { try write(messages) }
    }
  }
}
