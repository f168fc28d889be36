import MarkerMotion
import Wire

func checkTopics(_ bytes: UnsafeRawBufferPointer) throws {
  if let (topic, stream) = try? Topic.parse(bytes) {
    try demand(topic.of(stream).utf8.elementsEqual(bytes), "\(topic) of \(stream) is another topic")
    try demand(topic.stream(in: bytes) == stream, "\(topic) has two names")
    for kind in Topic.allCases where kind != topic {
      try demand(kind.name(in: bytes) == nil, "a topic is of two kinds")
    }
  }
  let text = String(decoding: bytes, as: UTF8.self)
  guard let shard = Shard(text) else { return }
  try demand(Shard(shard.description) == shard, "\(shard) is read as another shard")
  let others = (1...min(shard.count, 64)).count {
    Shard(number: $0, count: min(shard.count, 64)).contains(stream: bytes)
  }
  try demand(others == 1, "a stream is of \(others) shards")
}
