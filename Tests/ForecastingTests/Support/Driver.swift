import Forecasting
import MarkerMotion
import Synchronization

/// Drives a session as the daemon does without loss: observe, forecast, then learn to the end.
func drive(_ session: inout ForecastSession, _ frames: some Sequence<Frame>) -> [Forecast] {
  var forecasts: [Forecast] = []
  for frame in frames {
    switch session.observe(frame) {
    case .tick, .unseen: forecasts.append(session.forecast())
    case .duplicate, .outOfOrder: break
    }
    while session.learn() {}
  }
  return forecasts
}

/// Everything that a session does to its forecasters, in order.
final class CallLog: Sendable {
  enum Call: Equatable {
    case make
    case observe(Tick)
    case forecast
    case learn
    case skip
  }

  private let storage = Mutex<[Call]>([])

  var calls: [Call] { storage.withLock { $0 } }
  var ticks: [Tick] {
    calls.compactMap { if case .observe(let tick) = $0 { tick } else { nil } }
  }

  func add(_ call: Call) { storage.withLock { $0.append(call) } }
  func clear() { storage.withLock { $0 = [] } }
}

extension Tick: Equatable {
  /// Whether both say the same.
  public static func == (a: Tick, b: Tick) -> Bool {
    a.index == b.index && a.positions == b.positions && a.isLearnable == b.isLearnable
      && a.startsSegment == b.startsSegment
  }
}

/// Forecasts that every coordinate grows by 1 mm a tick, and writes down what it is told.
struct Recorder: Forecaster {
  let log: CallLog
  private var positions: [Double] = []
  private(set) var learnedThrough: Int?
  private var newest = 0
  private let horizons: [Int]

  init(log: CallLog, context: ForecasterContext) {
    self.log = log
    horizons = context.horizons
    log.add(.make)
  }

  var isReady: Bool { true }

  mutating func observe(_ tick: borrowing Tick) {
    positions = tick.positions
    newest = tick.index
    log.add(.observe(copy tick))
  }

  mutating func forecast(into forecast: inout Matrix<Double>) {
    log.add(.forecast)
    for (row, horizon) in horizons.enumerated() {
      for c in positions.indices { forecast[row, c] = positions[c] + Double(horizon) }
    }
  }

  mutating func learn() {
    learnedThrough = newest
    log.add(.learn)
  }

  mutating func skipLearning() { log.add(.skip) }

  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&positions, atMost: .max, filler: 0)
    archive.transfer(&learnedThrough, filler: 0)
    archive.transfer(&newest)
  }
}

/// A session whose main model is a `Recorder`; its shadow is real persistence.
func recordedSession(_ configuration: SessionConfiguration, log: CallLog) -> ForecastSession {
  ForecastSession(configuration) { model, context in
    model == configuration.model
      ? Recorder(log: log, context: context)
      : makeForecaster(model, preset: .standard, parameters: HyperParameters(), context: context)
  }
}
