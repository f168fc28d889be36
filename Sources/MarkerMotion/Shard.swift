/// One of several equal shares of a work: `3/16` is the third of sixteen.
package struct Shard: Hashable, Sendable, CustomStringConvertible {
  /// Which, counted from 1.
  package var number: Int
  /// Of how many, up to 100 000.
  package var count: Int

  /// A shard, whose number must be one of 1 to `count`.
  package init(number: Int, count: Int) { (self.number, self.count) = (number, count) }

  /// A shard as the command line writes it: `3/16`.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], (1...100_000).contains(count),
      (1...count).contains(number)
    else { return nil }
    self.init(number: number, count: count)
  }

  package var description: String { "\(number)/\(count)" }

  /// Whether a stream is of it, by the bytes of its name. O(name's length + log count).
  ///
  /// The rule is fixed for ever, so that daemons of different ages part streams alike: the bucket is the jump
  /// consistent hash of the name's FNV-1a hash of 64 bits. From n to n + 1 shards one stream in n + 1 moves, and only to
  /// the new shard.
  package func contains(stream name: UnsafeRawBufferPointer) -> Bool {
    jumpConsistentHash(fnv1a(name), buckets: count) == number - 1
  }
}

/// The hash FNV-1a of 64 bits (Fowler, Noll & Vo; draft-eastlake-fnv): the same on every machine.
package func fnv1a(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

/// The bucket, one of 0..<buckets, of a key: "A Fast, Minimal Memory, Consistent Hash Algorithm" (J. Lamping and
/// E. Veach 2014, arXiv:1406.2294). O(log buckets).
package func jumpConsistentHash(_ key: UInt64, buckets: Int) -> Int {
  var key = key
  var bucket = 0
  var next = 0
  while next < buckets {
    bucket = next
    key = key &* 2_862_933_555_777_941_757 &+ 1
    next = Int(Double(bucket + 1) * (0x1p31 / Double((key >> 33) + 1)))
  }
  return bucket
}
