import Recordings

/// Whether forecasts know what comes after them: a recording is changed after a row, and forecasts that were made until
/// then are made once more.
package struct Perturbation: Hashable, Sendable {
  package var model: String
  package var `protocol`: EvaluationProtocol
  package var horizonSeconds: Double
  /// Forecasts scored that were made at or before the row.
  package var issued: Int
  /// Those of them that are not the same to the bit.
  package var changed: Int
  /// The farthest that one of them moved, mm.
  package var largest: Double
}

extension EvaluationPlan {
  /// Runs each model on the first recording twice, the second time with everything after row `row`, counted from 1, moved
  /// by a few millimetres, and compares the forecasts made up to that row.
  package func perturbed(after row: Int) throws -> [Perturbation] {
    guard row < recordings[0].frames.count else {
      throw EvaluationError(
        "recording \(recordings[0].name) has \(recordings[0].frames.count) samples, none of them after row \(row): perturb after an earlier one"
      )
    }
    var changed = self
    for index in changed.recordings[0].frames.indices where index >= row {
      for m in changed.recordings[0].frames[index].markers.indices {
        changed.recordings[0].frames[index].markers[m].position? += [3, -2, 1]
      }
    }
    return try units.filter { $0.recording == 0 && $0.run == 0 }.flatMap { unit in
      let before = try evaluate(unit, keepsForecasts: true).forecasts ?? []
      let after = try changed.evaluate(unit, keepsForecasts: true).forecasts ?? []
      return zip(before, after).map { a, b in
        var result = Perturbation(
          model: unit.model.name, protocol: unit.protocol, horizonSeconds: a.seconds, issued: 0, changed: 0,
          largest: 0)
        // A move that is taken for a jump leaves some targets unscored.
        let again = Dictionary(uniqueKeysWithValues: b.origins.enumerated().map { ($1, $0) })
        for (i, origin) in a.origins.prefix(while: { $0 < row }).enumerated() {
          guard let j = again[origin] else { continue }
          let width = a.forecasts.count / a.targets.count
          let moved = (0..<width).map { abs(a.forecasts[i * width + $0] - b.forecasts[j * width + $0]) }
          result.issued += 1
          if moved.contains(where: { $0 > 0 }) { result.changed += 1 }
          result.largest = max(result.largest, moved.max() ?? 0)
        }
        return result
      }
    }
  }
}
