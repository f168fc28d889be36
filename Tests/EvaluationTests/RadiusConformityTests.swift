import Evaluation
import Forecasting
import MarkerMotion
import Recordings
import Testing

/// Whether radii hold what was asked of them: over all, and in every minute, of all horizons and markers.
@Suite struct RadiusConformityTests {
  private static let models = [Model.mixture, .uoro]
  private static let coverages = [0.9, 0.95]

  @Test(.enabled(if: Shared.isHere, "the recordings are not here"), arguments: models)
  func onRealRecordings(model: Model) throws {
    var all = Self.coverages.map { _ in Held() }
    for recording in try Shared.recordings() {
      for (a, held) in tallies(model, recording).enumerated() {
        check(minutesOf: held, asked: Self.coverages[a], recording.name)
        all[a].add(held)
      }
    }
    for (asked, held) in zip(Self.coverages, all) {
      #expect(abs(held.share - asked) < 0.02, "\(held.share) for \(asked)")
    }
  }

  static let irregularities: [(String, @Sendable (inout BreathingPattern) -> Void)] = [
    ("none", { _ in }), ("sighs", { $0.sighs = 1 }), ("breath-holds", { $0.breathHolds = 1 }),
    ("coughs", { $0.coughs = 1 }), ("speech", { $0.speech = 0.2 }),
    (
      "drop-outs",
      {
        $0.dropOuts = 0.02
        $0.dropOutLength = 3
      }
    ),
    ("occlusions", { $0.occlusions = 0.01 }), ("freezes", { $0.freezes = 1 }),
    ("jitter", { $0.jitter = 0.01 }),
    ("drift", { $0.baselineDrift = 20 }),
    (
      "slower and deeper",
      {
        $0.periodChange = 0.2
        $0.amplitudeChange = 0.2
      }
    ), ("30 Hz", { $0.rate = 30 }),
  ]

  @Test(arguments: models, irregularities.indices) func onSyntheticBreathing(model: Model, index: Int) {
    let (name, change) = Self.irregularities[index]
    let recording = breathing(seconds: 420, change)
    for (asked, held) in zip(Self.coverages, tallies(model, recording)) {
      #expect(abs(held.share - asked) < 0.02, "\(name): \(held.share) for \(asked)")
      check(minutesOf: held, asked: asked, name)
    }
  }

  private func check(minutesOf held: Held, asked: Double, _ name: String) {
    for share in held.minutes {
      #expect(abs(share - asked) < 0.1, "\(name): a minute with \(share) for \(asked)")
    }
  }

  /// What the radii of each coverage held, from where they are known.
  private func tallies(_ model: Model, _ recording: Recording) -> [Held] {
    var configuration = SessionConfiguration()
    configuration.model = model
    configuration.coverages = Self.coverages
    let scored = causalForecasts(configuration, on: recording, testFrom: 1).horizons
    let start = recording.frames[0].stamp
    var result = Self.coverages.map { _ in Held() }
    for own in scored {
      for (i, target) in own.targets.enumerated() {
        // What a frozen sensor repeats is no motion.
        if recording.frames[target - 1].markers == recording.frames[max(0, target - 2)].markers { continue }
        let second = Int(recording.frames[target - 1].stamp.seconds(since: start))
        for m in recording.markers.indices {
          let c = 3 * (i * recording.markers.count + m)
          let difference = (c..<c + 3).map { own.forecasts[$0] - own.truth[$0] }
          let error = difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
          for a in result.indices {
            let radius = own.radii[c / 3 * result.count + a]
            if !radius.isNaN, !error.isNaN { result[a].count(error <= radius, second: second) }
          }
        }
      }
    }
    return result
  }
}

/// How many errors were held by their radii, second by second.
private struct Held {
  private var seconds: [(held: Double, of: Double)] = []

  mutating func count(_ isHeld: Bool, second: Int) {
    while seconds.count <= second { seconds.append((0, 0)) }
    seconds[second].held += isHeld ? 1 : 0
    seconds[second].of += 1
  }

  mutating func add(_ other: Held) { seconds += other.seconds }

  private func share(_ range: Range<Int>) -> Double {
    seconds[range].reduce(0) { $0 + $1.held } / seconds[range].reduce(0) { $0 + $1.of }
  }

  var share: Double { share(seconds.indices) }

  /// The share of every minute that is whole, one from each second on.
  var minutes: [Double] {
    let first = seconds.firstIndex { $0.of > 0 } ?? 0
    return seconds.count < first + 60 ? [] : (first...seconds.count - 60).map { share($0..<$0 + 60) }
  }
}
