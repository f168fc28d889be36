/// The forecasts of one run at one horizon, each beside the truth that it was made for, in the order of time.
///
/// Coordinates are x, y, z of each marker, markers sorted by name; NaN where a marker was not seen or not forecast.
package struct ScoredForecasts: Codable, Sendable {
  /// The horizon, s.
  package var seconds: Double
  /// The horizon in ticks, where it is a whole number of them.
  package var ticks: Int?
  /// The shares of errors that radii were asked to hold; empty where there are no radii.
  package var coverages: [Double]
  /// The row of each target, counted from 1.
  @Bytes package var targets: [Int] = []
  /// The row of the newest sample that each forecast was made from, counted from 0.
  @Bytes package var origins: [Int] = []
  /// Where the markers were, mm, one target after the other.
  @Bytes package var truth: [Double] = []
  /// Where they were forecast to be.
  @Bytes package var forecasts: [Double] = []
  /// Where they were at the origin: the forecasts of persistence.
  @Bytes package var still: [Double] = []
  /// The radii of each marker's forecast, mm, one for each coverage; NaN where it had none.
  @Bytes package var radii: [Double] = []

  /// No forecasts yet.
  package init(seconds: Double, ticks: Int?, coverages: [Double] = []) {
    self.seconds = seconds
    self.ticks = ticks
    self.coverages = coverages
  }

  /// Adds the forecast of one target.
  package mutating func add(
    target: Int, origin: Int, truth: [Double], forecast: [Double], still: [Double], radii: [Double]
  ) {
    targets.append(target)
    origins.append(origin)
    self.truth += truth
    forecasts += forecast
    self.still += still
    self.radii += radii
  }
}
