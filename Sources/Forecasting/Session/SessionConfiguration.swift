import MarkerMotion

/// What a session forecasts, and how.
public struct SessionConfiguration: Hashable, Sendable {
  /// The model whose forecasts are given out.
  public var model: Model = .mixture
  /// Models that run beside it and are scored; their forecasts are not given out.
  public var shadows: [Model] = []
  /// The family of settings of all models.
  public var preset: Preset = .standard
  /// Hyper-parameters of the main model; the shadows take the preset's.
  public var parameters = HyperParameters()
  /// Whether a mixture's forecasts tell what each of its experts has in them.
  public var explains = false
  /// The seed of every random number.
  public var seed: UInt64 = 1
  /// The stream's nominal rate in Hz; nil finds it from the stamps.
  public var rate: Double?
  /// How far ahead to forecast, in seconds, each above 0.
  public var horizons: [Double] = (1...20).map { Double($0) / 10 }
  /// The shares of truths that radii are to hold on long-run average: at most three, each above 0 and below 1, the first
  /// being what `MarkerForecast.radius` holds. None gives no radii.
  public var coverages: [Double] = [0.9]
  /// Where the outcomes of the stream's ticks part.
  public var limits = TickGridLimits()

  /// The defaults: `mixture`, 0.1 s to 2 s, the rate found from the stamps.
  public init() {}

  /// The models that run: the main one, the shadows, persistence; each once.
  public var models: [Model] {
    var models = [model]
    for other in shadows + [.persistence] where !models.contains(other) { models.append(other) }
    return models
  }
}
