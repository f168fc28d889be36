internal import CKernels

/// What one observation of recursive least squares does to coefficients: its features and gain, and the gain of the
/// pseudo-observation after it, each the row `slot` of a matrix.
package struct Correction {
  /// The row.
  package var slot: Int
  /// The strength of the pseudo-observation, 0 for none.
  package var leakage: Double
  /// The element that it is of.
  package var element: Int

  /// A correction.
  package init(slot: Int, leakage: Double, element: Int) {
    self.slot = slot
    self.leakage = leakage
    self.element = element
  }
}

extension Matrix<Double> {
  /// Moves rows of coefficients towards `targets`, for as many rows from `first` on as there are targets:
  ///
  ///     row <- row + (target - row . u) gain,   then   row <- row - leakage row[element] leak gain
  ///
  /// - Precondition: `leakGains` has the shape of `gains` where there is leakage.
  package mutating func correct(
    from first: Int, towards targets: [Double], _ correction: Correction, features: Matrix<Double>,
    gains: Matrix<Double>, leakGains: Matrix<Double>
  ) {
    let (slot, count) = (correction.slot, columns)
    let leaks = correction.leakage > 0
    precondition(
      first >= 0 && slot >= 0 && correction.element >= 0 && first + targets.count <= rows
        && features.columns == count && gains.columns == count
        && slot < features.rows && slot < gains.rows && correction.element < count
        && (!leaks || leakGains.columns == count && slot < leakGains.rows), "shapes of an update must agree")
    // Slots and rows were checked against the shapes of the matrices, which hold their storage meanwhile.
    storage.withUnsafeMutableBufferPointer { c in
      features.storage.withUnsafeBufferPointer { f in
        gains.storage.withUnsafeBufferPointer { g in
          leakGains.storage.withUnsafeBufferPointer { l in
            guard let c = c.baseAddress, let f = f.baseAddress, let g = g.baseAddress else { return }
            markercast_correct(
              c + first * count, targets.count, count, targets, f + slot * count, g + slot * count,
              leaks ? l.baseAddress.map { $0 + slot * count } : nil, correction.leakage, correction.element)
          }
        }
      }
    }
  }
}
