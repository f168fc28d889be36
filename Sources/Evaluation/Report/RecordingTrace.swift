import MarkerMotion
import Recordings

/// True and forecast positions of the test span of a recording, for the eye: the first run of each model.
///
/// Numbers are packed, as `PackedNumbers` has it; positions and radii in mm, rounded to a thousandth.
package struct RecordingTrace: Codable, Hashable, Sendable {
  /// The recording's name.
  package var recording: String
  /// The markers, sorted.
  package var markers: [String]
  /// The horizons, ascending.
  package var horizons: [HorizonTrace]
  /// Targets at the end of the recording that were left out for the size of the page.
  package var leftOut = 0
}

/// What was forecast at one horizon, and what came.
package struct HorizonTrace: Codable, Hashable, Sendable {
  package var horizonSeconds: Double
  /// The number of targets.
  package var count: Int
  /// The time of each target since the recording's first frame, s.
  package var seconds: String
  /// The true positions: a row for each coordinate (x, y, z of each marker).
  package var truth: [String]
  package var forecasts: [ForecastTrace]
}

/// The forecasts of one model and horizon, each at its target's place.
package struct ForecastTrace: Codable, Hashable, Sendable {
  package var `protocol`: String
  package var model: String
  /// A row for each coordinate, each position expected to be near the true one.
  package var positions: [String]
  /// Those of the first coverage, a row for each marker; nil where there are none.
  package var radii: [String]?
}

extension EvaluationPlan {
  /// The traces of all recordings; `forecasts` gives those kept of a unit by its place in `units`.
  ///
  /// At most `limit` positions of markers are taken: of each recording the first targets, as many as fit.
  package func traces(limit: Int = 4_000_000, _ forecasts: (Int) -> [ScoredForecasts]?) -> [RecordingTrace] {
    let units = units
    return recordings.indices.map { r in
      let runs = units.indices.filter { units[$0].recording == r && units[$0].run == 0 }.compactMap { index in
        forecasts(index).map {
          TracedRun(
            protocol: units[index].protocol.rawValue, model: units[index].model.name, horizons: $0)
        }
      }
      let rows = runs.reduce(0) { $0 + $1.horizons.count } * recordings[r].markers.count
      return RecordingTrace(
        recording: recordings[r].name, markers: recordings[r].markers,
        stamps: recordings[r].frames.map(\.stamp), runs,
        targets: limit / max(1, recordings.count) / max(1, rows))
    }
  }
}

/// The forecasts of one run.
struct TracedRun {
  var `protocol`: String
  var model: String
  var horizons: [ScoredForecasts]
}

extension RecordingTrace {
  /// A trace of the first `limit` targets of each horizon; `stamps` are those of the rows.
  init(recording: String, markers: [String], stamps: [Stamp], _ runs: [TracedRun], targets limit: Int) {
    self.init(recording: recording, markers: markers, horizons: [])
    for h in runs.first?.horizons.indices ?? 0..<0 {
      let targets = Set(runs.flatMap { $0.horizons[h].targets }).sorted()
      leftOut = max(leftOut, targets.count - limit)
      horizons.append(
        HorizonTrace(
          markers: markers.count, stamps: stamps, runs, horizon: h, targets: Array(targets.prefix(limit))))
    }
  }
}

extension HorizonTrace {
  fileprivate init(markers: Int, stamps: [Stamp], _ runs: [TracedRun], horizon h: Int, targets: [Int]) {
    let scored = runs.map { $0.horizons[h] }
    let places = scored.map { own in
      let known = Dictionary(uniqueKeysWithValues: zip(own.targets, own.targets.indices))
      return targets.map { known[$0] }
    }
    /// A column of numbers of a run, one for each target.
    func column(_ run: Int, _ values: [Double], _ offset: Int, of width: Int) -> [Double] {
      places[run].map { place in place.map { values[$0 * width + offset] } ?? .nan }
    }
    let coordinates = 3 * markers
    let truth = (0..<coordinates).map { c in
      PackedNumbers(
        targets.indices.map { i in
          let run = places.firstIndex { $0[i] != nil }!
          return scored[run].truth[places[run][i]! * coordinates + c]
        })
    }
    let start = stamps.first ?? Stamp(nanoseconds: 0)
    let times = targets.indices.map { i in
      let run = places.firstIndex { $0[i] != nil }!
      // A target between two ticks lies before the row that completes it.
      guard scored[run].ticks == nil else {
        return stamps[targets[i] - 1].seconds(since: start)
      }
      let origin = scored[run].origins[places[run][i]!]
      return stamps[origin].seconds(since: start) + scored[run].seconds
    }
    self.init(
      horizonSeconds: scored[0].seconds, count: targets.count, seconds: PackedNumbers(times).text,
      truth: truth.map(\.text),
      forecasts: runs.indices.map { run in
        ForecastTrace(
          protocol: runs[run].protocol, model: runs[run].model,
          positions: (0..<coordinates).map { c in
            PackedNumbers(column(run, scored[run].forecasts, c, of: coordinates)).text(near: truth[c])
          },
          radii: scored[run].radii.allSatisfy(\.isNaN)
            ? nil
            : (0..<markers).map { m in
              let all = scored[run].coverages.count
              return PackedNumbers(column(run, scored[run].radii, m * all, of: markers * all)).text
            })
      })
  }
}
