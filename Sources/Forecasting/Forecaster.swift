/// One step of a forecaster: where everything is at tick n.
public struct Tick: Sendable {
  /// The session's count of ticks, from 0, bridged ones included.
  public var index: Int
  /// Coordinates in millimetres: x, y, z of each marker, markers sorted by name.
  public var positions: [Double]
  /// Every coordinate was measured and is believed. Where false (bridged, occluded, frozen, jumped),
  /// the tick moves the state and nothing is learned from it: neither as input nor as target.
  public var isLearnable: Bool
  /// The tick follows an interruption: no input and no pair may reach back beyond it.
  public var startsSegment: Bool

  /// A tick at `positions`.
  public init(index: Int, positions: [Double], isLearnable: Bool = true, startsSegment: Bool = false) {
    self.index = index
    self.positions = positions
    self.isLearnable = isLearnable
    self.startsSegment = startsSegment
  }
}

/// An online model of marker motion.
///
/// Positions enter through `observe` alone, in the order of time, and nothing in this interface lets a
/// target arrive early: causality is a property of the type. For each tick the caller calls `observe`,
/// then `forecast` unless nobody asks for one, then either `learn` or `skipLearning`.
/// A forecaster is deterministic: its seed and its ticks give its forecasts, bit for bit, on one machine;
/// whether `forecast` is called changes no later forecast.
///
/// What changes in its life can be written to an archive between any two calls, and a forecaster made alike that reads it goes
/// on as this one does, bit for bit. One that has refused what it was given is of no use; numbers that were damaged and not
/// refused lead to forecasts without meaning, and to nothing worse.
public protocol Forecaster: Archivable, Sendable {
  /// Whether the forecasts are the model's own yet; until then they are persistence.
  var isReady: Bool { get }

  /// The newest tick whose position has changed what the model has learned; nil before the first.
  var learnedThrough: Int? { get }

  /// Takes the position at tick n: advances the state, settles the pairs that n completes where that is cheap.
  /// Never allocates.
  mutating func observe(_ tick: borrowing Tick)

  /// Writes the positions (mm) at each horizon, one row a horizon, one column a coordinate,
  /// from the state at tick n. Never learns, never allocates.
  mutating func forecast(into forecast: inout Matrix<Double>)

  /// How far the experts of the newest forecast are apart: the root mean square of their distances to it in mm, one row a
  /// horizon, one column a marker. nil where a model has no experts. Never allocates.
  var disagreement: Matrix<Double>? { get }

  /// How often the numbers of forecasters inside of this one, as a mixture's experts, have failed.
  var innerRestarts: Int { get }

  /// Does the learning that could wait until the forecast is out. At most once a tick.
  mutating func learn()

  /// Gives up this tick's waiting learning; a lagging learner's state still moves on.
  mutating func skipLearning()
}

extension Forecaster {
  /// nil: a model on its own agrees with itself.
  public var disagreement: Matrix<Double>? { nil }
  /// 0: there are none.
  public var innerRestarts: Int { 0 }
}

/// What a forecaster is made for.
public struct ForecasterContext: Sendable {
  /// Ticks a second, nominal.
  public var rate: Double
  /// Whole ticks ahead, ascending, each at least 1.
  public var horizons: [Int]
  /// The positions of the warm-up, oldest first, each with every coordinate (mm); at least two.
  /// Scales are taken from them, once; the caller then has the forecaster observe them like any ticks.
  public var warmUp: [[Double]]
  /// The seed of every random number that the forecaster draws.
  public var seed: UInt64

  /// The number of coordinates: three for each marker.
  public var dimension: Int { warmUp.first?.count ?? 0 }

  /// A context.
  public init(rate: Double, horizons: [Int], warmUp: [[Double]], seed: UInt64) {
    self.rate = rate
    self.horizons = horizons
    self.warmUp = warmUp
    self.seed = seed
  }
}
