import MarkerMotion
internal import RealModule

/// The distances that truths stay within, in asked shares of cases on long-run average: for each marker and horizon, and
/// for each coverage.
///
/// Online conformal calibration with a step that tracks the quantile of the error and an integrator of the misses (A. N.
/// Angelopoulos, E. J. Candès, R. J. Tibshirani 2023, arXiv:2307.16895; the idea is of I. Gibbs and E. J. Candès 2021,
/// arXiv:2106.00170), here with steps by a factor. When a truth comes, the radius that was issued for it has held or not;
/// with a = 1 - coverage and r ticks a second:
///
///     c   <- c + (miss - c) / (60 r),   a' = a + (a - c), from .2 a to 3 a
///     rho <- max(.02 m, rho exp(.5 (miss - a') / r)),   radius = max(.001 mm, rho s)
///
/// s is the forecast's scale, from the disagreement of the model's experts; m is the running mean of error / s; c begins
/// with a, and the first error sets rho to 2 error / s. Whatever the errors do, misses of a share other than a move rho until
/// the share is right, and c makes up for those of the last minute; of single forecasts it promises nothing. A radius is never
/// below a micrometre: of a marker that does not move at all, rounding decides what is greater than what.
///
/// Steps are of a second: shared out among the ticks, so that all takes the same time at any rate. O(markers x horizons x
/// coverages) a tick, in memory times the longest horizon's ticks; allocates nothing after `init`.
struct ConformalRadii: Sendable {
  /// The step of running means.
  static let averaging = 0.002
  /// How fast a radius grows or falls, a second.
  private static let step = 0.5
  /// How long misses are remembered, in seconds.
  private static let memory = 60.0
  /// A radius is no smaller than this share of the mean error, before scaling, and than so many mm.
  private static let least = (share: 0.02, radius: 0.001)

  /// How the radii of one horizon and coverage have done so far, all markers together.
  struct Tally: Hashable, Sendable {
    /// Forecasts with a radius whose truth has come.
    var truths: UInt64 = 0
    /// Those whose truth was within it.
    var held: UInt64 = 0
  }

  private let coverages: [Double]
  private let markers: Int
  private let cells: Int
  private let rate: Double
  /// Ticks of 10 Hz a tick, at most one.
  private let pace: Double
  /// Truths before a marker's radii at a horizon are known.
  private let needed: Double
  private var issued: IssuedForecasts
  private var scale: DisagreementScale
  /// Of each cell, which is a marker at a horizon: truths so far, and the mean of scaled errors.
  private var counts: [Double]
  private var meanErrors: [Double]
  /// Of each cell and coverage: the radius before scaling.
  private var quantiles: [Double]
  /// Of the same: the share of the last minute's radii that were missed.
  private var missed: [Double]
  /// Of each slot and cell, and coverage: what was issued.
  private var scales: [Double]
  private var radii: [Double]
  /// Of each horizon and coverage, and how many ticks ahead the horizon is.
  private(set) var tallies: [Tally]
  private let ticks: [Double]

  /// No radii are known yet. `coverages` are above 0 and below 1.
  init(coverages: [Double], plan: HorizonPlan, markers: Int, rate: Double) {
    self.coverages = coverages
    self.markers = markers
    cells = plan.entries.count * markers
    self.rate = rate
    pace = min(1, 10 / rate)
    needed = (1 / (1 - (coverages.max() ?? 0))).rounded() / pace
    issued = IssuedForecasts(plan: plan, markers: markers)
    scale = DisagreementScale(plan: plan, markers: markers, pace: pace)
    counts = [Double](repeating: 0, count: cells)
    // Storage that two arrays share is copied when one of them is first written to, which would be in a tick.
    meanErrors = [Double](repeating: 0, count: cells)
    quantiles = [Double](repeating: 0, count: cells * coverages.count)
    missed = (0..<cells).flatMap { _ in coverages.map { 1 - $0 } }
    scales = [Double](repeating: 1, count: issued.slots * cells)
    radii = [Double](repeating: 0, count: issued.slots * quantiles.count)
    tallies = [Tally](repeating: Tally(), count: plan.entries.count * coverages.count)
    ticks = plan.entries.map { Double($0.upperTicks) }
  }

  /// Learns from every forecast whose truth is complete with the newest tick.
  mutating func settle(_ truth: TruthRing) {
    for cell in 0..<cells {
      if let error = issued.error(of: cell % markers, entry: cell / markers, truth) {
        settle(cell, error.distance, slot: error.slot)
      }
    }
    pass(tick: truth.newest)
  }

  /// Notes that no forecast has been given out at `tick`, nor anything learned from it.
  mutating func pass(tick: Int) { issued.pass(tick: tick) }

  private mutating func settle(_ cell: Int, _ error: Double, slot: Int) {
    let scaled = error / scales[slot * cells + cell]
    guard scaled.isFinite else { return }
    // A radius was known when the forecast was issued if it was so many truths ago.
    if counts[cell] >= needed + ticks[cell / markers] { tally(cell, error, slot: slot) }
    counts[cell] += 1
    meanErrors[cell] += max(Self.averaging * pace, 1 / counts[cell]) * (scaled - meanErrors[cell])
    for (a, coverage) in coverages.enumerated() {
      let i = cell * coverages.count + a
      if counts[cell] == 1 {
        quantiles[i] = 2 * scaled
      } else {
        move(i, isMissed: error > radii[slot * quantiles.count + i], asked: 1 - coverage)
        quantiles[i] = max(quantiles[i], Self.least.share * meanErrors[cell])
      }
    }
  }

  private mutating func tally(_ cell: Int, _ error: Double, slot: Int) {
    for a in coverages.indices {
      let i = cell / markers * coverages.count + a
      tallies[i].truths += 1
      if error <= radii[slot * quantiles.count + cell * coverages.count + a] { tallies[i].held += 1 }
    }
  }

  private mutating func move(_ i: Int, isMissed: Bool, asked: Double) {
    let miss = isMissed ? 1.0 : 0
    missed[i] += (miss - missed[i]) / (Self.memory * rate)
    let due = min(max(2 * asked - missed[i], 0.2 * asked), 3 * asked)
    quantiles[i] *= .exp(Self.step / rate * (miss - due))
  }

  /// Issues the radii of the forecast of `tick`, rows as the plan's ticks, of every marker that is not lost. Once a tick.
  mutating func issue(
    _ rows: Matrix<Double>, tick: Int, sample: [Double], disagreement: Matrix<Double>?, isLost: [Bool]
  ) {
    issued.issue(rows, tick: tick, sample: sample, isLost: isLost)
    let slot = tick % issued.slots
    scale.write(disagreement, into: &scales, from: slot * cells)
    for i in quantiles.indices {
      let radius = quantiles[i] * scales[slot * cells + i / coverages.count]
      radii[slot * quantiles.count + i] = max(radius, Self.least.radius)
    }
  }

  /// Writes the radii (mm) issued at `tick` for a marker at the plan's `entry`; none while they are not known.
  func write(into result: inout [Double], marker: Int, entry j: Int, tick: Int) {
    result.removeAll(keepingCapacity: true)
    let cell = j * markers + marker
    guard counts[cell] >= needed else { return }
    let first = tick % issued.slots * quantiles.count + cell * coverages.count
    for a in coverages.indices { result.append(radii[first + a]) }
  }
}

extension ConformalRadii: Archivable {
  /// Far above what counts, errors in mm and their quotients can be.
  static let possible = 0...1e12

  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&issued)
    archive.transfer(&scale)
    // Nobody else stops a radius that is no number from being sent.
    archive.transfer(&counts, within: Self.possible)
    archive.transfer(&meanErrors, within: Self.possible)
    archive.transfer(&quantiles, within: Self.possible)
    archive.transfer(&missed, within: Self.possible)
    archive.transfer(&scales, within: Self.possible)
    archive.transfer(&radii, within: Self.possible)
    for i in tallies.indices {
      archive.transfer(count: &tallies[i].truths)
      archive.transfer(count: &tallies[i].held)
    }
  }
}
