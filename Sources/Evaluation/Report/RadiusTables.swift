extension EvaluationResult {
  /// The protocols under which there were radii.
  var judgedProtocols: [String] {
    protocols.filter { name in (results + means).contains { $0.protocol == name && $0.coverage != nil } }
  }

  /// How the radii of each coverage did, models by horizons.
  var radiusTables: String {
    coverages.map { asked in
      let table = ModelTable(
        caption:
          "Radii asked to hold \(number(100 * asked, "%g")) % of errors: the share that they held, mean over \(counted(recordings.count, "recording")); their mean and their score in mm",
        protocols: judgedProtocols, horizons: shownHorizons.map(horizonText),
        models: means.filter { $0.coverage != nil }.map(\.model).uniqued())
      return table.html(heading: { $0 }) { evaluated, model, horizon in
        let own = means.first {
          $0.protocol == evaluated && $0.model == model && horizonText($0.horizonSeconds) == horizon
        }?.calibration(asked)
        guard let own else { return .nothing }
        return ModelTable.Cell(
          text: "\(percent(own.coverage)) %", detail: "\(number(own.radius)), \(number(own.winkler))")
      }
    }.joined()
  }
}
