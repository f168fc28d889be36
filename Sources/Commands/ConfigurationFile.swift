import Foundation
import Yams

/// A YAML file with the same names as a command's flags, and flags winning.
///
/// The file's entries become arguments ahead of the typed ones, so that both are parsed, checked and
/// explained by the same code; an entry whose flag was typed too is left out.
enum ConfigurationFile {
  /// A file that can't be used: one sentence that names the file, the line and what to do.
  struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  /// `arguments` with the entries of the file that they name by `--config` put first; `check` throws where a
  /// setting can't be used, with a sentence.
  static func expand(_ arguments: [String], check: ([String]) throws -> Void) throws -> [String] {
    guard let command = arguments.first, let path = value(of: "config", in: arguments) else {
      return arguments
    }
    let typed = Set(arguments.compactMap(flagName))
    let entries = try checkedEntries(of: text(ofFile: path), path: path, check: check)
    let untyped = entries.filter { !typed.contains($0.name) }
    return [command] + untyped.flatMap(\.arguments) + arguments.dropFirst()
  }

  /// One entry of a file.
  struct Entry {
    var name: String
    var line: Int
    var arguments: [String]
  }

  private static func text(ofFile path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw Problem(
        description: "cannot read the configuration file \(path): name a file that exists and is UTF-8 text")
    }
  }

  /// The entries of the text of the file at `path`, in its order; `check` throws where one can't be used.
  static func checkedEntries(
    of text: String, path: String, check: ([String]) throws -> Void
  ) throws -> [Entry] {
    let entries = try entries(of: text, path: path)
    for entry in entries {
      do {
        try check(entry.arguments)
      } catch {
        throw Problem(description: "\(path):\(entry.line): \(error)")
      }
    }
    return entries
  }

  private static func entries(of text: String, path: String) throws -> [Entry] {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw Problem(description: "\(path) is not YAML: \(error)")
    }
    guard let root else { return [] }
    guard let mapping = root.mapping else {
      throw Problem(description: "\(path):1: expected entries like 'rate: 10', one a line")
    }
    return try mapping.map { key, value in
      let line = key.mark?.line ?? 1
      guard let name = key.string, !["config", "print-config", "help", "version"].contains(name) else {
        throw Problem(
          description: "\(path):\(line): this entry cannot stand in a configuration file; remove it")
      }
      return Entry(
        name: name, line: line,
        arguments: try arguments(name: name, value: value, place: "\(path):\(line)"))
    }
  }

  private static func arguments(name: String, value: Node, place: String) throws -> [String] {
    if let scalar = value.scalar {
      switch scalar.string {
      case "true" where scalar.style != .doubleQuoted: return ["--\(name)"]
      case "false" where scalar.style != .doubleQuoted: return ["--no-\(name)"]
      case "", "~", "null": return []
      default: return ["--\(name)=\(scalar.string)"]
      }
    }
    guard let items = value.sequence?.map(\.string), !items.contains(nil) else {
      throw Problem(description: "\(place): '\(name)' takes a value or a list of values")
    }
    return ["--\(name)=\(items.compactMap { $0 }.joined(separator: ","))"]
  }

  private static func flagName(_ argument: String) -> String? {
    guard argument.hasPrefix("--") else { return nil }
    let name = argument.dropFirst(2).prefix { $0 != "=" }
    return String(name.hasPrefix("no-") ? name.dropFirst(3) : name)
  }

  private static func value(of flag: String, in arguments: [String]) -> String? {
    for (i, argument) in arguments.enumerated() {
      if argument == "--\(flag)" { return arguments.dropFirst(i + 1).first }
      if argument.hasPrefix("--\(flag)=") { return String(argument.dropFirst(flag.count + 3)) }
    }
    return nil
  }
}
