/// Every n-th trial of a search, beginning with one of the first n: a share of it for one machine.
package struct Shard: Hashable, Sendable, CustomStringConvertible {
  /// Which, counted from 1.
  package var number: Int
  /// Of how many.
  package var count: Int

  /// All trials.
  package static let whole = Shard(number: 1, count: 1)

  init(number: Int, count: Int) { (self.number, self.count) = (number, count) }

  /// A shard as the command line writes it: `3/16`.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], (1...100_000).contains(count),
      (1...count).contains(number)
    else { return nil }
    self.init(number: number, count: count)
  }

  package var description: String { "\(number)/\(count)" }

  /// Whether a trial is of it.
  package func contains(_ index: Int) -> Bool { index % count == number - 1 }
}
