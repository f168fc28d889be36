import Evaluation
import Foundation
import MarkerMotion
import Recordings
import Testing

/// Traces hold the forecasts that were scored, to a thousandth of a millimetre.
@Suite struct TraceTests {
  /// The numbers of a packed text, as the page's script reads them.
  private func unpack(_ text: String, near others: [Double]? = nil) -> [Double] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var result: [Double] = []
    var last = 0
    var (rest, shift) = (0, 0)
    func follow() {
      if let others, result.count < others.count, !others[result.count].isNaN {
        last = Int((others[result.count] * 1000).rounded())
      }
    }
    follow()
    for byte in text.utf8 {
      if let digit = digits.firstIndex(of: byte) {
        rest |= (digit & 31) << shift
        shift += 5
        if digit & 32 != 0 { continue }
        let step = last + (rest & 1 == 1 ? -(rest >> 1) : rest >> 1)
        if others == nil { last = step }
        result.append(Double(step) / 1000)
      } else {
        result.append(.nan)
      }
      (rest, shift) = (0, 0)
      follow()
    }
    return result
  }

  private func isNear(_ packed: [Double], _ values: [Double]) -> Bool {
    packed.count == values.count
      && zip(packed, values).allSatisfy { abs($0 - $1) <= 0.000501 || ($0.isNaN && $1.isNaN) }
  }

  private func traces(
    _ plan: EvaluationPlan, limit: Int = 4_000_000,
    _ change: ([ScoredForecasts]) -> [ScoredForecasts] = { $0 }
  ) throws -> (traces: [RecordingTrace], scored: [[ScoredForecasts]]) {
    let scored = try plan.units.map { unit in
      change(try #require(try plan.evaluate(unit, keepsForecasts: true).forecasts))
    }
    return (plan.traces(limit: limit) { scored[$0] }, scored)
  }

  @Test func positionsAndTimesAreThoseThatWereScored() throws {
    var recording = breathing(seconds: 65)
    for n in 620..<625 { recording.frames[n].markers[1].position = nil }
    recording.frames.removeSubrange(630..<632)
    var plan = EvaluationPlan(recordings: [recording])
    plan.models = ["lms", "persistence"].compactMap { EvaluatedModel(name: $0) }
    plan.horizons = .seconds([0.25, 1])
    plan.coverages = [0.9, 0.5]
    let (traces, scored) = try traces(plan)
    #expect(traces.count == 1 && traces[0].leftOut == 0 && traces[0].markers == recording.markers)
    for (h, own) in traces[0].horizons.enumerated() {
      let targets = scored[0][h].targets
      #expect(own.count == targets.count && own.horizonSeconds == [0.25, 1][h])
      let start = recording.frames[0].stamp
      let times = zip(targets, scored[0][h].origins).map { target, origin in
        h == 1
          ? recording.frames[target - 1].stamp.seconds(since: start)
          : recording.frames[origin].stamp.seconds(since: start) + 0.25
      }
      #expect(isNear(unpack(own.seconds), times))
      for c in 0..<9 {
        let truth = unpack(own.truth[c])
        #expect(isNear(truth, targets.indices.map { scored[0][h].truth[9 * $0 + c] }))
        for (model, forecast) in own.forecasts.enumerated() {
          #expect(forecast.model == ["lms", "persistence"][model])
          let radii = targets.indices.map { scored[model][h].radii[6 * $0 + c / 3 * 2] }
          #expect(isNear(unpack(try #require(forecast.radii)[c / 3]), radii))
          #expect(
            isNear(
              unpack(forecast.positions[c], near: truth),
              targets.indices.map { scored[model][h].forecasts[9 * $0 + c] }))
        }
      }
    }
  }

  /// What one model was not asked for, or lost itself in, is missing for that model alone.
  @Test func targetsThatAModelLacksAreGaps() throws {
    var plan = EvaluationPlan(recordings: [breathing(seconds: 65)])
    plan.models = ["persistence", "lms"].compactMap { EvaluatedModel(name: $0) }
    plan.horizons = .ticks([1])
    var isFirst = true
    let (traces, scored) = try traces(plan) { scored in
      var scored = scored
      if isFirst {
        scored[0].targets.removeLast(3)
        scored[0].forecasts[0] = 1e300
        scored[0].radii = Array(repeating: 1.25, count: scored[0].forecasts.count / 3)
      }
      isFirst = false
      return scored
    }
    let own = traces[0].horizons[0]
    let first = unpack(own.forecasts[0].positions[0], near: unpack(own.truth[0]))
    #expect(own.count == scored[1][0].targets.count)
    #expect(first.indices.filter { first[$0].isNaN } == [0, own.count - 3, own.count - 2, own.count - 1])
    #expect(unpack(own.forecasts[0].radii![2]).first == 1.25)
    #expect(!unpack(own.forecasts[1].positions[0], near: unpack(own.truth[0])).contains { $0.isNaN })
  }

  @Test func whatIsTooMuchIsLeftOutAndSaid() throws {
    var plan = EvaluationPlan(recordings: [breathing(seconds: 65)])
    plan.models = [.served(.persistence)]
    plan.horizons = .ticks([1, 5])
    let (traces, _) = try traces(plan, limit: 2 * 3 * 20)
    #expect(traces[0].leftOut == 30 && traces[0].horizons.allSatisfy { $0.count == 20 })
    let report = Report(result: try evaluate(plan), traces: traces)
    #expect(try report.html(chartLibrary: "").contains("the last 30 targets of breathing-1"))
  }
}
