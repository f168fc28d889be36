/// How uncertain a forecast is beside others of the same marker and horizon, told by how far its experts are apart.
struct DisagreementScale: Sendable {
  /// A scale beyond a hundred times the usual, or below a hundredth, tells of a model that has nothing to disagree on.
  private static let range = 0.01...100

  private let entries: [HorizonPlan.Entry]
  private let markers: Int
  private let step: Double
  private let still: [Double]
  private var means: [Double]
  private var count = 0.0

  init(plan: HorizonPlan, markers: Int, pace: Double) {
    entries = plan.entries
    self.markers = markers
    step = ConformalRadii.averaging * pace
    // At the sample nothing is forecast: there the experts agree.
    still = [Double](repeating: 0, count: markers)
    means = [Double](repeating: 0, count: plan.entries.count * markers)
  }

  /// Writes the scale of each horizon and marker from the disagreement (mm), rows as the plan's ticks: the square root of
  /// its share of its own running mean, which takes it in first; 1 where there is none.
  mutating func write(_ disagreement: Matrix<Double>?, into scales: inout [Double], from base: Int) {
    guard let disagreement else {
      for cell in means.indices { scales[base + cell] = 1 }
      return
    }
    count += 1
    for (j, entry) in entries.enumerated() {
      for m in 0..<markers {
        let distance = entry.value(of: disagreement, sample: still, column: m)
        let cell = j * markers + m
        scales[base + cell] = 1
        guard distance.isFinite else { continue }
        means[cell] += max(step, 1 / count) * (distance - means[cell])
        guard means[cell] > 0 else { continue }
        scales[base + cell] = min(
          max((distance / means[cell]).squareRoot(), Self.range.lowerBound), Self.range.upperBound)
      }
    }
  }
}

extension DisagreementScale: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&means, within: ConformalRadii.possible)
    archive.transfer(&count)
    if !ConformalRadii.possible.contains(count) { archive.refuse("it holds a count that is none") }
  }
}
