import MarkerMotion

/// Frames in, forecasts out: all that a stream's forecasting is, without input, output, clock or thread.
///
/// The daemon and the evaluation drive the same type the same way, so that what is evaluated is what is
/// served. For each frame:
///
///     if session.observe(frame) == .tick {
///       let forecast = session.forecast()      // unless nobody needs one
///     }
///     while session.learn() {}                 // after the forecast is out; may be cut short
///
/// A session is deterministic: the frames, and which calls were left out, give its forecasts bit for bit.
public struct ForecastSession: Sendable {
  /// What is forecast, and how.
  public let configuration: SessionConfiguration
  /// What a reader of the newest forecast may rely on.
  public internal(set) var state = ForecastState.warmingUp
  /// Ticks whose learning was given up.
  public internal(set) var learningShed: UInt64 = 0

  var grid: TickGrid
  var rateFinder = RateFinder()
  /// Frames held until the rate is known, and the events before them.
  var held: [Frame] = []
  var eventsBeforeHeld = EventCounts()

  var plan: HorizonPlan
  var runs: [ModelRun] = []
  var warmUp = WarmUp()
  /// What the models were made from; nil before there are any.
  var origin: ForecasterContext?
  /// The main model's radii; nil until there is one, or where none are asked for.
  var radii: ConformalRadii?
  var isLive = false
  /// Whether it was read from an archive, and has taken no tick since.
  var isRestored = false
  /// The ticks for which it still says that it went on from an archive, and missed some.
  var restoredTicks = 0
  /// How often the main model, and experts and shadows, had begun anew when that was last counted.
  var restarts = (main: 0, others: 0)

  var positions: [Double] = []
  var ticks = TickBuffer()
  var tickCount = 0
  var segmentTicks = 0
  var truth = TruthRing(markers: 0, longest: 1)
  var output: Forecast
  var isForecast = false
  var step = Step.idle

  let makeForecaster: @Sendable (Model, ForecasterContext) -> any Forecaster

  /// The learning that is left for the newest frame, in order.
  enum Step: Hashable, Sendable {
    case main, score, shadow(Int), warmUp(Int), idle
  }

  /// A session of `configuration`.
  public init(_ configuration: SessionConfiguration) {
    self.init(configuration) { model, context in
      Forecasting.makeForecaster(
        model, preset: configuration.preset,
        parameters: model == configuration.model ? configuration.parameters : HyperParameters(),
        context: context)
    }
  }

  /// A session whose forecasters are made by the caller.
  package init(
    _ configuration: SessionConfiguration,
    makeForecaster: @escaping @Sendable (Model, ForecasterContext) -> any Forecaster
  ) {
    self.configuration = configuration
    self.makeForecaster = makeForecaster
    grid = TickGrid(rate: configuration.rate, limits: configuration.limits)
    plan = HorizonPlan(seconds: configuration.horizons, rate: configuration.rate ?? 1)
    output = Forecast(
      stamp: Stamp(nanoseconds: 0), tick: 0, model: Model.persistence.rawValue, state: .warmingUp)
  }

  /// Ticks a second: as given, or as found; nil until then.
  public var rate: Double? { grid.rate }
  /// The session's markers, sorted by name.
  public var markers: [String] { grid.markers }
  /// How often each event has happened.
  public var events: EventCounts { grid.events }

  /// The live accuracy of the main model, then of the shadows and of persistence, since the session began.
  public var accuracy: [ModelAccuracy] {
    runs.map {
      ModelAccuracy(
        model: $0.model.rawValue, seconds: plan.entries.map(\.seconds), accuracies: $0.score.accuracies)
    }
  }

  /// How the main model's radii have done since they were last begun: at each horizon, for each asked coverage.
  public var radiusScores: [RadiusScore] {
    guard let radii else { return [] }
    let coverages = configuration.coverages
    return radii.tallies.enumerated().map { i, tally in
      RadiusScore(
        seconds: plan.entries[i / coverages.count].seconds, coverage: coverages[i % coverages.count],
        truths: tally.truths, held: tally.held)
    }
  }
}
