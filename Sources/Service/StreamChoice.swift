import Glibc
import MarkerMotion
import Wire

/// Which streams a daemon takes, told by their names alone.
package struct StreamChoice: Sendable {
  private let patterns: [String]
  private let shard: Shard?

  package init(_ configuration: ServiceConfiguration) {
    patterns = configuration.streams
    shard = configuration.shard
  }

  /// What to subscribe to: what the patterns begin with before their first wildcard, so that a publisher sends little
  /// else.
  package var subscriptions: [String] {
    guard !patterns.isEmpty else { return [Topic.markers.prefix] }
    return Set(patterns.map { Topic.markers.of(String($0.prefix { !"*?[\\".contains($0) })) }).sorted()
  }

  /// Whether messages of a topic are taken. What is no topic of a stream is: it is refused later, and counted.
  package func takes(_ topic: UnsafeRawBufferPointer) -> Bool {
    guard shard != nil || !patterns.isEmpty, let name = Topic.markers.name(in: topic) else { return true }
    return shard?.contains(stream: name) != false && (patterns.isEmpty || matches(name))
  }

  private func matches(_ name: UnsafeRawBufferPointer) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: name.count + 1, alignment: 1) { text in
      text.copyMemory(from: name)
      text[name.count] = 0
      let text = text.bindMemory(to: CChar.self)
      return patterns.contains { fnmatch($0, text.baseAddress!, 0) == 0 }
    }
  }
}
