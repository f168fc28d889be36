import Foundation
import Recordings
import Service

/// The bytes are a file of messages behind its first line; and they make messages that are written, cut off and gone on behind.
func checkMessages(_ bytes: UnsafeRawBufferPointer) throws {
  let folder = try Folder()
  try folder.write(Array("markercast messages 1\n".utf8) + bytes, "raw")
  let (found, passedOver) = try messages(of: folder.path("raw"))
  let whole = found.reduce(0) { $0 + 18 + $1.topic.count + $1.payload.count }
  try demand(whole + passedOver == bytes.count, "\(whole) and \(passedOver) of \(bytes.count) bytes")
  let file = try RecordedFile(path: folder.path("raw"))
  try demand(file.messages == found.count, "\(file.messages) of \(found.count) messages")
  // JSON has no number that is not finite, and refuses it.
  _ = try JSONEncoder().encode(file.streams)

  var source = ByteSource(bytes)
  let cut = source.byte() << 8 | source.byte()
  var made: [RecordedMessage] = []
  while !source.isEmpty {
    let topic = source.choice(["markers/a", "forecast/a", "stats/a", "markers/b", "forecast/b", "x", ""])
    made.append(
      RecordedMessage(
        received: source.integer(), topic: Array(topic.utf8), payload: source.bytes(source.byte())))
  }
  try write(made, to: folder.path("made"))
  let all = try Data(contentsOf: URL(filePath: folder.path("made")))
  try folder.write(all.prefix(max(1, cut % (all.count + 1))), "made")
  let kept = try messages(of: folder.path("made")).messages
  try demand(kept.elementsEqual(made.prefix(kept.count)), "cut off, others than those that were written")
  let next = RecordedMessage(received: 1, topic: [1], payload: [1])
  try write([next], to: folder.path("made"))
  let again = try messages(of: folder.path("made")).messages
  // What was cut off may have been zeros alone.
  try demand(
    again == kept + [next] || again == made.prefix(kept.count + 1) + [next], "what was gone on behind is lost"
  )
}

private func messages(of path: String) throws -> (messages: [RecordedMessage], passedOver: Int) {
  var reader = try MessageReader(path: path)
  var messages: [RecordedMessage] = []
  while let message = try reader.next() { messages.append(message) }
  return (messages, reader.passedOver)
}

private func write(_ messages: [RecordedMessage], to path: String) throws {
  var writer = try MessageWriter(path: path)
  for message in messages {
    try writer.write(message.topic, message.payload, received: message.received)
  }
  try writer.flush()
}
