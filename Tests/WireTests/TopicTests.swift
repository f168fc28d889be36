import Testing
import Wire

@Suite struct TopicTests {
  @Test(arguments: Topic.allCases, ["couch-1.a_B", "x", String(repeating: "9", count: 64)])
  func aTopicNamesItsKindAndStream(topic: Topic, stream: String) throws {
    let bytes = Array(topic.of(stream).utf8)
    let parsed = try bytes.withUnsafeBytes { try Topic.parse($0) }
    #expect(parsed == (topic, stream))
    for other in Topic.allCases {
      #expect(bytes.withUnsafeBytes { other.stream(in: $0) } == (other == topic ? stream : nil))
    }
    #expect(topic.of(stream).hasPrefix(topic.prefix))
  }

  @Test(arguments: [
    "", "markers", "markers/", "markers/a b", "markers/a/b", "markers/é", "markers/a\n", "markers/a\0",
    "Markers/a", " markers/a", "other/a", "markers/" + String(repeating: "x", count: 65),
  ])
  func otherTopicsAreRefused(text: String) {
    Array(text.utf8).withUnsafeBytes { bytes in
      #expect(throws: Rejection.badTopic) { try Topic.parse(bytes) }
      #expect(Topic.markers.stream(in: bytes) == nil)
    }
  }
}
