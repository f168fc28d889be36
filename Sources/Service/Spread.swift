extension Array {
  /// At most `count` of the elements, evenly chosen, the first and the last among them.
  package func spread(atMost count: Int) -> [Element] {
    guard self.count > count else { return self }
    guard count > 1 else { return Array(prefix(count)) }
    let step = Double(self.count - 1) / Double(count - 1)
    return (0..<count).map { self[Int((Double($0) * step).rounded())] }
  }
}
