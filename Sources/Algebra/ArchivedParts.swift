import Archiving

extension Archive {
  /// Numbers that are copied at a time: as many as stay in a near cache.
  private static var strip: Int { 4096 }

  /// Transfers some of the numbers alone, by their indices.
  package mutating func transfer<Value: ArchivedNumber>(_ values: inout [Value], at indices: Range<Int>) {
    for start in stride(from: indices.lowerBound, to: indices.upperBound, by: Self.strip) {
      let strip = start..<min(start + Self.strip, indices.upperBound)
      var part = Array(values[strip])
      transfer(&part)
      if isReading { values.replaceSubrange(strip, with: part) }
    }
  }
}

extension Matrix: Archivable where Scalar: ArchivedNumber {
  /// Transfers the elements; a matrix of another shape is refused.
  public mutating func transfer(with archive: inout Archive) {
    var (height, width) = (rows, columns)
    archive.transfer(&height)
    archive.transfer(&width)
    if (height, width) != (rows, columns) {
      archive.refuse("it holds a matrix of \(height) by \(width) where there is one of \(rows) by \(columns)")
    }
    archive.transfer(&storage)
  }

  /// Transfers the elements of some rows alone.
  package mutating func transfer(rows range: Range<Int>, with archive: inout Archive) {
    archive.transfer(&storage, at: range.lowerBound * columns..<range.upperBound * columns)
  }
}
