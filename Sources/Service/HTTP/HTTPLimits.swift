import NIOCore

/// What clients may cost.
package struct HTTPLimits: Sendable {
  /// Connections at a time; more are closed.
  package var connections = 200
  /// Those of them that are sent events.
  package var live = 100
  /// The longest field of a request, in bytes.
  package var field = 8192
  /// All fields of a request, in bytes.
  package var fields = 16_384
  /// How many fields a request may have.
  package var fieldCount = 64
  /// Until the first request is there whole.
  package var first = TimeAmount.seconds(10)
  /// Until the next one is.
  package var next = TimeAmount.seconds(60)
  /// Until an answer is taken.
  package var answer = TimeAmount.seconds(30)
  /// Until a client reads on whose buffer is full.
  package var stalled = TimeAmount.seconds(30)
  /// What may wait for a client, in bytes, and as much in the kernel: it is sent no more while there is as much as `high`, until there is less than `low`.
  package var buffer = (low: 32_768, high: 262_144)

  /// The daemon's.
  package init() {}
}
