import Evaluation
import Yams

/// The settings in a configuration file's text as `serve --print-config` writes them. Reads no other file.
/// - Throws: a sentence that names `path`, the line and what to do.
package func settings(ofConfiguration text: String, path: String) throws -> String {
  let entries = try ConfigurationFile.checkedEntries(of: text, path: path, check: ServeOptions.check)
  return try ServeOptions.parse(entries.flatMap(\.arguments)).yaml()
}

extension ParameterSet {
  /// The set in a parameters file's text.
  package init(yaml text: String) throws {
    self = try YAMLDecoder().decode(ParameterSet.self, from: text)
    try check()
  }
}
