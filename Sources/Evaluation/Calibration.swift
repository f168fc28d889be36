/// How the radii of one coverage did, over the forecasts that had one.
package struct Calibration: Codable, Hashable, Sendable {
  /// The share of errors that the radii were asked to hold.
  package var asked: Double
  /// The share that they held.
  package var coverage: Double
  /// The mean radius, mm.
  package var radius: Double
  /// The mean score, mm; less is better: a radius pays for its size, and for what an error is beyond it, divided by the
  /// share that was asked to be missed,
  ///
  ///     r + max(0, e - r) / (1 - asked)
  ///
  /// The interval score (R. L. Winkler 1972, doi:10.1080/01621459.1972.10481224) of the interval from 0 to r in which the
  /// lower end costs nothing; proper for the quantile of the error (T. Gneiting, A. E. Raftery 2007,
  /// doi:10.1198/016214506000001437, section 6).
  package var winkler: Double

  /// How radii that were asked to hold `asked` did.
  package init(asked: Double, coverage: Double, radius: Double, winkler: Double) {
    self.asked = asked
    self.coverage = coverage
    self.radius = radius
    self.winkler = winkler
  }

  enum CodingKeys: String, CodingKey {
    case asked, coverage
    case radius = "radius_mm"
    case winkler = "winkler_mm"
  }
}

extension Calibration {
  /// The sums that it is made of.
  struct Sums {
    var asked: Double
    private var count = 0.0
    private var held = 0.0
    private var radii = 0.0
    private var scores = 0.0

    init(asked: Double) { self.asked = asked }

    /// Counts an error, unless it had no radius: NaN.
    mutating func add(error: Double, radius: Double) {
      guard !radius.isNaN else { return }
      count += 1
      held += error <= radius ? 1 : 0
      radii += radius
      scores += radius + max(0, error - radius) / (1 - asked)
    }

    /// nil where nothing was counted.
    var mean: Calibration? {
      count > 0
        ? Calibration(asked: asked, coverage: held / count, radius: radii / count, winkler: scores / count)
        : nil
    }
  }

  /// The mean of each number, coverage by coverage, in the order in which they first appear.
  static func means(of all: [[Calibration]]) -> [Calibration] {
    all.flatMap { $0.map(\.asked) }.uniqued().map { asked in
      let own = all.flatMap { $0.filter { $0.asked == asked } }
      func mean(_ path: KeyPath<Calibration, Double>) -> Double {
        own.reduce(0) { $0 + $1[keyPath: path] } / Double(own.count)
      }
      return Calibration(
        asked: asked, coverage: mean(\.coverage), radius: mean(\.radius), winkler: mean(\.winkler))
    }
  }
}

extension Score {
  /// How the radii did that were asked to hold `asked`; nil where there were none.
  package func calibration(_ asked: Double) -> Calibration? { calibrations?.first { $0.asked == asked } }
}
