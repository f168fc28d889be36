import MarkerMotion

/// The step of the grid (mm) that nearly all coordinates lie on; nil where there is none.
///
/// It is the commonest difference of neighbouring values (each weighs as often as the rarer of the two occurs), in
/// millionths of a millimetre, and counts if 95 % of the coordinates lie within a hundredth of it of the grid through
/// their commonest value: some trackers interpolate a few places. Looks at the first 20000 places.
func gridStep(of positions: [Position]) -> Double? {
  var differences: [Int: Int] = [:]
  var columns: [(count: [Int: Int], commonest: Int)] = []
  for c in 0..<3 {
    var count: [Int: Int] = [:]
    for position in positions.prefix(20_000) {
      guard let value = Int(exactly: (position[c] * 1e6).rounded()) else { return nil }
      count[value, default: 0] += 1
    }
    let values = count.keys.sorted()
    for (a, b) in zip(values, values.dropFirst()) {
      differences[b &- a, default: 0] += min(count[a]!, count[b]!)
    }
    columns.append((count, values.max { count[$0]! < count[$1]! } ?? 0))
  }
  guard let step = differences.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }), step.value >= 3 else {
    return nil
  }
  let tolerance = max(1, step.key / 100)
  var onGrid = 0
  var all = 0
  for (count, commonest) in columns {
    for (value, times) in count {
      let rest = (value &- commonest).magnitude % step.key.magnitude
      all += times
      if min(rest, step.key.magnitude - rest) <= tolerance.magnitude { onGrid += times }
    }
  }
  // On a grid as fine as the count of it, everything lies.
  return step.key >= 10 && Double(onGrid) >= 0.95 * Double(all) ? Double(step.key) / 1e6 : nil
}
