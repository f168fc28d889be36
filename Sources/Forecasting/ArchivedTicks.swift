extension Archive {
  /// Transfers a whole number, and refuses one beyond `range`.
  mutating func transfer(_ value: inout Int, within range: ClosedRange<Int>) {
    var number = value
    transfer(&number)
    guard range.contains(number) else {
      return refuse("it holds \(number) where there are \(range.lowerBound) to \(range.upperBound)")
    }
    value = number
  }

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
