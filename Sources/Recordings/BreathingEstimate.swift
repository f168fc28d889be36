import MarkerMotion

/// The period and amplitude of a marker's breathing.
///
/// The track is taken at even times, at most ten a second, by straight lines between the places that were seen (a gap
/// counts as one second), projected on its main axis (the first principal component) and freed of what is slower than
/// fifteen seconds (a moving mean). The period is the first maximum of the autocorrelation of what remains between
/// 1.5 and 12 s that reaches 80 % of the highest one there, refined by a parabola (L. R. Rabiner, "On the use of
/// autocorrelation analysis for pitch detection", 1977, doi:10.1109/TASSP.1977.1162905); nil where the
/// autocorrelation stays below 0.3. The amplitude is the median, over windows of one and a half periods (six seconds
/// where there is no period), of the difference of the largest and the smallest value along the main axis.
struct BreathingEstimate {
  var period: Double?
  var amplitude: Double

  /// The estimate for a track with a place, or none, at each of `times` (s); nil where the marker does not move.
  init?(_ track: [Position?], times: [Double], rate: Double) {
    let rate = min(rate, 10)
    guard let signal = Self.mainAxis(Self.evenly(track, times, rate: rate)) else { return nil }
    period = Self.period(of: signal, rate: rate)
    amplitude = Self.amplitude(of: signal, window: max(2, Int(1.5 * (period ?? 4) * rate)))
  }

  private static func evenly(_ track: [Position?], _ times: [Double], rate: Double) -> [Position] {
    var places: [Position] = []
    var last: (place: Position, time: Double)?
    var clock = 0.0
    for (position, time) in zip(track, times) {
      guard let position else { continue }
      if let last {
        let elapsed = min(time - last.time, 1)
        guard elapsed > 0 else { continue }
        while Double(places.count) / rate <= clock + elapsed {
          let share = (Double(places.count) / rate - clock) / elapsed
          places.append(last.place + (position - last.place) * share)
        }
        clock += elapsed
      } else {
        places.append(position)
      }
      last = (position, time)
    }
    return places
  }

  private static func mainAxis(_ places: [Position]) -> [Double]? {
    let mean = places.reduce(.zero, +) / Double(max(1, places.count))
    var covariance = [Position](repeating: .zero, count: 3)
    for place in places {
      let d = place - mean
      for c in 0..<3 { covariance[c] += d * d[c] }
    }
    // Power iteration, from the column of the coordinate that moves most: it can't be at a right angle to the axis.
    let widest = (0..<3).max { covariance[$0][$0] < covariance[$1][$1] }!
    var axis = covariance[widest]
    for _ in 0..<50 {
      let length = (axis * axis).sum().squareRoot()
      guard length > 0, length.isFinite else { return nil }
      axis /= length
      axis = covariance[0] * axis.x + covariance[1] * axis.y + covariance[2] * axis.z
    }
    let length = (axis * axis).sum().squareRoot()
    guard length > 0, length.isFinite else { return nil }
    return places.map { (($0 - mean) * axis).sum() / length }
  }

  private static func period(of signal: [Double], rate: Double) -> Double? {
    let detrended = detrended(signal, half: Int(7.5 * rate))
    let (shortest, longest) = (Int(1.5 * rate), min(Int(12 * rate), detrended.count / 2))
    let energy = detrended.reduce(0) { $0 + $1 * $1 }
    guard shortest > 0, longest - shortest > 2, energy > 0 else { return nil }
    let correlation = (shortest - 1...longest + 1).map { lag in
      let products = zip(detrended, detrended.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 }
      return products / energy * Double(detrended.count) / Double(detrended.count - lag)
    }
    let peaks = (1..<correlation.count - 1).filter {
      correlation[$0] >= correlation[$0 - 1] && correlation[$0] > correlation[$0 + 1]
    }
    guard let highest = peaks.map({ correlation[$0] }).max(), highest > 0.3,
      let peak = peaks.first(where: { correlation[$0] >= 0.8 * highest })
    else { return nil }
    let (a, b, c) = (correlation[peak - 1], correlation[peak], correlation[peak + 1])
    return (Double(shortest - 1 + peak) + (a - c) / (2 * (a - 2 * b + c))) / rate
  }

  private static func amplitude(of signal: [Double], window: Int) -> Double {
    let ranges = stride(from: 0, to: max(1, signal.count - window), by: max(1, window / 2)).map { start in
      let slice = signal[start..<min(signal.count, start + window)]
      return slice.max()! - slice.min()!
    }.sorted()
    return ranges[ranges.count / 2]
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
