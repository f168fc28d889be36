import ArgumentParser

/// CPUs by their numbers, as the kernel writes them: `2,3`, `2-5`, `0,2-3`; each once, in the order given.
struct CPUList: ExpressibleByArgument, CustomStringConvertible {
  var numbers: [Int] = []

  init?(argument: String) {
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
        .map { $0.trimmingPrefix { $0 == " " } }.map { Int($0) }
      // The kernel's own set of CPUs ends at 1023.
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        (0...1023).contains(first), (first...1023).contains(last)
      else { return nil }
      numbers += (first...last).filter { !numbers.contains($0) }
    }
  }

  var description: String { numbers.map(String.init).joined(separator: ",") }
}
