internal import RealModule

/// How far a forecast may be from the newest position: `most` times as far as positions have lately been from the warm-up's first. No
/// body goes farther, in whatever unit it is measured. Positions of a glitch are forgotten with a half-life of some minutes.
struct Reach: Sendable {
  /// The newest position.
  private(set) var newest: [Double]
  private var span = 0.0
  private let origin: [Double]
  private let fading: Double

  private static let most = 100.0
  /// Millimetres: a sensor's noise.
  private static let leastSpan = 0.01
  /// Seconds.
  private static let halfLife = 300.0

  /// The reach of forecasts in `context`.
  init(_ context: ForecasterContext) {
    newest = Array(repeating: 0, count: context.dimension)
    origin = context.warmUp.first ?? newest
    fading = .pow(0.5, 1 / (Self.halfLife * context.rate))
  }

  mutating func observe(_ tick: borrowing Tick) {
    span *= fading
    for c in newest.indices {
      newest[c] = tick.positions[c]
      span = max(span, abs(newest[c] - origin[c]))
    }
  }

  /// Whether all of `forecast` is within reach.
  func holds(_ forecast: borrowing Matrix<Double>) -> Bool {
    let reach = Self.most * max(span, Self.leastSpan)
    for row in 0..<forecast.rows {
      // What is not a number is not within reach either.
      for c in newest.indices where !(abs(forecast[row, c] - newest[c]) <= reach) { return false }
    }
    return true
  }
}

extension Reach: Archivable {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&newest)
    archive.transfer(&span)
  }
}
