/// What a model sees at tick t: a vector of numbers of the ticks up to t.
package protocol InputMap: Sendable {
  /// The number of elements.
  var count: Int { get }
  /// How many ticks back the oldest position lies. Positions before the segment are taken as its first.
  var reach: Int { get }
  /// Writes the input at tick t.
  func write(_ history: History, at t: Int, into input: inout [Double])
}

/// [1; window]: the newest positions, oldest first, as in the papers.
package struct WindowInput: InputMap {
  /// The number of positions.
  package let window: Int
  private let dimension: Int

  /// The newest `window` positions of `dimension` coordinates.
  package init(window: Int, dimension: Int) {
    self.window = max(1, window)
    self.dimension = dimension
  }

  package var count: Int { window * dimension + 1 }
  package var reach: Int { window - 1 }

  package func write(_ history: History, at t: Int, into input: inout [Double]) {
    let start = history.segmentStart(t)
    input[0] = 1
    for age in 0..<window {
      let row = history.slot(max(start, t - age))
      let offset = 1 + (window - 1 - age) * dimension
      for c in 0..<dimension { input[offset + c] = history.positions[row, c] }
    }
  }
}

/// [z_t; s_l (z_t - z_{t-l}) for some lags l; 1]: position, and differences of like size.
///
/// The scales s_l make the root mean square of each difference 1 over the warm-up.
package struct DifferenceInput: InputMap {
  private let dimension: Int
  private let lags: [Int]
  private let lagScales: [Double]

  /// The longest of the lags, in seconds; a model of this input learns when so much of a segment is past.
  package static let settling = 2.4

  /// The lags of most models, in seconds.
  package static let usualLags = [0.1, 0.2, 0.4, 0.8, 1.6, settling]

  /// `seconds` in ticks at `rate`, ascending, as far as they differ.
  package static func lags(_ seconds: [Double] = usualLags, rate: Double) -> [Int] {
    Set(seconds.map { max(1, Int(($0 * rate).rounded())) }).sorted()
  }

  /// Differences over `lags` ticks, ascending, scaled by `warmUp` (mm) in `scales`.
  package init(lags: [Int], warmUp: [[Double]], scales: Scales) {
    dimension = scales.origin.count
    self.lags = lags
    lagScales = lags.map { scales.scale(ofDifferencesOver: $0, in: warmUp) }
  }

  package var count: Int { dimension * (1 + lags.count) + 1 }
  package var reach: Int { lags.last ?? 0 }

  package func write(_ history: History, at t: Int, into input: inout [Double]) {
    let start = history.segmentStart(t)
    let newest = history.slot(t)
    for c in 0..<dimension { input[c] = history.positions[newest, c] }
    for k in lags.indices {
      let row = history.slot(max(start, t - lags[k]))
      for c in 0..<dimension {
        let difference = history.positions[newest, c] - history.positions[row, c]
        input[(k + 1) * dimension + c] = lagScales[k] * difference
      }
    }
    input[count - 1] = 1
  }
}

extension Scales {
  /// What makes the root mean square of the scaled differences over `lag` ticks 1 in `positions` (mm).
  package func scale(ofDifferencesOver lag: Int, in positions: [[Double]]) -> Double {
    guard positions.count > lag else { return 1 }
    var sum = 0.0
    for t in lag..<positions.count {
      for c in unit.indices {
        let difference = (positions[t][c] - positions[t - lag][c]) / unit[c]
        sum += difference * difference
      }
    }
    return 1 / max((sum / Double((positions.count - lag) * unit.count)).squareRoot(), 1e-3)
  }
}

extension ForecasterContext {
  /// `DifferenceInput.settling` in ticks.
  var settling: Int { max(1, Int((DifferenceInput.settling * rate).rounded())) }
}
