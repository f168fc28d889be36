import ArgumentParser

/// A time on the command line: `2ms`, `0.5s`, `2m`, `1h`; a plain number is in seconds.
struct DurationArgument: ExpressibleByArgument, CustomStringConvertible {
  var seconds: Double

  init(seconds: Double) { self.seconds = seconds }

  init?(argument: String) {
    let units = [("us", 1e-6), ("ms", 1e-3), ("min", 60), ("s", 1), ("m", 60), ("h", 3600)]
    let unit = units.first { argument.hasSuffix($0.0) } ?? ("", 1)
    guard let value = Double(argument.dropLast(unit.0.count)), value.isFinite, value >= 0 else { return nil }
    seconds = value * unit.1
  }

  var description: String { "\(seconds)s" }
  var defaultValueDescription: String {
    seconds > 0 && seconds < 1
      ? "\(Int((seconds * 1000).rounded()))ms" : "\(Int(exactly: seconds).map(String.init) ?? "\(seconds)")s"
  }
}
