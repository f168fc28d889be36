import Archiving
import MarkerMotion

extension ForecastSession: Archivable {
  /// Writes all that the session has become, or becomes what another of the same configuration was: from there on its forecasts
  /// are the same to the bit.
  ///
  /// Models are made anew from what they were made from, and then take over what they had learned. Where the archive is refused
  /// the session is of no further use.
  public mutating func transfer(with archive: inout Archive) {
    transferGrid(&archive)
    archive.transfer(count: &learningShed)
    archive.transfer(
      &held, atMost: RateFinder.mostFrames, filler: Frame(stamp: Stamp(nanoseconds: 0), markers: []))
    archive.transfer(&eventsBeforeHeld)
    archive.transfer(&rateFinder)
    archive.transfer(&positions, atMost: .max, filler: 0)
    archive.transfer(&ticks)
    archive.transfer(count: &tickCount)
    archive.transfer(count: &restoredTicks)
    archive.transfer(count: &segmentTicks)
    archive.transfer(&warmUp)
    transferModels(&archive)
    archive.transfer(&isLive)
    archive.transfer(count: &restarts.main)
    archive.transfer(count: &restarts.others)
    archive.transfer(&isForecast)
    transferStep(&archive)
    archive.transfer(&output.stamp)
    archive.transfer(&output.sequence, filler: 0)
    guard archive.isReading, archive.problem == nil else { return }
    isRestored = true
    check(&archive)
  }

  private mutating func transferGrid(_ archive: inout Archive) {
    var rate = grid.rate
    archive.transfer(&rate, filler: 0)
    if archive.isReading {
      guard rate.map({ $0 > 0 && $0 <= 1e6 }) ?? true else { return archive.refuse("its rate is none") }
      grid = TickGrid(rate: rate, limits: configuration.limits)
      plan = HorizonPlan(seconds: configuration.horizons, rate: rate ?? 1)
    }
    archive.transfer(&grid)
    var number = Int(state.rawValue)
    archive.transfer(&number)
    state = ForecastState(rawValue: UInt8(truncatingIfNeeded: number)) ?? .warmingUp
  }

  /// The warm-up that the models were made from, and what they are since.
  private mutating func transferModels(_ archive: inout Archive) {
    var isMade = !runs.isEmpty
    archive.transfer(&isMade)
    if archive.isReading {
      truth = TruthRing(markers: positions.count / 3, longest: plan.longest)
      runs = []
      radii = nil
    }
    archive.transfer(&truth)
    guard isMade, archive.problem == nil else { return }
    var warmUp = (origin?.warmUp ?? []).flatMap { $0 }
    archive.transfer(&warmUp, atMost: .max, filler: 0)
    if archive.isReading {
      let width = positions.count
      guard let rate = grid.rate, width > 0, width.isMultiple(of: 3), !warmUp.isEmpty,
        warmUp.count.isMultiple(of: width),
        warmUp.allSatisfy(\.isFinite)
      else { return archive.refuse("the warm-up of its models is none") }
      let positions = stride(from: 0, to: warmUp.count, by: width).map { Array(warmUp[$0..<$0 + width]) }
      makeRuns(
        from: ForecasterContext(
          rate: rate, horizons: plan.ticks, warmUp: positions, seed: configuration.seed))
    }
    archive.transfer(&runs)
    if radii != nil { archive.transfer(&radii!) }
  }

  private mutating func transferStep(_ archive: inout Archive) {
    var (kind, index) = step.numbers
    archive.transfer(&kind)
    archive.transfer(&index)
    guard archive.isReading else { return }
    guard let step = Step(kind: kind, index: index) else { return archive.refuse("its next step is none") }
    self.step = step
  }

  /// What later ticks rely on.
  private func check(_ archive: inout Archive) {
    let isStepPossible =
      switch step {
      case .idle, .warmUp: true
      case .main, .score: isLive
      case .shadow(let i): isLive && runs.indices.contains(i)
      }
    let width = positions.count
    guard isStepPossible, !isLive || !runs.isEmpty,
      markers.isEmpty || width == 3 * markers.count, truth.newest < tickCount,
      ticks.allSatisfy({ $0.positions.count == width }),
      warmUp.ticks.allSatisfy({ $0.positions.count == width })
    else { return archive.refuse("what it holds does not fit together") }
  }
}

extension ForecastSession.Step {
  fileprivate var numbers: (kind: Int, index: Int) {
    switch self {
    case .idle: (0, 0)
    case .main: (1, 0)
    case .score: (2, 0)
    case .shadow(let i): (3, i)
    case .warmUp(let done): (4, done)
    }
  }

  fileprivate init?(kind: Int, index: Int) {
    switch kind {
    case 0: self = .idle
    case 1: self = .main
    case 2: self = .score
    case 3: self = .shadow(index)
    case 4 where (0...WarmUp.ticksPerSlice).contains(index): self = .warmUp(index)
    default: return nil
    }
  }
}
