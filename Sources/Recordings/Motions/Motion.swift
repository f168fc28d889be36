/// How far something has moved, as a function of time: the same however often and in whatever order it is asked.
protocol Motion: Sendable {
  /// The displacement in mm at `t` seconds, which may lie some seconds before the start.
  func displacement(at t: Double) -> Double
}
