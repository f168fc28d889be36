import MarkerMotion

/// A coordinate of a marker over time, in dots: a line for what was, every other dot of one for what is forecast, and an
/// upright one at the chosen horizon for the radius.
struct MotionChart {
  /// Seconds that are shown before now.
  static let past = 10.0
  /// As many as there may be in that time.
  static let mostSamples = 1200
  /// What is further apart is not joined.
  private static let longestGap = 0.5

  private(set) var canvas: DotCanvas
  /// The values at the lower and at the upper edge, in mm.
  let range: ClosedRange<Double>
  /// Seconds that are shown after now.
  let ahead: Double
  /// The column of dots that is now.
  let nowColumn: Int
  /// The forecast value at the chosen horizon.
  private(set) var told: Double?
  /// Its radius.
  private(set) var radius: Double?

  private let start: Double

  /// Draws `coordinate` of `marker` at `now` into so many columns and rows of dots.
  init(
    _ motion: Motion, of marker: String, _ coordinate: Choices.Coordinate, now: Double, horizon: Double?,
    width: Int, height: Int
  ) {
    typealias Point = (time: Double, value: Double, radius: Double?)
    let forecasts = motion.forecast?.horizons ?? []
    let was: [Point] = motion.past(of: marker).suffix(Self.mostSamples)
      .filter { $0.time > now - Self.past && $0.time <= now }
      .map { ($0.time, $0.position[coordinate.rawValue], nil) }
    let willBe: [Point] = forecasts.compactMap { forecast in
      let marker = forecast.markers.first { $0.name == marker }
      return marker?.position.map {
        (forecast.stamp.seconds, $0[coordinate.rawValue], marker?.radius)
      }
    }
    ahead = min(max(forecasts.last?.seconds ?? 0, 0.5), 10)
    start = now - Self.past
    let values = (was + willBe).map(\.value)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let margin = max(0.05 * (high - low), 0.5)
    range = (low - margin)...(high + margin)
    canvas = DotCanvas(columns: width / 2, rows: height / 4)
    nowColumn = Int(Self.past / (Self.past + ahead) * Double(canvas.width - 1))

    canvas.lines(through: [(nowColumn, 0), (nowColumn, canvas.height - 1)], every: 2, Style(.quiet))
    for points in joined(was) { canvas.lines(through: points, Style(.past)) }
    let future = (was.last.map { [$0] } ?? []) + willBe
    canvas.lines(through: future.compactMap { place($0.time, $0.value) }, every: 2, Style(.ahead))
    guard let index = forecasts.firstIndex(where: { $0.seconds == horizon }),
      let target = willBe.first(where: { $0.time == forecasts[index].stamp.seconds })
    else { return }
    told = target.value
    radius = target.radius
    guard let x = column(target.time) else { return }
    let reach = target.radius ?? 0
    canvas.lines(
      through: [(x, row(target.value + reach)), (x, row(target.value - reach))], Style(.ahead, isBold: true))
  }

  /// Runs of points that follow each other closely.
  private func joined(_ points: [(time: Double, value: Double, radius: Double?)]) -> [[(x: Int, y: Int)]] {
    var runs: [[(x: Int, y: Int)]] = []
    var last = -Double.infinity
    for point in points {
      if point.time - last > Self.longestGap { runs.append([]) }
      last = point.time
      if let place = place(point.time, point.value) { runs[runs.count - 1].append(place) }
    }
    return runs
  }

  private func place(_ time: Double, _ value: Double) -> (x: Int, y: Int)? {
    column(time).map { ($0, row(value)) }
  }

  private func column(_ time: Double) -> Int? {
    let share = (time - start) / (Self.past + ahead)
    return (0...1).contains(share) ? Int((share * Double(canvas.width - 1)).rounded()) : nil
  }

  /// Held at the edges.
  private func row(_ value: Double) -> Int {
    let share = (range.upperBound - value) / (range.upperBound - range.lowerBound)
    return share.isNaN ? 0 : Int((min(max(share, 0), 1) * Double(canvas.height - 1)).rounded())
  }
}
