import Foundation

/// `text` so that HTML shows it as it is, between tags and in quoted attributes.
func escaped(_ text: String) -> String {
  var result = ""
  for character in text.unicodeScalars {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(character)
    }
  }
  return result
}

/// A number with three decimals; a dash where there is none.
func number(_ value: Double?, _ format: String = "%.3f") -> String {
  value.map { String(format: format, $0) } ?? "–"
}

/// A share in per cent.
func percent(_ share: Double?) -> String { number(share.map { 100 * $0 }, "%.1f") }

/// A length of time in seconds, as headings have it. Equal texts are one horizon.
func horizonText(_ seconds: Double) -> String { String(format: "%g s", seconds) }

/// A table that scrolls inside itself where it is too wide. The first column names the rows; the texts of `columns` and of
/// the caption are escaped here, those of the cells are HTML.
func table(_ caption: String, columns: [String], rows: [[String]]) -> String {
  let head = columns.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
  let body = rows.map { row in
    "<tr><th scope=\"row\">\(row[0])</th>" + row.dropFirst().map { "<td>\($0)</td>" }.joined() + "</tr>"
  }
  return scrolling(
    "<table><caption><span>\(escaped(caption))</span></caption>\n<thead><tr>\(head)</tr></thead>\n<tbody>\(body.joined(separator: "\n"))</tbody></table>",
    named: caption, isTall: rows.count > 30)
}

/// A box that scrolls sideways, by the keyboard too; a tall one has a height of its own.
func scrolling(_ content: String, named name: String, isTall: Bool = false) -> String {
  "<div class=\"scroll\(isTall ? " tall" : "")\" tabindex=\"0\" role=\"region\" aria-label=\"\(escaped(name))\">\(content)</div>\n"
}

/// The place of a chart, which the page's script draws.
func chart(_ id: String, _ caption: String, class kind: String = "") -> String {
  """
  <figure class="\(kind)"><figcaption>\(escaped(caption))</figcaption>
  <div class="plot"><canvas id="\(escaped(id))" role="img" aria-label="\(escaped(caption))"></canvas></div></figure>

  """
}
