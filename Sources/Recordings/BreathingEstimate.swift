import MarkerMotion

/// The period and amplitude of a marker's breathing.
///
/// The track is projected on its main axis (the first principal component, by power iteration) and freed of what is
/// slower than fifteen seconds (a moving mean). The period is the first maximum of the autocorrelation of what
/// remains between 1.5 and 12 s that reaches 80 % of the highest one there, refined by a parabola
/// (Rabiner 1977, doi:10.1109/TASSP.1977.1162905); nil where the autocorrelation stays below 0.3. The amplitude is the
/// median over windows of 1.5 periods of the difference of largest and smallest value.
struct BreathingEstimate {
  let period: Double
  let amplitude: Double

  init?(_ track: [Position?], rate: Double) {
    guard let signal = Self.mainAxis(track) else { return nil }
    let detrended = Self.detrended(signal, half: Int(7.5 * rate))
    let lags = Int(1.5 * rate)...max(Int(1.5 * rate), min(Int(12 * rate), detrended.count / 2))
    guard lags.count > 2, lags.lowerBound > 0 else { return nil }
    let energy = detrended.reduce(0) { $0 + $1 * $1 }
    guard energy > 0 else { return nil }
    let correlation = (lags.lowerBound - 1...lags.upperBound + 1).map { lag in
      (0..<max(0, detrended.count - lag)).reduce(0) { $0 + detrended[$1] * detrended[$1 + lag] }
        / energy * Double(detrended.count) / Double(max(1, detrended.count - lag))
    }
    let peaks = (1..<correlation.count - 1).filter {
      correlation[$0] >= correlation[$0 - 1] && correlation[$0] > correlation[$0 + 1]
    }
    guard let highest = peaks.map({ correlation[$0] }).max(), highest > 0.3,
      let peak = peaks.first(where: { correlation[$0] >= 0.8 * highest })
    else { return nil }
    let (a, b, c) = (correlation[peak - 1], correlation[peak], correlation[peak + 1])
    let shift = a - 2 * b + c == 0 ? 0 : (a - c) / (2 * (a - 2 * b + c))
    period = (Double(lags.lowerBound - 1 + peak) + shift) / rate
    let window = max(2, Int(1.5 * period * rate))
    let ranges = stride(from: 0, to: max(1, signal.count - window), by: max(1, window / 2)).map { start in
      let slice = signal[start..<min(signal.count, start + window)]
      return slice.max()! - slice.min()!
    }.sorted()
    amplitude = ranges[ranges.count / 2]
  }

  /// The track along its main axis; where the marker is out of sight the last place is held.
  private static func mainAxis(_ track: [Position?]) -> [Double]? {
    guard let first = track.compactMap(\.self).first else { return nil }
    var held = first
    let filled = track.map { position in
      held = position ?? held
      return held
    }
    let mean = filled.reduce(.zero, +) / Double(filled.count)
    var axis = Position(0.6, 0.5, 0.62)
    for _ in 0..<50 {
      var next = Position.zero
      for p in filled { next += (p - mean) * ((p - mean) * axis).sum() }
      let length = (next * next).sum().squareRoot()
      guard length > 0 else { return nil }
      axis = next / length
    }
    return filled.map { (($0 - mean) * axis).sum() }
  }

  private static func detrended(_ signal: [Double], half: Int) -> [Double] {
    var sums = [0.0]
    for value in signal { sums.append(sums.last! + value) }
    return signal.indices.map { i in
      let (from, to) = (max(0, i - half), min(signal.count, i + half + 1))
      return signal[i] - (sums[to] - sums[from]) / Double(to - from)
    }
  }
}
