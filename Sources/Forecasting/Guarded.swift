import Archiving

/// A forecaster whose numbers are watched: where they stop being finite, or run away, it begins anew in the same tick, and the
/// newest position stands in for its forecast.
///
/// It begins from what it was when it was last known to be well, at most a minute ago if each tick is forecast, and where that fails
/// too, from nothing. What has run away is a forecast beyond `Reach`.
package struct Guarded: Forecaster {
  /// How often it began anew.
  package private(set) var restarts = 0
  /// Whether it has forecast from the newest tick, and the forecast is its own, and not one that stands in.
  package private(set) var isSound = false
  /// Whether it began anew so lately that its inputs do not reach back as far as they should, or it is not ready yet.
  package var isRecovering: Bool { restarts > 0 && (age < settling || !base.isReady) }
  /// The forecaster itself.
  package private(set) var base: any Forecaster
  private let make: @Sendable () -> any Forecaster
  private let keeps: Bool
  private let period: Int
  private let settling: Int
  /// Ticks since it began.
  private var age = 0
  private var kept: [UInt8] = []
  private var keptAge = 0
  /// Whether it has begun anew, and has seen no tick since.
  private var isFresh = false
  private var reach: Reach

  /// Guards what `make` makes. Where `keeps` is false it always begins from nothing: for one that only remembers positions, which
  /// are sound, and many of them.
  package init(keeps: Bool, context: ForecasterContext, _ make: @escaping @Sendable () -> any Forecaster) {
    self.make = make
    self.keeps = keeps
    base = make()
    period = max(1, Int(60 * context.rate))
    settling = context.settling
    reach = Reach(context)
  }

  package var isReady: Bool { base.isReady }
  package var learnedThrough: Int? { base.learnedThrough }
  package var disagreement: Matrix<Double>? { base.disagreement }
  package var innerRestarts: Int { base.innerRestarts }

  package mutating func observe(_ tick: borrowing Tick) {
    reach.observe(tick)
    isSound = false
    if isFresh {
      // What it remembers, if anything, is of ticks before an interruption.
      isFresh = false
      var first = Tick(index: tick.index, positions: reach.newest, isLearnable: tick.isLearnable)
      first.startsSegment = true
      base.observe(first)
    } else {
      base.observe(tick)
    }
    keptAge += 1
    age += 1
  }

  package mutating func forecast(into forecast: inout Matrix<Double>) {
    if !isFresh {
      base.forecast(into: &forecast)
      isSound = reach.holds(forecast)
      if isSound { return }
      beginAnew()
    }
    forecast.fillRows(with: reach.newest)
  }

  package mutating func learn() {
    guard !isFresh else { return }
    keepNowAndThen()
    base.learn()
  }

  package mutating func skipLearning() {
    guard !isFresh else { return }
    keepNowAndThen()
    base.skipLearning()
  }

  /// Before the learning, as no forecast has shown yet what that makes of it.
  private mutating func keepNowAndThen() {
    guard keeps, isSound, base.isReady, kept.isEmpty || keptAge >= period else { return }
    Archive.write(to: &kept) { base.transfer(with: &$0) }
    keptAge = 0
  }

  private mutating func beginAnew() {
    restarts += 1
    isFresh = true
    age = 0
    base = make()
    // What was kept is tried once.
    guard !kept.isEmpty else { return }
    var archive = Archive(reading: kept)
    base.transfer(with: &archive)
    kept = []
    keptAge = 0
    // It was kept between the forecast and the learning of a tick, which is given up.
    if archive.isExhausted { base.skipLearning() } else { base = make() }
  }
}

extension Guarded: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(&base)
    archive.transfer(count: &restarts)
    archive.transfer(&isSound)
    archive.transfer(&isFresh)
    archive.transfer(&kept, atMost: .max, filler: 0)
    archive.transfer(count: &keptAge)
    archive.transfer(count: &age)
    archive.transfer(&reach)
  }
}

extension Model {
  /// Whether a forecaster of this model learns something that can run away, and is small enough to be kept twice.
  package var isKept: Bool {
    switch self {
    case .persistence, .mean, .analogue, .localRidge, .guidedAnalogue, .mixture: false
    case .linear, .rls, .lms, .uoro, .rtrl, .snap1, .dni, .features: true
    }
  }
}
