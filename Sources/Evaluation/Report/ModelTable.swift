/// A table of models by horizons, the protocols side by side.
struct ModelTable {
  /// What stands at a model, protocol and horizon.
  struct Cell {
    var text: String
    var detail: String?
    var isBest = false

    static let nothing = Cell(text: "–")
  }

  var caption: String
  var protocols: [String]
  /// By `horizonText`.
  var horizons: [String]
  var models: [String]

  /// The table. `heading` names a protocol's columns, `note` adds to a model's name, `cell` fills a place.
  func html(
    heading: (String) -> String, note: (String) -> String? = { _ in nil },
    cell: (_ evaluated: String, _ model: String, _ horizon: String) -> Cell
  ) -> String {
    let groups = protocols.map { evaluated in
      "<th scope=\"colgroup\" colspan=\"\(horizons.count)\" class=\"\(evaluated)\">\(escaped(heading(evaluated)))</th>"
    }
    let columns = protocols.flatMap { evaluated in
      horizons.map { "<th scope=\"col\" class=\"\(evaluated)\">\(escaped($0))</th>" }
    }
    let rows = models.map { model in
      let cells = protocols.flatMap { evaluated in
        horizons.map { html(cell(evaluated, model, $0), class: evaluated) }
      }
      let note = note(model).map { "<small>\(escaped($0))</small>" } ?? ""
      return "<tr><th scope=\"row\">\(escaped(model))\(note)</th>\(cells.joined())</tr>"
    }
    return scrolling(
      """
      <table class="models"><caption><span>\(escaped(caption))</span></caption>
      <thead><tr><th rowspan="2" scope="col">model</th>\(groups.joined())</tr>
      <tr>\(columns.joined())</tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody></table>
      """, named: caption)
  }

  private func html(_ cell: Cell, class evaluated: String) -> String {
    let text = cell.isBest ? "<strong title=\"the best\">\(escaped(cell.text))</strong>" : escaped(cell.text)
    let detail = cell.detail.map { "<small>\(escaped($0))</small>" } ?? ""
    return "<td class=\"\(evaluated)\(cell.isBest ? " best" : "")\">\(text)\(detail)</td>"
  }
}
