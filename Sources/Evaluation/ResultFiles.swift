import Foundation

extension EvaluationResult {
  /// The JSON file. Equal results give equal bytes.
  package func json() throws -> Data { try readableJSON(self) }

  /// The scores as CSV, those of recordings first; in means over recordings the recording is `mean`.
  package func csv() -> String {
    let header =
      "protocol,preset,recording,model,horizon_ticks,horizon_s,runs,diverged,rmse_mm,rmse_ci95_mm,mae_mm,mae_ci95_mm,nrmse,"
      + "max_mm,jitter_mm,\(calibrationColumns),mase,p50_mm,p95_mm,p99_mm,within_1mm,within_2mm,within_3mm,within_5mm,"
      + "duty_cycle_1mm,duty_cycle_2mm,duty_cycle_3mm,duty_cycle_5mm,rmse_x_mm,rmse_y_mm,rmse_z_mm,microseconds_per_tick,note"
    return ([header] + (results + means).map(row)).joined(separator: "\n") + "\n"
  }

  private func row(_ score: Score) -> String {
    var numbers: [Double?] = [score.rmse, score.rmseHalfWidth, score.mae, score.maeHalfWidth, score.nrmse]
    numbers += [score.largest, score.jitter] + calibrations(score) + [score.mase]
    numbers += [score.p50, score.p95, score.p99]
    for limit in ["1", "2", "3", "5"] { numbers.append(score.within?[limit]) }
    for limit in ["1", "2", "3", "5"] { numbers.append(score.dutyCycle?[limit]) }
    for axis in ["x", "y", "z"] { numbers.append(score.axes?[axis]) }
    numbers.append(score.microsecondsPerTick)
    let names = [
      score.protocol, score.protocol == EvaluationProtocol.lookAhead.rawValue ? "pohl2021" : preset,
      csvField(score.recording ?? "mean"), score.model,
      score.horizonTicks.map(String.init) ?? "", score.horizonSeconds.description, "\(score.runs)",
      "\(score.diverged)",
    ]
    return (names + numbers.map { $0?.description ?? "" } + [csvNote(score.protocol)]).joined(separator: ",")
  }
}

extension EvaluationResult {
  /// Those of the first coverage by their plain names, which are there in any case; of others with what was asked.
  private var calibrationColumns: String {
    let asked = [""] + coverages.dropFirst().map { "_\($0)" }
    return asked.map { "coverage\($0),radius\($0)_mm,winkler\($0)_mm" }.joined(separator: ",")
  }

  private func calibrations(_ score: Score) -> [Double?] {
    let others = coverages.dropFirst().flatMap { asked in
      let own = score.calibration(asked)
      return [own?.coverage, own?.radius, own?.winkler]
    }
    return [score.coverage, score.radius, score.winkler] + others
  }
}

/// `value` as JSON for people and programs; equal values give equal bytes.
func readableJSON(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return try encoder.encode(value) + Data("\n".utf8)
}

/// Writes every forecast of the test span as CSV.
package struct ForecastsFile {
  private let handle: FileHandle

  private let coverages: [Double]

  /// Starts the file at `path`, over what was there, with a column for the radius of each of `coverages`.
  package init(path: String, coverages: [Double]) throws {
    let radii = ["radius_mm"] + coverages.dropFirst().map { "radius_\($0)_mm" }
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else {
      throw EvaluationError("cannot write \(path): name a file in a folder that exists and can be written")
    }
    self.handle = handle
    self.coverages = coverages
    try handle.write(
      contentsOf: Data(
        "recording,model,run,tick,horizon_ticks,marker,x_mm,y_mm,z_mm,\(radii.joined(separator: ",")),horizon_s,protocol,note\n"
          .utf8))
  }

  /// Adds the forecasts of one run. Where a marker was not forecast, its place is empty.
  package func write(
    _ horizons: [ScoredForecasts], of unit: EvaluationPlan.Unit, recording: String, markers: [String]
  ) throws {
    let names = markers.map(csvField)
    for scored in horizons {
      var text = ""
      for (i, origin) in scored.origins.enumerated() {
        for (m, name) in names.enumerated() {
          let c = 3 * (i * names.count + m)
          let place = scored.forecasts[c..<c + 3].map { $0.isNaN ? "" : $0.description }
          let radii = (0..<max(1, coverages.count)).map { a -> String in
            guard a < scored.coverages.count else { return "" }
            let radius = scored.radii[(i * names.count + m) * scored.coverages.count + a]
            return radius.isNaN ? "" : radius.description
          }
          let fields =
            [
              csvField(recording), unit.model.name, "\(unit.run)", "\(origin)",
              scored.ticks?.description ?? "", name,
            ]
            + place + radii
            + [scored.seconds.description, unit.protocol.rawValue, csvNote(unit.protocol.rawValue)]
          text += fields.joined(separator: ",") + "\n"
        }
      }
      try handle.write(contentsOf: Data(text.utf8))
    }
  }
}

/// What a row says of figures that looked ahead.
private func csvNote(_ evaluated: String) -> String {
  evaluated == EvaluationProtocol.lookAhead.rawValue ? "not to be had live" : ""
}

/// `text` as a field of a CSV file (RFC 4180).
private func csvField(_ text: String) -> String {
  text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
}
