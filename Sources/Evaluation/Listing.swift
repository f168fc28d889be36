extension Sequence where Element: Hashable {
  /// Each element once, in the order of their first places.
  package func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

/// A number of things, in words: "1 run", "3 runs".
package func counted(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
