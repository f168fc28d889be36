import ArgumentParser
import Service

/// `--http`: an address, or `none`.
struct HTTPArgument: ExpressibleByArgument, CustomStringConvertible {
  /// Nil for `none`.
  var address: HTTPAddress?

  init?(argument: String) {
    if argument == "none" { return }
    guard let address = HTTPAddress(argument) else { return nil }
    self.address = address
  }

  var description: String { address?.description ?? "none" }
}
