import MarkerMotion

/// Sets the forecasts of a stream that were recorded beside the frames that were recorded, as both come.
///
/// A forecast is scored against where the markers were at the very instant that it names, by the sensor's clock (see
/// `FrameWindow`), and beside it what persistence says at the same frame. Memory does not grow with the length of the
/// recording, but for what is kept to be looked at.
package struct RecordedScorer: Sendable {
  /// What is known of the stream before it is scored.
  package struct Stream: Sendable {
    package var name: String
    /// Sorted.
    package var markers: [String]
    /// Those that are scored, s, ascending.
    package var horizons: [Double]
    package var coverages: [Double]
    /// Frames a second.
    package var rate: Double

    /// A stream.
    package init(
      name: String, markers: [String], horizons: [Double], coverages: [Double], rate: Double
    ) {
      (self.name, self.markers, self.horizons) = (name, markers, horizons)
      (self.coverages, self.rate) = (coverages, rate)
    }
  }

  let stream: Stream
  private(set) var frames = 0
  /// In the order of the horizons.
  private(set) var horizons: [RecordedHorizon]
  private(set) var counts = ScoredInstants()
  private(set) var stamps: [Stamp] = []
  private let testFrom: Int
  private var window: FrameWindow
  private var pending: ArraySlice<Pending> = []
  /// Whether what is scored is kept to be looked at; until the clock is set back, as time runs on in a picture.
  private var isTraced: Bool
  /// Forecasts of which more than this wait for frames are given up.
  private static let mostPending = 20_000

  private struct Pending: Sendable {
    var forecast: Forecast
    /// The next of its horizons.
    var next = 0
  }

  /// A scorer of targets from frame `testFrom` on, counted from 1, that keeps the first `traced` targets of each horizon.
  package init(_ stream: Stream, testFrom: Int = 1, traced: Int = 0) {
    self.stream = stream
    self.testFrom = testFrom
    window = FrameWindow(markers: stream.markers, interval: 1 / stream.rate)
    horizons = stream.horizons.map { RecordedHorizon($0, of: stream, traced: traced) }
    isTraced = traced > 0
  }

  /// Takes the next frame.
  package mutating func take(_ frame: Frame) {
    if window.add(frame) == .restarted {
      isTraced = false
      giveUp(pending.count, \.interrupted)
    }
    frames += 1
    if isTraced { stamps.append(frame.stamp) }
    settle()
  }

  /// Takes the next forecast.
  package mutating func take(_ forecast: Forecast) {
    guard !forecast.horizons.isEmpty else { return }
    if pending.count >= Self.mostPending { giveUp(1, \.unfollowed) }
    pending.append(Pending(forecast: forecast))
    settle(only: pending.endIndex - 1)
  }

  /// Gives up what still waits for its truth.
  package mutating func finish() { giveUp(pending.count, \.unfollowed) }

  private mutating func giveUp(_ count: Int, _ reason: WritableKeyPath<ScoredInstants, Int>) {
    for waiting in pending.prefix(count) {
      let left = waiting.forecast.horizons[waiting.next...].count { horizon(of: $0) != nil }
      counts[keyPath: reason] += left
    }
    pending.removeFirst(count)
  }

  private mutating func settle(only place: Int? = nil) {
    for p in place.map({ $0..<$0 + 1 }) ?? pending.indices {
      while pending[p].next < pending[p].forecast.horizons.count {
        let own = pending[p].forecast.horizons[pending[p].next]
        let truth = window.truth(at: own.stamp)
        if case .unknown = truth { break }
        pending[p].next += 1
        if let h = horizon(of: own) { score(own, of: pending[p].forecast, truth, h) }
      }
    }
    while let first = pending.first, first.next == first.forecast.horizons.count { pending.removeFirst() }
  }

  /// Which of the scored horizons it is.
  private func horizon(of forecast: HorizonForecast) -> Int? {
    horizons.firstIndex { $0.seconds == forecast.seconds }
  }

  private mutating func score(
    _ own: HorizonForecast, of forecast: Forecast, _ truth: FrameWindow.Truth, _ h: Int
  ) {
    guard case .known(let number, let places) = truth else { return counts.inGaps += 1 }
    guard number + 1 >= testFrom else { return counts.early += 1 }
    guard let origin = window.row(at: forecast.stamp) else { return counts.unsourced += 1 }
    let positions = stream.markers.indices.map { m in own.marker(stream.markers[m], guess: m) }
    let target = RecordedTarget(
      number: number + 1, origin: origin.number, truth: places,
      forecast: positions.flatMap { marker -> [Double] in
        guard let place = marker?.position else { return [.nan, .nan, .nan] }
        return [place.x, place.y, place.z]
      }, still: origin.places, held: origin.held,
      radii: positions.flatMap { marker in
        stream.coverages.map { asked in
          guard let i = forecast.coverages.firstIndex(of: asked), let radii = marker?.radii, i < radii.count
          else { return .nan }
          return radii[i]
        }
      })
    horizons[h].add(target, isTracking: forecast.state == .tracking, isTraced: isTraced)
    counts.scored += 1
  }
}

/// What became of the instants that were forecast, each horizon of each forecast counted apart.
package struct ScoredInstants: Codable, Hashable, Sendable {
  package var scored = 0
  /// Not scored, as no frame was recorded near enough before and after.
  package var inGaps = 0
  /// Not scored, as no frame was recorded that is as late.
  package var unfollowed = 0
  /// Not scored, as the sensor's clock was set back before.
  package var interrupted = 0
  /// Not scored, as the frame that they were made from was not recorded.
  package var unsourced = 0
  /// Not scored, as they are before the first that is asked for.
  package var early = 0

  enum CodingKeys: String, CodingKey {
    case scored, unfollowed, interrupted, unsourced, early
    case inGaps = "in_gaps"
  }
}

extension HorizonForecast {
  /// The forecast of the marker called `name`; `guess` is looked at first.
  fileprivate func marker(_ name: String, guess: Int) -> MarkerForecast? {
    if guess < markers.count, markers[guess].name == name { return markers[guess] }
    return markers.first { $0.name == name }
  }
}
