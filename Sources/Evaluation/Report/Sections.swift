extension Report {
  /// What a reader sees, but for what the script draws.
  var body: String {
    (result.map(header) ?? "<h1>Search over hyper-parameters</h1>\n")
      + "<noscript><p class=\"warning\">The charts need JavaScript; the tables don't.</p></noscript>\n"
      + (hasScores ? result.map(scores) ?? "" : "") + (traces.isEmpty ? "" : motion) + night
      + landscapes.indices.map(search).joined() + (result.map(particulars) ?? "")
  }

  /// Recorded forecasts may have had nothing to be scored against.
  private var hasScores: Bool { courses.isEmpty || result?.means.contains { $0.rmse != nil } ?? false }

  private func header(_ result: EvaluationResult) -> String {
    let notes = result.notes.map { "<p class=\"warning\" role=\"note\">\(escaped($0))</p>\n" }.joined()
    guard courses.isEmpty else {
      return """
        <h1>What was forecast, and what came</h1>
        <p>Forecasts of \(counted(courses.count, "stream")) as a daemon published them, each set beside where the markers were at the \
        instant that it names. Errors are 3-D distances in mm. <b>published</b> is what it published in state tracking, \
        <b>published-any-state</b> all that it published; <b>persistence</b> says, on the same forecasts, that nothing moves.</p>
        \(notes)
        """
    }
    return """
      <h1>How far forecasts were from where markers went</h1>
      <p>\(counted(result.recordings.count, "recording")), \(counted(result.means.map(\.model).uniqued().count, "model")), \
      \(counted(result.means.map { horizonText($0.horizonSeconds) }.uniqued().count, "horizon")). Errors are 3-D distances in mm between where a marker was forecast \
      and where it then was; the horizon is how far ahead the forecast was made.</p>
      \(notes)
      """
  }

  private func scores(_ result: EvaluationResult) -> String {
    let protocols = result.protocols
    func pair(_ kind: String, _ caption: String, _ protocols: [String]) -> String {
      "<div class=\"pair\">"
        + protocols.map { chart("\(kind)-\($0)", "\(caption), \(label($0))", class: $0) }.joined()
        + "</div>\n"
    }
    let judged = result.judgedProtocols
    let coverage =
      judged.isEmpty
      ? ""
      : "<h2>Coverage</h2>\n"
        + pair(
          "coverage",
          "Share of errors within the radius that was asked to hold \(number(result.coverages.first.map { 100 * $0 }, "%g")) %",
          judged)
          + """
          <p>Each radius is to hold its share of errors on long-run average. The score is a radius plus what an error is beyond \
          it, divided by the share that was asked to be missed (Winkler 1972): less is better.</p>
          \(result.radiusTables)
          """
    let isTimed = result.means.contains { $0.microsecondsPerTick != nil }
    let comparison =
      result.comparison.isEmpty
      ? ""
      : """
      <h2>Models against each other</h2>
      <p>Each recording is compared with itself, as people differ more than models do. ± is half the 95 % confidence interval \
      over recordings; the interval over runs above tells how far luck with seeds goes, and nothing of other people.</p>
      \(result.comparison)
      """
    return """
      <section>
      <h2>Overview</h2>
      \(result.overview)<p class="key"><strong>Bold on a tint</strong>: the best of its column.</p>
      </section>
      <section id="scores">
      <h2>Error against horizon</h2>
      <form class="controls" id="score-controls"></form>
      \(pair("error", "Error against horizon", protocols))<p class="key">Bands: 95 % confidence over runs (RMSE and MAE).</p>
      <h2>Jitter</h2>
      <p>The mean distance between consecutive forecasts: how restless they are. What follows the truth moves as far as the truth does.</p>
      \(pair("jitter", "Jitter against horizon", protocols))\(coverage)\
      \(isTimed ? "<h2>Cost</h2>\n" + chart("cost", "Time to observe, forecast and learn a tick, all horizons together", class: "wide") : "")</section>
      <section>
      \(comparison)</section>

      """
  }

  private func label(_ evaluated: String) -> String {
    evaluated == EvaluationProtocol.lookAhead.rawValue ? "look-ahead (not to be had live)" : evaluated
  }

  private var motion: String {
    let shortened = traces.filter { $0.leftOut > 0 }.map {
      "the last \(counted($0.leftOut, "target")) of \($0.recording)"
    }
    let leftOut =
      shortened.isEmpty
      ? "" : " Left out for the size of this page: \(escaped(shortened.joined(separator: ", ")))."
    let ahead = result?.isAhead ?? false
    let hasRadii = traces.contains { $0.horizons.contains { $0.forecasts.contains { $0.radii != nil } } }
    return """
      <section id="motion">
      <h2>Motion</h2>
      <p>\(courses.isEmpty ? "The first run of each model." : "All that was published, in any state.")\(ahead ? " Dashed is look-ahead, not to be had live." : "")\(hasRadii ? " A band is the radius of the first model shown that has one." : "")\(leftOut)</p>
      <form class="controls" id="motion-controls"></form>
      \(chart("trace", "True position (the thick line), and where it was forecast to be", class: "wide"))<form class="controls" id="span-controls"></form>
      \(chart("over-time", "3-D error of the marker over time; click a place to see the motion there", class: "wide"))\
      \(chart("histogram", "Errors of all markers of the recording", class: "wide"))</section>

      """
  }

  private func search(_ index: Int) -> String {
    let landscape = landscapes[index]
    let names = landscape.parameterNames
    let plots = names.filter { name in Set(landscape.trials.compactMap { $0.parameters[name] }).count > 1 }
    return """
      <section>
      <h2>Search: \(escaped(landscape.model)), \(escaped(label(landscape.protocol)))</h2>
      <p>RMSE on the validation span against each hyper-parameter; a ring marks the setting that was chosen.</p>
      <form class="controls" id="landscape-\(index)"></form>
      <div class="pair">
      \(plots.map { chart("landscape-\(index)-\($0)", "Validation RMSE against \($0)") }.joined())</div>
      \(landscape.table)</section>

      """
  }

  private func particulars(_ result: EvaluationResult) -> String {
    guard courses.isEmpty else { return hasScores ? recordedParticulars(result) : "" }
    return """
      <section>
      <h2>How it was done</h2>
      \(result.settingsText)\(result.recordingTable)\(result.settingTable)<details><summary>All scores</summary>
      \(result.scoreTable)</details>
      </section>

      """
  }
}

extension Report {
  private func recordedParticulars(_ result: EvaluationResult) -> String {
    """
    <section>
    <h2>How it was done</h2>
    <p>Where a forecast instant lies between two frames, the truth is on the straight line between them, if they are at most one \
    and a half intervals apart; else it is not scored, and counted. Targets from frame \(result.testFrom) on.</p>
    \(instantTable)\(result.recordingTable)<details><summary>All scores</summary>
    \(result.scoreTable)</details>
    </section>

    """
  }
}

extension Landscape {
  var parameterNames: [String] { Set(trials.flatMap(\.parameters.keys)).sorted() }

  /// The trials, the chosen one marked.
  var table: String {
    let names = parameterNames
    return Evaluation.table(
      "Trials of \(model)", columns: ["trial"] + names + ["stage", "RMSE, mm"],
      rows: trials.enumerated().map { index, trial in
        let mark = index == chosen ? "<strong>\(index + 1), chosen</strong>" : "\(index + 1)"
        return [mark] + names.map { number(trial.parameters[$0], "%g") }
          + [escaped(trial.stage ?? "–"), trial.rmse == nil ? "diverged" : number(trial.rmse)]
      })
  }
}
