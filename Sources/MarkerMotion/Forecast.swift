/// What a forecast's reader may rely on.
public enum ForecastState: UInt8, Hashable, Sendable, CaseIterable {
  /// Too little was seen to learn from; the forecast is persistence.
  case warmingUp
  /// The model forecasts from a sample that was measured whole.
  case tracking
  /// The model forecasts, from a sample of which something was missing, frozen, bridged or disbelieved,
  /// or too soon after an interruption.
  case degraded
  /// There is nothing to forecast from; a forecast in this state has no horizons.
  case lost
}

/// Why a forecast is not simply `tracking`, and what happened in its tick.
public struct TickConditions: OptionSet, Hashable, Sendable {
  /// One bit for each condition.
  public let rawValue: UInt16

  /// The conditions whose bits are set.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Frames were missing before this one and were bridged by one-step forecasts.
  public static let gapBridged = TickConditions(rawValue: 1 << 0)
  /// At least one marker was not seen; its place was bridged or held.
  public static let markerOccluded = TickConditions(rawValue: 1 << 1)
  /// No coordinate has moved for a set time.
  public static let sensorFrozen = TickConditions(rawValue: 1 << 2)
  /// A marker moved further than a body can; the place was disbelieved, or newly accepted.
  public static let positionJumped = TickConditions(rawValue: 1 << 3)
  /// The sensor's clock jumped.
  public static let clockJumped = TickConditions(rawValue: 1 << 4)
  /// The first tick after an interruption; what was learned is kept.
  public static let segmentStarted = TickConditions(rawValue: 1 << 5)
  /// The first tick of a fresh session; nothing is known.
  public static let sessionStarted = TickConditions(rawValue: 1 << 6)
  /// Too soon after an interruption for every input of the model to be from one segment.
  public static let historyShort = TickConditions(rawValue: 1 << 7)

  /// The frames' spacing does not fit the rate: horizons in seconds are wrong by as much.
  public static let rateMismatched = TickConditions(rawValue: 1 << 8)

  /// The model's numbers were not finite: it begins anew, and the forecast is persistence.
  public static let modelFailed = TickConditions(rawValue: 1 << 9)

  /// All markers are where they were in another unit: nothing of the frame is believed.
  public static let scaleJumped = TickConditions(rawValue: 1 << 10)

  /// The session went on from a checkpoint a moment ago, and frames were missed between. It lasts, as a subscriber may not hear the
  /// first forecasts of a daemon that has just begun.
  public static let restored = TickConditions(rawValue: 1 << 11)

  /// Every condition with the name that logs, statistics and the wire call it by.
  public static let named: [(condition: TickConditions, name: String)] = [
    (.gapBridged, "gap_bridged"), (.markerOccluded, "marker_occluded"),
    (.sensorFrozen, "sensor_frozen"), (.positionJumped, "position_jumped"),
    (.clockJumped, "clock_jumped"), (.segmentStarted, "segment_started"),
    (.sessionStarted, "session_started"), (.historyShort, "history_short"),
    (.rateMismatched, "rate_mismatched"),
    (.modelFailed, "model_failed"), (.scaleJumped, "scale_jumped"), (.restored, "restored"),
  ]
}

/// Where one marker will be.
public struct MarkerForecast: Hashable, Sendable {
  /// The marker's name.
  public var name: String
  /// Its forecast place in millimetres; nil where it has been out of sight for too long.
  public var position: Position?
  /// Millimetres that the truth stays within, one for each of the forecast's coverages; empty while they are not known.
  public var radii: [Double]

  /// A marker forecast to be at `position`.
  public init(name: String, position: Position?, radii: [Double] = []) {
    self.name = name
    self.position = position
    self.radii = radii
  }

  /// The radius of the first coverage; nil while it is not known.
  public var radius: Double? { radii.first }
}

/// How much of a mixture's forecast is one expert's.
public struct ExpertWeight: Hashable, Sendable {
  /// The expert's name.
  public var model: String
  /// Its share, between 0 and 1.
  public var weight: Double

  /// The share `weight` of the expert `model`.
  public init(model: String, weight: Double) {
    self.model = model
    self.weight = weight
  }
}

/// The forecast of all markers for one instant ahead.
public struct HorizonForecast: Hashable, Sendable {
  /// How far ahead of the source frame, in seconds.
  public var seconds: Double
  /// The instant that is forecast, on the sensor's clock.
  public var stamp: Stamp
  /// The markers, sorted by name.
  public var markers: [MarkerForecast]
  /// What each expert of a mixture has in it, where that was asked for; the shares sum to 1.
  public var experts: [ExpertWeight]

  /// A forecast `seconds` ahead, for `stamp`.
  public init(seconds: Double, stamp: Stamp, markers: [MarkerForecast], experts: [ExpertWeight] = []) {
    self.seconds = seconds
    self.stamp = stamp
    self.markers = markers
    self.experts = experts
  }
}

/// For one frame, the places of all markers at each horizon.
public struct Forecast: Hashable, Sendable {
  /// The source frame's sequence number, where it had one.
  public var sequence: UInt64?
  /// The source frame's stamp.
  public var stamp: Stamp
  /// The session's count of ticks at the source frame, from 0, bridged ticks included.
  public var tick: Int
  /// The model whose numbers these are: `persistence` while the chosen one is not ready.
  public var model: String
  /// What the reader may rely on.
  public var state: ForecastState
  /// What happened in the tick.
  public var conditions: TickConditions
  /// The newest tick that the model has learned from; nil before the first.
  public var learnedThrough: Int?
  /// One entry for each asked horizon, ascending.
  public var horizons: [HorizonForecast]
  /// The shares of truths that radii hold on long-run average, each between 0 and 1; empty where there can be none: the
  /// forecast is not the model's, or none were asked for.
  public var coverages: [Double]

  /// A forecast from the frame at `stamp`.
  public init(
    sequence: UInt64? = nil, stamp: Stamp, tick: Int, model: String, state: ForecastState,
    conditions: TickConditions = [], learnedThrough: Int? = nil, horizons: [HorizonForecast] = [],
    coverages: [Double] = []
  ) {
    self.sequence = sequence
    self.stamp = stamp
    self.tick = tick
    self.model = model
    self.state = state
    self.conditions = conditions
    self.learnedThrough = learnedThrough
    self.horizons = horizons
    self.coverages = coverages
  }
}
