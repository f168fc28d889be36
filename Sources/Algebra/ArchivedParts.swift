import Archiving

/// The indices in parts that are copied one at a time and stay in a near cache.
private func parts(of indices: Range<Int>) -> some Sequence<Range<Int>> {
  stride(from: indices.lowerBound, to: indices.upperBound, by: 4096).lazy.map {
    $0..<min($0 + 4096, indices.upperBound)
  }
}

extension Archive {
  /// Transfers some of the numbers alone, by their indices.
  package mutating func transfer<Value: ArchivedNumber>(_ values: inout [Value], at indices: Range<Int>) {
    for part in parts(of: indices) {
      var copy = Array(values[part])
      transfer(&copy)
      if isReading { values.replaceSubrange(part, with: copy) }
    }
  }
}

extension AlignedElements where Element: ArchivedNumber {
  /// Transfers some of the elements alone, by their indices.
  mutating func transfer(_ indices: Range<Int>, with archive: inout Archive) {
    for part in parts(of: indices) {
      var copy = withUnsafeBufferPointer { Array($0[part]) }
      archive.transfer(&copy)
      if archive.isReading {
        withUnsafeMutableBufferPointer {
          _ = UnsafeMutableBufferPointer(rebasing: $0[part]).update(fromContentsOf: copy)
        }
      }
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
    storage.transfer(storage.indices, with: &archive)
  }

  /// Transfers the elements of some rows alone.
  package mutating func transfer(rows range: Range<Int>, with archive: inout Archive) {
    storage.transfer(range.lowerBound * columns..<range.upperBound * columns, with: &archive)
  }
}
