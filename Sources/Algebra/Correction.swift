extension Matrix<Double> {
  /// Moves rows of coefficients towards `targets`: row <- row + (target - row . u) gain, for as many rows from `first` on
  /// as there are targets. `u` and the gain are rows of two other matrices, both called `slot`.
  package mutating func correct(
    from first: Int, towards targets: [Double], features: Matrix<Double>, gains: Matrix<Double>, slot: Int
  ) {
    precondition(
      first + targets.count <= rows && features.columns == columns && gains.columns == columns
        && slot < features.rows && slot < gains.rows, "shapes of an update must agree")
    guard columns > 0 else { return }
    let (count, offset) = (columns, slot * columns)
    // Slots and rows were checked above against the shapes of the three matrices, which hold their storage meanwhile.
    elements.withUnsafeMutableBufferPointer { c in
      features.elements.withUnsafeBufferPointer { f in
        gains.elements.withUnsafeBufferPointer { g in
          for (index, target) in targets.enumerated() {
            let row = c.baseAddress! + (first + index) * count
            let error = target - dot(row, f.baseAddress! + offset, count)
            addMultiple(error, times: g.baseAddress! + offset, to: row, count)
          }
        }
      }
    }
  }

  /// Shrinks `count` rows of coefficients from `first` on: row <- row - strength row[element] gain, the gain a row of
  /// another matrix.
  package mutating func shrink(
    from first: Int, count: Int, element: Int, strength: Double, gains: Matrix<Double>, slot: Int
  ) {
    precondition(
      first + count <= rows && gains.columns == columns && slot < gains.rows, "shapes of an update must agree"
    )
    guard columns > 0 else { return }
    let (width, offset) = (columns, slot * columns)
    // As above.
    elements.withUnsafeMutableBufferPointer { c in
      gains.elements.withUnsafeBufferPointer { g in
        for index in first..<first + count {
          let row = c.baseAddress! + index * width
          addMultiple(-strength * row[element], times: g.baseAddress! + offset, to: row, width)
        }
      }
    }
  }
}
