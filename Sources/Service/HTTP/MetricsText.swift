/// Metrics in the text format of Prometheus (version 0.0.4).
struct MetricsText {
  enum Kind: String {
    case counter, gauge, histogram, summary
  }

  private(set) var text = ""

  /// Begins a family: all its samples follow.
  mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  /// A sample of `name`, with labels of such values as are fit for them: a stream's name, a word of ours, a number.
  mutating func add(_ name: String, _ labels: [(String, String)] = [], _ value: some BinaryInteger) {
    add(name, labels, text: "\(value)")
  }

  mutating func add(_ name: String, _ labels: [(String, String)] = [], _ value: Double) {
    add(name, labels, text: value.isFinite ? "\(value)" : value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf")
  }

  private mutating func add(_ name: String, _ labels: [(String, String)], text value: String) {
    text += name
    if !labels.isEmpty {
      text += "{" + labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",") + "}"
    }
    text += " \(value)\n"
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
