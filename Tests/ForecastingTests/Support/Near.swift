import Forecasting

extension Matrix<Double> {
  /// Whether no element is further than `distance` from the other's.
  func isNear(_ other: Matrix, _ distance: Double) -> Bool {
    rows == other.rows && columns == other.columns
      && zip(elements, other.elements).allSatisfy { abs($0 - $1) <= distance }
  }
}
