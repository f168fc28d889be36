import MarkerMotion
import Wire

/// Which streams there are, who works for them, and the latencies that their workers have not been told yet.
///
/// Streams are found by the bytes of their topic, without making a string of them.
package struct StreamTable: Sendable {
  package struct Entry: Sendable {
    package var number: UInt32
    package var worker: Int
    fileprivate var topic: [UInt8]
  }

  private let limit: Int
  private let workers: Int
  private var entries: [Entry] = []
  private var byHash: [UInt64: [UInt32]] = [:]
  private var untold: [UInt64] = []

  package init(limit: Int, workers: Int) {
    self.limit = limit
    self.workers = workers
  }

  /// The stream of a topic, taken on if it is new.
  package mutating func entry(of topic: UnsafeRawBufferPointer) throws(Rejection) -> Entry {
    // What is longer, up to megabytes, is not even read.
    guard topic.count <= Topic.longest else { throw .badTopic }
    let hash = fnv1a(topic)
    for number in byHash[hash] ?? [] where entries[Int(number)].topic.elementsEqual(topic) {
      return entries[Int(number)]
    }
    guard Topic.markers.stream(in: topic) != nil else { throw .badTopic }
    guard entries.count < limit else { throw .tooManyStreams(limit: limit) }
    let number = UInt32(entries.count)
    let entry = Entry(number: number, worker: entries.count % workers, topic: Array(topic))
    entries.append(entry)
    untold.append(0)
    byHash[hash, default: []].append(number)
    return entry
  }

  /// Keeps a latency until the stream's worker is next written to; returns the one that was kept before, if any.
  package mutating func put(latency: UInt64, of stream: UInt32) -> UInt64? {
    let earlier = untold[Int(stream)]
    untold[Int(stream)] = latency
    return earlier > 0 ? earlier : nil
  }

  /// The latency that is kept for a stream, 0 for none; it counts as told.
  package mutating func takeLatency(of stream: UInt32) -> UInt64 {
    defer { untold[Int(stream)] = 0 }
    return untold[Int(stream)]
  }

  /// Every latency that is still untold.
  package func latencies() -> [(stream: UInt32, worker: Int, latency: UInt64)] {
    entries.filter { untold[Int($0.number)] > 0 }.map { ($0.number, $0.worker, untold[Int($0.number)]) }
  }
}
