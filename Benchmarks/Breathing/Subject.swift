import Forecasting
import MarkerMotion
import Recordings

/// A forecaster and somebody who breathes in front of it without end, tick by tick, the same every time.
public struct Subject {
  /// Ticks a second.
  public static let rate = 10.0
  /// The horizons that most measurements are made with, in ticks: 0.1 s to 2 s.
  public static let horizons = Array(1...20)

  /// The forecaster.
  public private(set) var forecaster: any Forecaster
  private var breather: SyntheticBreather
  private var tick: Tick
  private var output: Matrix<Double>

  /// `markers` markers in front of a forecaster of `model`, which has not seen its warm-up yet.
  public init(
    _ model: Model, preset: Preset = .standard, parameters: HyperParameters = HyperParameters(),
    horizons: [Int] = Subject.horizons, markers: Int = 3
  ) {
    breather = SyntheticBreather(.calm(markers: markers))
    var warmUpBreather = breather
    let warmUp = (0..<100).map { _ in warmUpBreather.next()!.coordinates }
    forecaster = makeForecaster(
      model, preset: preset, parameters: parameters,
      context: ForecasterContext(rate: Self.rate, horizons: horizons, warmUp: warmUp, seed: 1))
    tick = Tick(index: -1, positions: [])
    output = Matrix(rows: horizons.count, columns: 3 * markers, repeating: 0)
  }

  /// Lets the next tick come; whoever breathes takes time too, and is not to be measured.
  public mutating func breathe() {
    tick = Tick(index: tick.index + 1, positions: breather.next()!.coordinates)
  }

  /// The forecaster's part of a tick that comes first.
  public mutating func observe() { forecaster.observe(tick) }
  /// The part that gives the forecast.
  public mutating func forecast() { forecaster.forecast(into: &output) }
  /// The part that may wait.
  public mutating func learn() { forecaster.learn() }

  /// Goes through `count` whole ticks.
  public mutating func advance(by count: Int) {
    for _ in 0..<count {
      breathe()
      observe()
      forecast()
      learn()
    }
  }
}

extension BreathingPattern {
  /// Breathing of `markers` markers at 10 Hz without any irregularity.
  public static func calm(markers: Int) -> BreathingPattern {
    var pattern = BreathingPattern()
    pattern.markers = markers
    return pattern
  }
}

extension Frame {
  /// x, y, z of each marker.
  fileprivate var coordinates: [Double] {
    markers.flatMap { marker in
      let place = marker.position!
      return [place.x, place.y, place.z]
    }
  }
}
