import MarkerMotion

/// The newest frames of a stream, by their stamps: what forecasts are set beside.
struct FrameWindow: Sendable {
  /// A frame as it was taken in; places are x, y, z of each marker, NaN where it was not seen.
  struct Row: Sendable {
    var stamp: Stamp
    /// Its number among the stream's frames, from 0.
    var number: Int
    var places: [Double]
    /// The same, but that a marker that is not seen is where it was seen last.
    var held: [Double]
  }

  /// Where the markers were at an instant.
  enum Truth: Sendable {
    /// No frame is as late.
    case unknown
    /// There was no frame then, nor one soon enough before and after.
    case gap
    /// In the frame of this number, or between it and the one before.
    case known(number: Int, places: [Double])
  }

  /// What a frame is.
  enum Admission: Sendable {
    case taken
    /// Its stamp is that of the newest, or a little older.
    case late
    /// The clock was set back: what was before is forgotten.
    case restarted
  }

  private let markers: [String]
  private let interval: Double
  private var rows: [Row] = []
  private var count = 0
  /// Frames that come before the forecasts that are made from them, as at the greatest speed of a replay, are still there.
  private static let most = 50_000
  /// Stamps that are so near are one: seconds in a `Double` have no more.
  private static let same = 1e-6

  /// A window on the frames of a stream, which usually come at `interval` (s).
  init(markers: [String], interval: Double) {
    self.markers = markers
    self.interval = interval
  }

  /// Takes in a frame.
  mutating func add(_ frame: Frame) -> Admission {
    defer { count += 1 }
    var admission = Admission.taken
    if let last = rows.last, frame.stamp <= last.stamp {
      guard last.stamp.seconds(since: frame.stamp) > TickGridLimits().lateFrame else { return .late }
      rows.removeAll()
      admission = .restarted
    }
    if rows.count >= Self.most { rows.removeFirst(Self.most / 2) }
    let places = frame.places(of: markers)
    let before = rows.last?.held
    let held = before.map { before in places.indices.map { places[$0].isNaN ? before[$0] : places[$0] } }
    rows.append(Row(stamp: frame.stamp, number: count, places: places, held: held ?? places))
    return admission
  }

  /// The frame at `stamp`.
  func row(at stamp: Stamp) -> Row? {
    let i = firstRow(notBefore: stamp)
    return i < rows.count && isSame(rows[i].stamp, stamp) ? rows[i] : nil
  }

  /// Where the markers were at `stamp`: in the frame then, or on the straight line between the frame before and the frame
  /// after it, where these are at most one and a half intervals apart and both have seen the marker.
  func truth(at stamp: Stamp) -> Truth {
    let i = firstRow(notBefore: stamp)
    guard i < rows.count else { return .unknown }
    let after = rows[i]
    if isSame(after.stamp, stamp) { return .known(number: after.number, places: after.places) }
    guard i > 0 else { return .gap }
    let before = rows[i - 1]
    let step = after.stamp.seconds(since: before.stamp)
    guard step <= 1.5 * interval else { return .gap }
    let share = stamp.seconds(since: before.stamp) / step
    return .known(
      number: after.number,
      places: zip(before.places, after.places).map { $0 == $1 ? $0 : (1 - share) * $0 + share * $1 })
  }

  private func isSame(_ a: Stamp, _ b: Stamp) -> Bool { abs(a.seconds(since: b)) <= Self.same }

  /// The place of the first row that is not earlier than `stamp`, or as good as not. O(log n).
  private func firstRow(notBefore stamp: Stamp) -> Int {
    let bound = stamp.advanced(by: -Self.same)
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].stamp < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Frame {
  /// x, y, z of each of the markers that are called `names`; NaN where it is not seen.
  fileprivate func places(of names: [String]) -> [Double] {
    names.indices.flatMap { m -> [Double] in
      let own =
        m < markers.count && markers[m].name == names[m] ? m : markers.firstIndex { $0.name == names[m] }
      guard let position = own.flatMap({ markers[$0].position }) else { return [.nan, .nan, .nan] }
      return [position.x, position.y, position.z]
    }
  }
}
