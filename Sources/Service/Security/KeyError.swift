/// Keys that can't be used: one sentence that names the file, what is wrong and what to do.
public struct KeyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whether a file is missing, rather than bad.
  public let isMissing: Bool
  /// The sentence.
  public let description: String

  init(_ description: String, isMissing: Bool = false) {
    self.isMissing = isMissing
    self.description = description
  }

  static func exists(_ path: String) -> KeyError {
    KeyError(
      "\(path) is there already: give another name, or say --force to replace it; who knows the old key is then shut out"
    )
  }

  static func missing(_ path: String) -> KeyError {
    KeyError(
      "there is no key file \(path): name one, or make a pair with markercast keys generate", isMissing: true)
  }
}
