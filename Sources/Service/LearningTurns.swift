/// Whose turn it is to learn: a queue of streams, each in it once at most.
///
/// A stream that waits keeps its place however often a newer frame replaces what it would have learned, and it goes to
/// the end once it has had its turn: where there is time for some streams only, learning goes round and none is left
/// out. Every call is O(1), amortised.
package struct LearningTurns: Sendable {
  private var arriving: [UInt32] = []
  /// The front of the queue, the first of it last.
  private var leaving: [UInt32] = []
  private var waiting: Set<UInt32> = []
  /// The stream whose turn it is.
  private var current: UInt32?

  /// Nobody's turn.
  package init() {}

  /// Whether nobody waits and it is nobody's turn.
  package var isEmpty: Bool { current == nil && waiting.isEmpty }

  /// A stream has something to learn. Its turn, where it has it, is over: what it was learning is replaced.
  package mutating func add(_ stream: UInt32) {
    if current == stream { current = nil }
    if waiting.insert(stream).inserted { arriving.append(stream) }
  }

  /// The stream whose turn it is, until `end` or its next `add`; nil where none waits.
  package mutating func next() -> UInt32? {
    if let current { return current }
    if leaving.isEmpty {
      swap(&arriving, &leaving)
      leaving.reverse()
    }
    current = leaving.popLast()
    if let current { waiting.remove(current) }
    return current
  }

  /// The turn is over.
  package mutating func end() { current = nil }
}
