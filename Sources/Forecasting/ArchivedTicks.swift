import Archiving

extension Archive {
  /// Transfers as many numbers as there are, and refuses one that is none or beyond `range`.
  mutating func transfer(_ values: inout [Double], within range: ClosedRange<Double>) {
    transfer(&values)
    guard isReading, !values.allSatisfy(range.contains) else { return }
    refuse("it holds a number that is not within \(range.lowerBound) and \(range.upperBound)")
  }

  /// Transfers a tick, -1 before the first.
  mutating func transfer(tick: inout Int) { transfer(&tick, within: -1...Self.mostCounted) }

  /// Transfers a tick, or that there is none.
  mutating func transfer(tick: inout Int?) {
    var number = tick ?? -1
    transfer(tick: &number)
    tick = number < 0 ? nil : number
  }
}
